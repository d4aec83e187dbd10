import type { ValidateFunction } from "ajv/dist/2020.js";
import type { DescribedParameter, Operation, Parameter } from "../../../../generated/operation.js";
import { apiVersions } from "../../../../generated/versions.js";
import { ajv } from "../../schemas.js";
import { badRequest, validationProblem } from "../response/rest-response.js";
import type { Query } from "./request-target.js";

/** The values of parameters by name. Path and query parameters of an operation have different names. */
export type Values = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const validators = new WeakMap<Parameter, ValidateFunction>();

/** Parameters that model validation does not check. */
const CHECKED_BY_OPERATION = ["targetName", "api-version"];

/**
 * Reads and checks the path and query parameters of an operation, as model validation in the service does.
 *
 * @throws {RejectionError} 400, for the first invalid parameter
 */
export function readParameters(
  { parameters }: Operation,
  pathValues: Readonly<Record<string, string>>,
  query: Query,
): Values {
  const values: Record<string, Values[string]> = {};
  for (const parameter of parameters) {
    const texts =
      parameter.in === "path" ? [pathValues[parameter.name] ?? ""] : (query.get(parameter.name.toLowerCase()) ?? []);
    values[parameter.name] = readValue(parameter, texts);
  }
  return values;
}

function readValue(parameter: DescribedParameter, texts: readonly string[]): Values[string] {
  const { name, schema, required } = parameter;
  if (schema.type === "array") return requireValid(parameter, texts) as readonly string[];
  if (texts.length > 1) throw validationProblem(name, `The parameter '${name}' must not be repeated.`);
  const [text] = texts;
  // An empty query value counts as absent.
  if (text === undefined || (text === "" && parameter.in === "query" && !required)) return undefined;
  if (CHECKED_BY_OPERATION.includes(name)) return text;
  if (parameter.in === "path" && text.trim() === "")
    throw validationProblem(name, `The parameter '${name}' must not be blank.`);
  if (schema.type === "integer")
    return requireValid(parameter, /^[+-]?\d+$/.test(text) ? Number(text) : text) as number;
  return knownValue(parameter, requireValid(parameter, text) as string);
}

function requireValid(parameter: Parameter, value: unknown): unknown {
  let validate = validators.get(parameter);
  if (validate === undefined) {
    validate = ajv.compile(parameter.schema);
    validators.set(parameter, validate);
  }
  if (validate(value)) return value;
  throw validationProblem(
    parameter.name,
    `The value of '${parameter.name}' is invalid: it ${ajv.errorsText(validate.errors, { dataVar: "" }).trim()}.`,
  );
}

/**
 * The value in the letter case of the description, if that lists the known values. Like the official emulator, this one takes no others.
 *
 * @throws {RejectionError} 400 for another value
 */
function knownValue({ name, knownValues }: DescribedParameter, text: string): string {
  if (knownValues === undefined) return text;
  const known = knownValues.find((each) => each.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return known;
  throw validationProblem(name, `The value of '${name}' is invalid: it must be one of ${knownValues.join(", ")}.`);
}

/** @throws {RejectionError} 400, unless the request has exactly one api-version that the service supports */
export function checkApiVersion(query: Query): void {
  const given = query.get("api-version") ?? [];
  if (given.length === 1 && apiVersions.some((version) => version === given[0])) return;
  const problem = given.length === 0 ? "is missing" : `${given.map((each) => `'${each}'`).join(", ")} is not supported`;
  throw badRequest(`The api-version ${problem}. Supported: ${apiVersions.join(", ")}.`, "api-version");
}
