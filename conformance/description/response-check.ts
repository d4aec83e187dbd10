import { isDeepStrictEqual } from "node:util";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { type Exchange, jsonOf, mediaTypeOf } from "../wire/exchange.js";
import { pointer, readDocument, resolveSteps } from "./documents.js";

const ajv = new Ajv2020({ strict: false, allErrors: true });
// A CommonJS module whose types speak of a default export of the default export.
(formats as unknown as (instance: Ajv2020) => void)(ajv);
const added = new Set<DescriptionName>();
const validators = new Map<string, ValidateFunction>();

/** The compiled schema at a place of a bundled description. */
function validator(description: DescriptionName, ...steps: readonly string[]): ValidateFunction {
  const $ref = `${description}${pointer(...resolveSteps(description, ...steps))}`;
  let validate = validators.get($ref);
  if (validate === undefined) {
    if (!added.has(description)) {
      ajv.addSchema({ $id: description, ...readDocument(description) }, description, undefined, false);
      added.add(description);
    }
    validate = ajv.compile({ $ref });
    validators.set($ref, validate);
  }
  return validate;
}

/** Checks status, headers, media type and body of a response against the description. */
export function checkResponse(
  description: DescriptionName,
  operation: Operation,
  status: string,
  exchange: Exchange,
): void {
  const stated = operation.responses[status];
  if (stated === undefined) throw new ConformanceError(`The description has no response ${status}.`, exchange);
  const { path, method } = operation;
  const at = resolveSteps(description, "paths", path, method.toLowerCase(), "responses", status);
  checkHeaders(description, stated.headers, at, exchange);
  checkBody(description, operation, Object.keys(stated.content), at, exchange);
}

/** Checks that a body is the one of a named example. */
export function checkExample(expected: unknown, exchange: Exchange): void {
  if (isDeepStrictEqual(jsonOf(exchange), expected)) return;
  throw new ConformanceError(`The body is not that of the example: ${JSON.stringify(expected)}.`, exchange);
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
      if (required) throw new ConformanceError(`The response has no header ${name}.`, exchange);
      continue;
    }
    const validate = validator(description, ...resolveSteps(description, ...at, "headers", name), "schema");
    if (!validate(value))
      throw new ConformanceError(`The header ${name} ${ajv.errorsText(validate.errors)}.`, exchange);
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
    if (body.length > 0)
      throw new ConformanceError(`The response has a body of ${body.length} bytes, and should have none.`, exchange);
    return;
  }
  const mediaType = mediaTypeOf(headers);
  if (mediaType === undefined || !mediaTypes.includes(mediaType)) {
    throw new ConformanceError(
      `The response is ${mediaType ?? "without a Content-Type"}, and should be ${mediaTypes.join(" or ")}.`,
      exchange,
    );
  }
  const json = jsonOf(exchange);
  if (json === undefined) throw new ConformanceError("The body of the response is not JSON.", exchange);
  const validate = validator(description, ...at, "content", mediaType, "schema");
  if (!validate(json)) {
    throw new ConformanceError(`The response ${ajv.errorsText(validate.errors, { dataVar: "body" })}.`, exchange);
  }
}
