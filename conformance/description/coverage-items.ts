import { isDeepStrictEqual } from "node:util";
import type { Examples, Operation, ResponseDescription } from "../../generated/operation.js";
import { type Exchange, mediaTypeOf, textOf } from "../wire/exchange.js";
import { bodyText } from "../wire/message-bodies.js";
import { constraintsOf, parameterLabel } from "./constraints.js";

/** The columns of the coverage table. */
export const COVERAGE_KINDS = [
  "operations",
  "responses",
  "headers",
  "media types",
  "parameters",
  "examples",
  "constraints",
] as const;
export type CoverageKind = (typeof COVERAGE_KINDS)[number];

/** Something that the description states about an operation and a run can exercise. */
export interface CoverageItem {
  readonly kind: CoverageKind;
  /** Unique within its operation and kind, such as `202` or `query filter present`. */
  readonly name: string;
}

type DescribedParameter = Operation["parameters"][number];

/** Every coverage item of an operation, in the order of the description. */
export function describedItems(operation: Operation): CoverageItem[] {
  return [
    operationItem(operation),
    ...Object.entries(operation.responses).flatMap(([status, response]) => responseItems(operation, status, response)),
    ...requestBodyItems(operation),
    ...operation.parameters.flatMap(parameterItems),
    ...constraintItems(operation),
  ];
}

/** The coverage items that an accepted exchange exercised, read from what was really sent and received. */
export function exercisedItems(operation: Operation, exchange: Exchange): CoverageItem[] {
  const pathValues = valuesInPath(operation.path, exchange.request.url.pathname);
  return [
    operationItem(operation),
    ...operation.parameters.flatMap((parameter) => exercisedParameter(parameter, exchange, pathValues)),
    ...exercisedRequestBody(operation, exchange),
    ...exercisedByResponse(operation, exchange),
  ];
}

/** The coverage items that a response exercised by itself. A rejection exercises nothing of its request. */
export function exercisedByResponse(operation: Operation, { response }: Exchange): CoverageItem[] {
  const status = String(response.status) in operation.responses ? String(response.status) : "default";
  const described = operation.responses[status];
  if (described === undefined) return [];
  return [
    { kind: "responses", name: status },
    ...headerItems(
      status,
      Object.keys(described.headers).filter((header) => response.headers.has(header)),
    ),
    ...exercisedResponseBody(status, described, response),
  ];
}

function operationItem({ method, path }: Operation): CoverageItem {
  return { kind: "operations", name: `${method} ${path}` };
}

function responseItems({ method }: Operation, status: string, { headers, content }: ResponseDescription) {
  // A response to HEAD never has a body, whatever the description says.
  const bodies = method === "HEAD" ? [] : Object.entries(content);
  return [
    { kind: "responses", name: status } as const,
    ...headerItems(status, Object.keys(headers)),
    ...bodies.flatMap(([mediaType, { examples }]) =>
      mediaTypeItems(`response ${status} ${mediaType}`, Object.keys(examples)),
    ),
  ];
}

function headerItems(status: string, headers: readonly string[]): CoverageItem[] {
  return headers.map((header) => ({ kind: "headers", name: `${status} ${header}` }));
}

function requestBodyItems({ requestBody }: Operation): CoverageItem[] {
  return Object.entries(requestBody?.content ?? {}).flatMap(([mediaType, { examples }]) =>
    mediaTypeItems(`request ${mediaType}`, Object.keys(examples)),
  );
}

function mediaTypeItems(label: string, exampleNames: readonly string[]): CoverageItem[] {
  return [{ kind: "media types", name: label }, ...exampleItems(label, exampleNames)];
}

function exampleItems(label: string, names: readonly string[]): CoverageItem[] {
  return names.map((name) => ({ kind: "examples", name: `${label} ${name}` }));
}

function parameterItems(parameter: DescribedParameter): CoverageItem[] {
  const label = parameterLabel(parameter);
  return [
    { kind: "parameters", name: `${label} present` },
    ...(parameter.required ? [] : [{ kind: "parameters" as const, name: `${label} absent` }]),
    ...exampleItems(label, Object.keys(parameter.examples)),
  ];
}

function constraintItems(operation: Operation): CoverageItem[] {
  return constraintsOf(operation).flatMap(({ place, sides }) =>
    sides.map((side) => ({ kind: "constraints" as const, name: `${place} ${side}` })),
  );
}

function exercisedParameter(
  parameter: DescribedParameter,
  { request }: Exchange,
  pathValues: Readonly<Record<string, string>>,
): CoverageItem[] {
  const label = parameterLabel(parameter);
  const { name, in: place, examples } = parameter;
  const values = place === "query" ? request.url.searchParams.getAll(name) : [pathValues[name] ?? ""];
  if (values.length === 0) return [{ kind: "parameters", name: `${label} absent` }];
  const isSent = (example: unknown) => isDeepStrictEqual([example].flat().map(String), values);
  return [{ kind: "parameters", name: `${label} present` }, ...exampleItems(label, namesOf(examples, isSent))];
}

function exercisedRequestBody({ requestBody }: Operation, { request }: Exchange): CoverageItem[] {
  const mediaType = mediaTypeOf(request.headers) ?? "";
  const content = requestBody?.content[mediaType];
  if (content === undefined) return [];
  const sent = textOf(request.body);
  const isSent = (value: unknown) => sent === bodyText({ mediaType, value });
  return mediaTypeItems(`request ${mediaType}`, namesOf(content.examples, isSent));
}

function exercisedResponseBody(
  status: string,
  described: ResponseDescription,
  { headers, body }: Exchange["response"],
): CoverageItem[] {
  const mediaType = mediaTypeOf(headers) ?? "";
  const content = described.content[mediaType];
  if (content === undefined || body.length === 0) return [];
  const json = JSON.parse(textOf(body)) as unknown;
  const isReceived = (example: unknown) => isDeepStrictEqual(json, example);
  return mediaTypeItems(`response ${status} ${mediaType}`, namesOf(content.examples, isReceived));
}

/** The names of the examples whose value fits. */
function namesOf(examples: Examples, fits: (value: unknown) => boolean): string[] {
  return Object.entries(examples)
    .filter(([, value]) => fits(value))
    .map(([name]) => name);
}

/** The decoded values of the parameters in a path. */
function valuesInPath(template: string, path: string): Record<string, string> {
  const names = template.split("/");
  const steps = path.split("/").slice(-names.length);
  const pairs = names
    .map((name, index) => [name, steps[index] ?? ""] as const)
    .filter(([name]) => name.startsWith("{"));
  return Object.fromEntries(pairs.map(([name, step]) => [name.slice(1, -1), decodeURIComponent(step)]));
}
