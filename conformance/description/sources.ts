import type { DescriptionName } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import { nodeAt, pointer, resolveSteps } from "./documents.js";

/**
 * Where the description says so: the operation, a part of it, a JSON pointer into the bundled document, or an entry of the
 * evidence ledger. Sources say where a requirement is from; that they exist is tested.
 */
export type Source =
  | "operation"
  | "request body"
  | `parameter ${string}`
  | `response ${string}`
  | `#/${string}`
  | `E${number}`;

/** What a source says, as a pointer into the bundled document of a description; an entry of the ledger as it is. */
export function sourceOf(description: DescriptionName, operation: Operation | undefined, source: Source): string {
  if (/^(E\d+|#.*)$/.test(source)) return source;
  if (operation === undefined) throw new Error(`${source} is of an operation, and the case has none.`);
  const { path } = operation;
  const method = operation.method.toLowerCase();
  if (source === "operation") return pointer("paths", path, method);
  if (source === "request body") return pointer("paths", path, method, "requestBody");
  const [kind, name = ""] = source.split(" ");
  if (kind === "response") return pointer("paths", path, method, "responses", name);
  for (const owner of [
    ["paths", path, method],
    ["paths", path],
  ]) {
    const index = parametersAt(description, owner).indexOf(name);
    if (index >= 0) return pointer(...owner, "parameters", String(index));
  }
  throw new Error(`${path} has no parameter ${name}.`);
}

function parametersAt(description: DescriptionName, owner: readonly string[]): string[] {
  const { parameters = [] } = nodeAt(description, owner) as { parameters?: unknown[] };
  return parameters.map((_, index) => {
    const at = resolveSteps(description, ...owner, "parameters", String(index));
    return (nodeAt(description, at) as { name: string }).name;
  });
}
