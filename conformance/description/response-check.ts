import { isDeepStrictEqual } from "node:util";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { type Exchange, jsonOf, mediaTypeOf } from "../wire/exchange.js";
import { pointer, readDocument, resolveSteps } from "./documents.js";

const ajv = new Ajv2020({ strict: false, allErrors: true });
// The types of this CommonJS module describe a default export of the default export.
(formats as unknown as (instance: Ajv2020) => void)(ajv);
const addedDescriptions = new Set<DescriptionName>();
const validators = new Map<string, ValidateFunction>();

/** The compiled schema at a place of a bundled description. */
function validator(description: DescriptionName, ...steps: readonly string[]): ValidateFunction {
  const $ref = `${description}${pointer(...resolveSteps(description, ...steps))}`;
  let validate = validators.get($ref);
  if (validate === undefined) {
    if (!addedDescriptions.has(description)) {
      ajv.addSchema({ $id: description, ...readDocument(description) }, description, undefined, false);
      addedDescriptions.add(description);
    }
    validate = ajv.compile({ $ref });
    validators.set($ref, validate);
  }
  return validate;
}

/** A part of a described response. */
export type ResponsePart =
  /** A required header. */
  | { readonly kind: "header"; readonly name: string }
  | { readonly kind: "media type" }
  /** The JSON in the body, of one media type. */
  | { readonly kind: "body"; readonly mediaType: string }
  | { readonly kind: "no body" };

/** The parts of a described response, each of which a server can have wrong on its own. */
export function responseParts({ method, responses }: Operation, status: string): ResponsePart[] {
  const { headers = {}, content = {} } = responses[status] ?? {};
  const required = Object.entries(headers).flatMap(([name, { required: is }]) => (is ? [name] : []));
  const mediaTypes = Object.keys(content);
  // HTTP clients drop what follows the head of a response to HEAD.
  const body: ResponsePart[] =
    method === "HEAD"
      ? []
      : mediaTypes.length === 0
        ? [{ kind: "no body" }]
        : [{ kind: "media type" }, ...mediaTypes.map((mediaType) => ({ kind: "body", mediaType }) as const)];
  return [...required.map((name) => ({ kind: "header", name }) as const), ...body];
}

/**
 * Checks a part of a response against the description.
 *
 * @param status the described response: a status or `default`
 * @throws {ConformanceError} if it differs
 */
export function checkResponsePart(
  description: DescriptionName,
  { path, method, responses }: Operation,
  status: string,
  part: ResponsePart,
  exchange: Exchange,
): void {
  const at = resolveSteps(description, "paths", path, method.toLowerCase(), "responses", status);
  const { content = {} } = responses[status] ?? {};
  if (part.kind === "header") {
    checkHeader(description, part.name, at, exchange);
  } else if (part.kind === "media type") checkMediaType(Object.keys(content), exchange);
  else if (part.kind === "body") checkBody(description, part.mediaType, at, exchange);
  else checkNoBody(exchange);
}

/**
 * Checks that the body of a response is an example of the description.
 *
 * @throws {ConformanceError} if it differs
 */
export function checkExample(expected: unknown, exchange: Exchange): void {
  if (isDeepStrictEqual(jsonOf(exchange), expected)) return;
  throw new ConformanceError(`Expected the body of the example: ${JSON.stringify(expected)}.`, exchange);
}

function checkHeader(description: DescriptionName, name: string, at: readonly string[], exchange: Exchange): void {
  const value = exchange.response.headers.get(name);
  if (value === null) throw new ConformanceError(`The response has no ${name} header.`, exchange);
  const validate = validator(description, ...resolveSteps(description, ...at, "headers", name), "schema");
  if (validate(value)) return;
  const problem = ajv.errorsText(validate.errors, { dataVar: "it" });
  throw new ConformanceError(`Unexpected ${name} header ${JSON.stringify(value)}: ${problem}.`, exchange);
}

function checkMediaType(expected: readonly string[], exchange: Exchange): void {
  const mediaType = mediaTypeOf(exchange.response.headers);
  if (mediaType !== undefined && expected.includes(mediaType)) return;
  throw new ConformanceError(`Expected Content-Type ${expected.join(" or ")}, got ${mediaType ?? "none"}.`, exchange);
}

/** The media type is a part of its own: without it, the only described one is taken. */
function checkBody(description: DescriptionName, mediaType: string, at: readonly string[], exchange: Exchange): void {
  const json = jsonOf(exchange);
  if (json === undefined) throw new ConformanceError("The response body is not JSON.", exchange);
  const validate = validator(description, ...at, "content", mediaType, "schema");
  // Some servers write null for an optional member without a value.
  if (validate(json) || validate(withoutNulls(json))) return;
  const problem = ajv.errorsText(validate.errors, { dataVar: "body" });
  throw new ConformanceError(`The response does not match the description: ${problem}.`, exchange);
}

function withoutNulls(json: unknown): unknown {
  const written = JSON.stringify(json, (_, value: unknown) => (value === null ? undefined : value)) ?? "null";
  return JSON.parse(written) as unknown;
}

function checkNoBody(exchange: Exchange): void {
  const { length } = exchange.response.body;
  if (length > 0) throw new ConformanceError(`Unexpected body of ${length} bytes: the response has none.`, exchange);
}
