/** The part of OpenAPI that the comparison walks through: objects and what they refer to. */
export type JsonObject = { [key: string]: unknown };
/** A schema: an object, or `true` or `false`. */
export type Node = JsonObject | boolean;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Follows the reference of a node, and that of the node that it leads to.
 *
 * @throws {Error} if the document does not have what the reference names, or if references refer to each other
 */
export function resolveNode(document: JsonObject, node: unknown): JsonObject {
  const visited = new Set<string>();
  let found = node;
  while (isObject(found) && typeof found.$ref === "string") {
    const reference = found.$ref;
    if (visited.has(reference)) throw new Error(`The reference ${reference} refers to itself: remove it.`);
    visited.add(reference);
    found = target(document, reference);
  }
  return isObject(found) ? found : {};
}

function target(document: JsonObject, reference: string): unknown {
  const keys = reference.startsWith("#/") ? reference.slice(2).split("/") : undefined;
  const found = keys?.reduce<unknown>((at, key) => {
    return isObject(at) ? at[decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  }, document);
  if (found === undefined && keys === undefined) {
    if (/^https?:/.test(reference)) {
      throw new Error(
        `The reference ${reference} is to a URL, which is not read: download the document that it names.`,
      );
    }
    throw new Error(`The reference ${reference} is to another file, which was not found, or has no such part.`);
  }
  if (found === undefined) {
    throw new Error(`The reference ${reference} leads nowhere in the document: a reference must name a part of it.`);
  }
  return found;
}
