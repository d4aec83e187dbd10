import type { OperationRequest, Parameter } from "../../generated/operation.js";
import { InvalidInputError, quote } from "../shared/invalid-input.js";
import { brokenRule } from "./check-value.js";

export type PathValues = { readonly [name: string]: unknown };
export type QueryValues = { readonly [name: string]: unknown };

/** Nothing, and the values that URL parsers resolve as relative path segments, even if their dots are percent-encoded. */
const NO_SEGMENT = /^(?:\.|%2e){0,2}$/i;

/**
 * Fills the values into the path of an operation, percent-encoded.
 *
 * @throws {InvalidInputError} if a value is missing, empty or invalid by the description, or is a dot segment:
 * `removeConnectionFromGroup` with the group `..` would be `closeConnection`
 */
export function pathOf(operation: OperationRequest, values: PathValues = {}): string {
  let path = operation.path;
  for (const parameter of operation.parameters) {
    if (parameter.in !== "path") continue;
    const { name } = parameter;
    const value = values[name];
    if (value === undefined || value === null) {
      throw new InvalidInputError(
        `Missing path parameter \`${name}\` of ${operation.path}. Pass it in \`params.path\`, or as an option of a function.`,
      );
    }
    if (typeof value === "string" && NO_SEGMENT.test(value)) {
      throw new InvalidInputError(
        `The path parameter \`${name}\` is ${quote(value)}: the request would reach another operation.`,
      );
    }
    check(parameter, value);
    path = path.replace(`{${name}}`, () => encodeURIComponent(value as string));
  }
  return path;
}

/**
 * Writes the query of a request, without `?`: `api-version` first, then the values in the order given, an array as a
 * repeated parameter. Values that are undefined or null are left out.
 *
 * @throws {InvalidInputError} if a value is invalid by the description, or is that of a parameter that the operation does not have,
 * or not in this api-version
 */
export function queryOf(operation: OperationRequest, apiVersion: string, values?: QueryValues | null): string {
  const written = [`api-version=${apiVersion}`];
  for (const [name, value] of Object.entries(requireObject(values))) {
    if (value === undefined || value === null) continue;
    if (name === "api-version") {
      requireSameVersion(apiVersion, value);
      continue;
    }
    const parameter = operation.parameters.find((each) => each.in === "query" && each.name === name);
    // The service ignores what it does not know: without its misspelt `filter`, a message would reach everyone.
    if (parameter === undefined) throw unknownParameter(operation, apiVersion, name);
    requireVersion(`The query parameter \`${name}\``, parameter.since, apiVersion);
    check(parameter, value);
    for (const item of Array.isArray(value) ? value : [value]) {
      // An apostrophe is encoded too, because URL parsers do so, and what is sent must be what was signed.
      written.push(`${name}=${encodeURIComponent(item as string).replaceAll("'", "%27")}`);
    }
  }
  return written.join("&");
}

/** The entries of a `URLSearchParams` or a `Map` would not be found, and the message sent without its filter. */
function requireObject(query: QueryValues | null | undefined): QueryValues {
  if (query && {}.toString.call(query) !== "[object Object]") {
    throw new InvalidInputError("`params.query` must be a plain object.");
  }
  return query ?? {};
}

/**
 * Checks that an api-version has what a request needs.
 *
 * @param subject an operation or a parameter, as the error names it
 * @param since the api-version that added it; undefined if every one has it
 * @throws {InvalidInputError} if the api-version is older
 */
export function requireVersion(subject: string, since: string | undefined, apiVersion: string): void {
  // The names of api-versions are dates, which sort as texts.
  if (since === undefined || since <= apiVersion) return;
  throw new InvalidInputError(
    `${subject} was added by api-version ${since}; this client sends ${apiVersion}. Set \`apiVersion\` when you create the client.`,
  );
}

function requireSameVersion(apiVersion: string, value: unknown): void {
  if (value === apiVersion) return;
  throw new InvalidInputError(
    `The query parameter \`api-version\` is ${quote(value)}; this client sends ${apiVersion}. Set \`apiVersion\` when you create the client.`,
  );
}

function unknownParameter({ parameters }: OperationRequest, apiVersion: string, name: string): InvalidInputError {
  const names = parameters.flatMap((each) =>
    each.in === "query" && (each.since ?? "") <= apiVersion ? each.name : [],
  );
  return new InvalidInputError(
    `${quote(name)} is not a query parameter of this operation. It has ${names.join(", ") || "none"}.`,
  );
}

function check(parameter: Parameter, value: unknown): void {
  const rule = brokenRule(value, parameter.schema);
  if (rule === undefined) return;
  throw new InvalidInputError(`The ${parameter.in} parameter \`${parameter.name}\` is ${quote(value)}: ${rule}.`);
}
