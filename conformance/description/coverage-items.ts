import { isDeepStrictEqual } from "node:util";
import type { Operation } from "../../generated/operation.js";
import { type Exchange, mediaTypeOf, textOf } from "../wire/exchange.js";
import { bodyText } from "../wire/message-bodies.js";
import { constraintsOf, placeOf } from "./constraints.js";

/** What the columns of the coverage table count. */
export const KINDS = [
  "operations",
  "responses",
  "headers",
  "media types",
  "parameters",
  "examples",
  "constraints",
] as const;
export type Kind = (typeof KINDS)[number];

/** Something that the description states of an operation, and that a run can exercise. */
export interface Fact {
  readonly kind: Kind;
  readonly name: string;
}

/** All facts that the description states of an operation, in the order in which it states them. */
export function statedFacts(operation: Operation): Fact[] {
  const facts: Fact[] = [{ kind: "operations", name: `${operation.method} ${operation.path}` }];
  for (const [status, { headers, content }] of Object.entries(operation.responses)) {
    facts.push({ kind: "responses", name: status });
    for (const header of Object.keys(headers)) facts.push({ kind: "headers", name: `${status} ${header}` });
    // No answer to HEAD has a body, whatever a description says: there is nothing to see of it.
    for (const [mediaType, { examples }] of operation.method === "HEAD" ? [] : Object.entries(content)) {
      facts.push({ kind: "media types", name: `response ${status} ${mediaType}` });
      for (const name of Object.keys(examples))
        facts.push({ kind: "examples", name: `response ${status} ${mediaType} ${name}` });
    }
  }
  for (const [mediaType, { examples }] of Object.entries(operation.requestBody?.content ?? {})) {
    facts.push({ kind: "media types", name: `request ${mediaType}` });
    for (const name of Object.keys(examples)) facts.push({ kind: "examples", name: `request ${mediaType} ${name}` });
  }
  for (const parameter of operation.parameters) {
    const place = placeOf(parameter);
    facts.push({ kind: "parameters", name: `${place} present` });
    if (!parameter.required) facts.push({ kind: "parameters", name: `${place} absent` });
    for (const name of Object.keys(parameter.examples)) facts.push({ kind: "examples", name: `${place} ${name}` });
  }
  for (const { place, sides } of constraintsOf(operation)) {
    for (const side of sides) facts.push({ kind: "constraints", name: `${place} ${side}` });
  }
  return facts;
}

/** The facts that an accepted exchange exercised, read off what was really sent and received. */
export function exercisedFacts(operation: Operation, exchange: Exchange): Fact[] {
  return [
    { kind: "operations", name: `${operation.method} ${operation.path}` },
    ...exercisedByRequest(operation, exchange),
    ...exercisedByResponse(operation, exchange),
  ];
}

function exercisedByRequest(operation: Operation, { request }: Exchange): Fact[] {
  const facts: Fact[] = [];
  const pathValues = valuesInPath(operation.path, request.url.pathname);
  for (const parameter of operation.parameters) {
    const place = placeOf(parameter);
    const texts =
      parameter.in === "query" ? request.url.searchParams.getAll(parameter.name) : [pathValues[parameter.name] ?? ""];
    if (texts.length === 0) {
      facts.push({ kind: "parameters", name: `${place} absent` });
      continue;
    }
    facts.push({ kind: "parameters", name: `${place} present` });
    for (const [name, example] of Object.entries(parameter.examples)) {
      if (isDeepStrictEqual([example].flat().map(String), texts))
        facts.push({ kind: "examples", name: `${place} ${name}` });
    }
  }
  const mediaType = mediaTypeOf(request.headers);
  const content = mediaType === undefined ? undefined : operation.requestBody?.content[mediaType];
  if (mediaType !== undefined && content !== undefined) {
    facts.push({ kind: "media types", name: `request ${mediaType}` });
    const sent = textOf(request.body);
    for (const [name, example] of Object.entries(content.examples)) {
      if (sent === bodyText({ mediaType, value: example }))
        facts.push({ kind: "examples", name: `request ${mediaType} ${name}` });
    }
  }
  return facts;
}

/** The facts that an answer alone exercises: what was refused says nothing of the request. */
export function exercisedByResponse(operation: Operation, { response }: Exchange): Fact[] {
  const status = String(response.status) in operation.responses ? String(response.status) : "default";
  const stated = operation.responses[status];
  if (stated === undefined) return [];
  const facts: Fact[] = [{ kind: "responses", name: status }];
  for (const header of Object.keys(stated.headers)) {
    if (response.headers.has(header)) facts.push({ kind: "headers", name: `${status} ${header}` });
  }
  const mediaType = mediaTypeOf(response.headers);
  const content = mediaType === undefined ? undefined : stated.content[mediaType];
  if (content !== undefined && response.body.length > 0) {
    facts.push({ kind: "media types", name: `response ${status} ${mediaType}` });
    const body = JSON.parse(textOf(response.body)) as unknown;
    for (const [name, example] of Object.entries(content.examples)) {
      if (isDeepStrictEqual(body, example))
        facts.push({ kind: "examples", name: `response ${status} ${mediaType} ${name}` });
    }
  }
  return facts;
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
