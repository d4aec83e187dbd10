import { type OperationId, operations } from "../../../generated/2024-12-01/operations.js";
import type { Operation } from "../../../generated/operation.js";

export interface Route {
  readonly id: OperationId;
  readonly operation: Operation;
  readonly pathValues: Readonly<Record<string, string>>;
}

interface Template {
  readonly path: string;
  readonly steps: readonly string[];
  readonly operations: Map<string, { readonly id: OperationId; readonly operation: Operation }>;
}

/** By the number of steps, and with literal steps before values, so that the first that fits is the right one. */
const templates = new Map<number, Template[]>();
for (const [id, operation] of Object.entries(operations) as [OperationId, Operation][]) {
  const steps = operation.path.slice(1).split("/");
  const sameLength = templates.get(steps.length) ?? [];
  templates.set(steps.length, sameLength);
  let template = sameLength.find(({ path }) => path === operation.path);
  if (template === undefined) {
    template = { path: operation.path, steps, operations: new Map() };
    sameLength.push(template);
    sameLength.sort((a, b) => countValues(a) - countValues(b));
  }
  template.operations.set(operation.method, { id, operation });
}

function countValues({ steps }: Template): number {
  return steps.filter(isValue).length;
}

function isValue(step: string): boolean {
  return step.startsWith("{");
}

/** The operation that a request is for; or the methods that its path has; or nothing. */
export function findRoute(
  method: string,
  steps: readonly string[],
): Route | { readonly allow: readonly string[] } | undefined {
  const template = templates.get(steps.length)?.find((each) => matches(each, steps));
  if (template === undefined) return undefined;
  const found = template.operations.get(method);
  if (found === undefined) return { allow: [...template.operations.keys()] };
  const pathValues: Record<string, string> = {};
  for (const [index, step] of template.steps.entries()) {
    if (isValue(step)) pathValues[step.slice(1, -1)] = steps[index] ?? "";
  }
  return { ...found, pathValues };
}

function matches(template: Template, steps: readonly string[]): boolean {
  return template.steps.every((step, index) => (isValue(step) ? steps[index] !== "" : step === steps[index]));
}
