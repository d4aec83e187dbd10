import type { Operation } from "../../../generated/operation.js";
import { type OperationId, operations } from "../../../generated/operations.js";

export interface Route {
  readonly id: OperationId;
  readonly operation: Operation;
  readonly pathValues: Readonly<Record<string, string>>;
}

interface Template {
  readonly path: string;
  readonly segments: readonly string[];
  readonly operations: Map<string, { readonly id: OperationId; readonly operation: Operation }>;
}

/** By their number of segments. Templates with fewer parameters come first, so that the first match is the right one. */
const templates = new Map<number, Template[]>();
for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
  const segments = operation.path.slice(1).split("/");
  const sameLength = templates.get(segments.length) ?? [];
  templates.set(segments.length, sameLength);
  let template = sameLength.find(({ path }) => path === operation.path);
  if (template === undefined) {
    template = { path: operation.path, segments, operations: new Map() };
    sameLength.push(template);
    sameLength.sort((a, b) => countParameters(a) - countParameters(b));
  }
  template.operations.set(operation.method, { id, operation });
}

function countParameters({ segments }: Template): number {
  return segments.filter(isParameter).length;
}

function isParameter(segment: string): boolean {
  return segment.startsWith("{");
}

/** @returns the operation of a request; for another method the methods of its path; undefined for an unknown path */
export function findRoute(
  method: string,
  segments: readonly string[],
): Route | { readonly allow: readonly string[] } | undefined {
  const template = templates.get(segments.length)?.find((each) => matches(each, segments));
  if (template === undefined) return undefined;
  const found = template.operations.get(method);
  if (found === undefined) return { allow: [...template.operations.keys()] };
  const pathValues: Record<string, string> = {};
  for (const [index, segment] of template.segments.entries()) {
    if (isParameter(segment)) pathValues[segment.slice(1, -1)] = segments[index] ?? "";
  }
  return { ...found, pathValues };
}

function matches(template: Template, segments: readonly string[]): boolean {
  return template.segments.every((segment, index) =>
    isParameter(segment) ? segments[index] !== "" : segment === segments[index],
  );
}
