import { type OperationId, operations } from "../../../generated/2024-12-01/operations.js";
import type { Operation } from "../../../generated/operation.js";

export interface Route {
  readonly id: OperationId;
  readonly operation: Operation;
  readonly pathValues: Readonly<Record<string, string>>;
}

interface Template {
  id: OperationId;
  operation: Operation;
  steps: string[];
}

/** By the number of steps, and with literal steps before values, so that the first that fits is the right one. */
const templates = (Object.entries(operations) as [OperationId, Operation][])
  .map(([id, operation]): Template => ({ id, operation, steps: operation.path.slice(1).split("/") }))
  .sort((a, b) => values(a) - values(b));

function values({ steps }: Template): number {
  return steps.filter((step) => step.startsWith("{")).length;
}

/** The operation that a request is for; or the methods that its path has; or nothing. */
export function findRoute(
  method: string,
  steps: readonly string[],
): Route | { readonly allow: readonly string[] } | undefined {
  const fitting = templates.filter((template) => fits(template, steps));
  const [first] = fitting;
  if (first === undefined) return undefined;
  const path = first.operation.path;
  const found = fitting.find(({ operation }) => operation.path === path && operation.method === method);
  if (found === undefined) {
    return {
      allow: fitting.filter(({ operation }) => operation.path === path).map(({ operation }) => operation.method),
    };
  }
  const pairs = found.steps.map((step, index) => [step, steps[index] ?? ""] as const);
  const pathValues = Object.fromEntries(
    pairs.filter(([step]) => step.startsWith("{")).map(([step, value]) => [step.slice(1, -1), value]),
  );
  return { id: found.id, operation: found.operation, pathValues };
}

function fits(template: Template, steps: readonly string[]): boolean {
  return (
    template.steps.length === steps.length &&
    template.steps.every((step, index) => (step.startsWith("{") ? steps[index] !== "" : step === steps[index]))
  );
}
