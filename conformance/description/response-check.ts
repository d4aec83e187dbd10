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

/**
 * Checks headers, media type and body of a response against the description.
 *
 * @param status the described response: a status or `default`
 * @throws {ConformanceError} if something differs
 */
export function checkResponse(
  description: DescriptionName,
  operation: Operation,
  status: string,
  exchange: Exchange,
): void {
  const described = operation.responses[status];
  if (described === undefined) throw new ConformanceError(`The description has no response ${status}.`, exchange);
  const { path, method } = operation;
  const at = resolveSteps(description, "paths", path, method.toLowerCase(), "responses", status);
  checkHeaders(description, described.headers, at, exchange);
  checkBody(description, operation, Object.keys(described.content), at, exchange);
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

function checkHeaders(
  description: DescriptionName,
  headers: Operation["responses"][string]["headers"],
  at: readonly string[],
  exchange: Exchange,
): void {
  for (const [name, { required }] of Object.entries(headers)) {
    const value = exchange.response.headers.get(name);
    if (value === null) {
      if (required) throw new ConformanceError(`The response has no ${name} header.`, exchange);
      continue;
    }
    const validate = validator(description, ...resolveSteps(description, ...at, "headers", name), "schema");
    if (!validate(value)) {
      const problem = ajv.errorsText(validate.errors, { dataVar: "it" });
      throw new ConformanceError(`Unexpected ${name} header ${JSON.stringify(value)}: ${problem}.`, exchange);
    }
  }
}

function checkBody(
  description: DescriptionName,
  { method }: Operation,
  mediaTypes: readonly string[],
  at: readonly string[],
  exchange: Exchange,
): void {
  const { body, headers } = exchange.response;
  if (method === "HEAD" || mediaTypes.length === 0) {
    if (body.length === 0) return;
    throw new ConformanceError(`Unexpected body of ${body.length} bytes: the response has none.`, exchange);
  }
  const mediaType = mediaTypeOf(headers);
  if (mediaType === undefined || !mediaTypes.includes(mediaType)) {
    throw new ConformanceError(
      `Expected Content-Type ${mediaTypes.join(" or ")}, got ${mediaType ?? "none"}.`,
      exchange,
    );
  }
  const json = jsonOf(exchange);
  if (json === undefined) throw new ConformanceError("The response body is not JSON.", exchange);
  const validate = validator(description, ...at, "content", mediaType, "schema");
  if (!validate(json)) {
    const problem = ajv.errorsText(validate.errors, { dataVar: "body" });
    throw new ConformanceError(`The response does not match the description: ${problem}.`, exchange);
  }
}
