import { isDeepStrictEqual } from "node:util";
import type { Operation } from "../../generated/operation.js";
import { type Exchange, mediaTypeOf, textOf } from "../wire/exchange.js";
import { bodyText } from "../wire/message-bodies.js";
import { constraintsOf, parameterLabel } from "./constraints.js";

/** What the columns of the coverage table count. */
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

/** Something that the description states of an operation, and that a run can exercise. */
export interface CoverageItem {
  readonly kind: CoverageKind;
  readonly name: string;
}

/** All facts that the description states of an operation, in the order in which it states them. */
export function describedItems(operation: Operation): CoverageItem[] {
  const items: CoverageItem[] = [{ kind: "operations", name: `${operation.method} ${operation.path}` }];
  for (const [status, { headers, content }] of Object.entries(operation.responses)) {
    items.push({ kind: "responses", name: status });
    for (const header of Object.keys(headers)) items.push({ kind: "headers", name: `${status} ${header}` });
    // No answer to HEAD has a body, whatever a description says: there is nothing to see of it.
    for (const [mediaType, { examples }] of operation.method === "HEAD" ? [] : Object.entries(content)) {
      items.push({ kind: "media types", name: `response ${status} ${mediaType}` });
      for (const name of Object.keys(examples))
        items.push({ kind: "examples", name: `response ${status} ${mediaType} ${name}` });
    }
  }
  for (const [mediaType, { examples }] of Object.entries(operation.requestBody?.content ?? {})) {
    items.push({ kind: "media types", name: `request ${mediaType}` });
    for (const name of Object.keys(examples)) items.push({ kind: "examples", name: `request ${mediaType} ${name}` });
  }
  for (const parameter of operation.parameters) {
    const place = parameterLabel(parameter);
    items.push({ kind: "parameters", name: `${place} present` });
    if (!parameter.required) items.push({ kind: "parameters", name: `${place} absent` });
    for (const name of Object.keys(parameter.examples)) items.push({ kind: "examples", name: `${place} ${name}` });
  }
  for (const { place, sides } of constraintsOf(operation)) {
    for (const side of sides) items.push({ kind: "constraints", name: `${place} ${side}` });
  }
  return items;
}

/** The facts that an accepted exchange exercised, read off what was really sent and received. */
export function exercisedItems(operation: Operation, exchange: Exchange): CoverageItem[] {
  return [
    { kind: "operations", name: `${operation.method} ${operation.path}` },
    ...exercisedByRequest(operation, exchange),
    ...exercisedByResponse(operation, exchange),
  ];
}

function exercisedByRequest(operation: Operation, { request }: Exchange): CoverageItem[] {
  const items: CoverageItem[] = [];
  const pathValues = valuesInPath(operation.path, request.url.pathname);
  for (const parameter of operation.parameters) {
    const place = parameterLabel(parameter);
    const texts =
      parameter.in === "query" ? request.url.searchParams.getAll(parameter.name) : [pathValues[parameter.name] ?? ""];
    if (texts.length === 0) {
      items.push({ kind: "parameters", name: `${place} absent` });
      continue;
    }
    items.push({ kind: "parameters", name: `${place} present` });
    for (const [name, example] of Object.entries(parameter.examples)) {
      if (isDeepStrictEqual([example].flat().map(String), texts))
        items.push({ kind: "examples", name: `${place} ${name}` });
    }
  }
  const mediaType = mediaTypeOf(request.headers);
  const content = mediaType === undefined ? undefined : operation.requestBody?.content[mediaType];
  if (mediaType !== undefined && content !== undefined) {
    items.push({ kind: "media types", name: `request ${mediaType}` });
    const sent = textOf(request.body);
    for (const [name, example] of Object.entries(content.examples)) {
      if (sent === bodyText({ mediaType, value: example }))
        items.push({ kind: "examples", name: `request ${mediaType} ${name}` });
    }
  }
  return items;
}

/** The facts that an answer alone exercises: what was refused says nothing of the request. */
export function exercisedByResponse(operation: Operation, { response }: Exchange): CoverageItem[] {
  const status = String(response.status) in operation.responses ? String(response.status) : "default";
  const stated = operation.responses[status];
  if (stated === undefined) return [];
  const items: CoverageItem[] = [{ kind: "responses", name: status }];
  for (const header of Object.keys(stated.headers)) {
    if (response.headers.has(header)) items.push({ kind: "headers", name: `${status} ${header}` });
  }
  const mediaType = mediaTypeOf(response.headers);
  const content = mediaType === undefined ? undefined : stated.content[mediaType];
  if (content !== undefined && response.body.length > 0) {
    items.push({ kind: "media types", name: `response ${status} ${mediaType}` });
    const body = JSON.parse(textOf(response.body)) as unknown;
    for (const [name, example] of Object.entries(content.examples)) {
      if (isDeepStrictEqual(body, example))
        items.push({ kind: "examples", name: `response ${status} ${mediaType} ${name}` });
    }
  }
  return items;
}

/** The decoded values of a path under its template. */
function valuesInPath(template: string, path: string): Record<string, string> {
  const names = template.split("/");
  const steps = path.split("/").slice(-names.length);
  const pairs = names
    .map((name, index) => [name, steps[index] ?? ""] as const)
    .filter(([name]) => name.startsWith("{"));
  return Object.fromEntries(pairs.map(([name, step]) => [name.slice(1, -1), decodeURIComponent(step)]));
}
