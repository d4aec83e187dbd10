import type { OperationRequest, Parameter } from "../../generated/operation.js";
import { InvalidInputError, quote } from "../shared/invalid-input.js";
import { brokenRule } from "./check-value.js";

export type PathValues = { readonly [name: string]: unknown };
export type QueryValues = { readonly [name: string]: unknown };

/** A value that the URL parser would take for a step in the path, however its dots are written. */
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/**
 * The path of an operation with its values filled in and percent-encoded.
 *
 * @throws {InvalidInputError} if a value is missing or empty, is a dot segment (`removeConnectionFromGroup` with the
 * group `..` would be `closeConnection`), or breaks a constraint of the description.
 */
export function pathOf(shape: OperationRequest, values: PathValues = {}): string {
  let path = shape.path;
  for (const parameter of shape.parameters) {
    if (parameter.in !== "path") continue;
    const { name } = parameter;
    const value = values[name];
    if (value === undefined || value === null) {
      throw new InvalidInputError(`${shape.path} needs the path parameter \`${name}\`. Pass it in \`params.path\`.`);
    }
    if (value === "")
      throw new InvalidInputError(`The path parameter \`${name}\` is empty, which would name another operation.`);
    if (typeof value === "string" && DOT_SEGMENT.test(value)) {
      throw new InvalidInputError(
        `The path parameter \`${name}\` is ${quote(value)}: a URL takes it for a step up the path, so that the request would name another operation. No percent-encoding prevents this; choose another name.`,
      );
    }
    check(parameter, value);
    path = path.replace(`{${name}}`, () => encodeURIComponent(value as string));
  }
  return path;
}

/**
 * The query of a request, without `?`: `api-version` first, then the values in the order given, an array as a repeated
 * parameter. A value that is undefined or null is left out.
 *
 * @throws {InvalidInputError} if a value breaks a constraint of the description, or cannot stand in a query.
 */
export function queryOf(shape: OperationRequest, apiVersion: string, values: QueryValues = {}): string {
  const written = [`api-version=${apiVersion}`];
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    const parameter = shape.parameters.find((each) => each.in === "query" && each.name === name);
    if (parameter !== undefined) check(parameter, value);
    if (name === "api-version") continue;
    for (const item of Array.isArray(value) ? value : [value])
      written.push(`${encodeURIComponent(name)}=${encodeItem(name, item)}`);
  }
  return written.join("&");
}

function check(parameter: Parameter, value: unknown): void {
  const rule = brokenRule(value, parameter.schema);
  if (rule === undefined) return;
  throw new InvalidInputError(`The ${parameter.in} parameter \`${parameter.name}\` is ${quote(value)}, which ${rule}.`);
}

/** For parameters that the description does not have: they are the caller's own, but not every value has a form. */
function encodeItem(name: string, item: unknown): string {
  const simple = typeof item === "string" || typeof item === "boolean" || Number.isFinite(item);
  // An apostrophe is encoded as well, because a URL's parser does, and what is sent has to be what was signed.
  if (simple && !/\p{Surrogate}/u.test(String(item))) return encodeURIComponent(String(item)).replaceAll("'", "%27");
  throw new InvalidInputError(
    `The query parameter \`${name}\` has the value ${quote(item)}, which has no form in a URL.`,
  );
}
