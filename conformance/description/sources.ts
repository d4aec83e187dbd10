import type { DescriptionName } from "../../generated/descriptions.js";
import type { Operation } from "../../generated/operation.js";
import { nodeAt, pointer, resolveSteps, stepsOf } from "./documents.js";

/**
 * Where a requirement comes from: the operation of its case, a part of that operation, a JSON pointer into the bundled
 * document, or an entry of the evidence ledger. A test checks that every source exists.
 */
export type Source =
  | "operation"
  | "request body"
  | `parameter ${string}`
  | `response ${string}`
  | `#/${string}`
  | `E${number}`;

/**
 * Resolves a source to a JSON pointer into the bundled document. A JSON pointer and an entry of the ledger stay unchanged.
 *
 * @returns undefined if the description does not have the place or the parameter
 * @throws {Error} if the source is a part of an operation, but the case has none
 */
export function findSource(
  description: DescriptionName,
  operation: Operation | undefined,
  source: Source,
): string | undefined {
  if (source.startsWith("#")) return nodeAt(description, stepsOf(source)) === undefined ? undefined : source;
  if (/^E\d+$/.test(source)) return source;
  if (operation === undefined) throw new Error(`Source "${source}" needs a case with an operation.`);
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
  return undefined;
}

function parametersAt(description: DescriptionName, owner: readonly string[]): string[] {
  const { parameters = [] } = nodeAt(description, owner) as { parameters?: unknown[] };
  return parameters.map((_, index) => {
    const at = resolveSteps(description, ...owner, "parameters", String(index));
    return (nodeAt(description, at) as { name: string }).name;
  });
}
