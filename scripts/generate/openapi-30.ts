import type { Document } from "./openapi-document.js";

/**
 * The description as OpenAPI 3.0.3, for tools that do not read 3.1. Says the same, except that 3.0 has no word for bytes of any kind
 * (`format: binary` stands for them), none for null as a message, and no `summary` of the whole.
 *
 * @param document a description as one document, OpenAPI 3.1
 */
export function openapi30(document: Document): object {
  const { openapi: _openapi, info, ...rest } = document as Document & { openapi?: string };
  const { summary, license, ...description } = info as Document["info"] & {
    summary?: string;
    license?: { name: string; identifier?: string };
    description?: string;
  };
  return {
    openapi: "3.0.3",
    info: {
      ...description,
      ...(summary !== undefined && { description: `${summary}\n\n${description.description ?? ""}`.trim() }),
      ...(license !== undefined && { license: licenseOf(license) }),
    },
    ...withNullableComponents(convert(rest) as Keywords),
  };
}

/** 3.0 has no SPDX identifiers, but addresses. */
function licenseOf({ name, identifier }: { name: string; identifier?: string }): object {
  return { name, ...(identifier !== undefined && { url: `https://spdx.org/licenses/${identifier}.html` }) };
}

type Keywords = Readonly<Record<string, unknown>>;

/** Keys below which an object is data and not a schema. */
const DATA = new Set(["example", "default", "enum", "value"]);

/** Marks a reference that may be null instead, until the component itself is. */
const OR_NULL = "x-or-null";

function convert(node: unknown, parentKey = ""): unknown {
  if (Array.isArray(node)) return node.map((each) => convert(each, parentKey));
  if (typeof node !== "object" || node === null || DATA.has(parentKey)) return node;
  return Object.fromEntries(
    Object.entries(withoutNewKeywords(node as Keywords)).map(([key, value]) => [key, convert(value, key)]),
  );
}

/** Writes the keywords of a schema that 3.0 does not have in its own words. Any other object stays as it is. */
function withoutNewKeywords(node: Keywords): Keywords {
  const { contentMediaType, $ref, ...others } = node;
  // What is beside a reference is ignored in 3.0.
  if ($ref !== undefined && Object.keys(others).some((key) => key !== OR_NULL)) return { ...others, allOf: [{ $ref }] };
  if (contentMediaType !== undefined) return { ...others, type: "string", format: "binary" };
  if (Array.isArray(node.type)) {
    const [type, ...more] = node.type.filter((each) => each !== "null");
    if (more.length > 0) throw new Error(`OpenAPI 3.0 has no schema of several types: ${node.type.join(", ")}.`);
    return { ...node, type, ...(node.type.includes("null") && { nullable: true }) };
  }
  const keyword = ["anyOf", "oneOf"].find((each) => Array.isArray(node[each]));
  return keyword === undefined ? node : withoutNullBranch(node, keyword);
}

/** 3.0 has no type `null`: another branch is nullable instead. */
function withoutNullBranch(node: Keywords, keyword: string): Keywords {
  const branches = node[keyword] as Keywords[];
  const [first, ...more] = branches.filter(({ type }) => type !== "null");
  if (first === undefined || more.length + 1 === branches.length) return node;
  if (more.length > 0) return { ...node, [keyword]: [{ ...first, nullable: true }, ...more] };
  const { [keyword]: _, ...others } = node;
  // Beside a reference, like above.
  return { ...others, allOf: [{ ...first, [OR_NULL]: true }] };
}

/** Makes each component nullable to which a reference may be null. @throws {Error} if another reference to it may not */
function withNullableComponents(document: Keywords): Keywords {
  const nullable = new Map<string, boolean>();
  const read = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(read);
    if (typeof node !== "object" || node === null) return node;
    const { [OR_NULL]: orNull = false, ...kept } = node as Keywords;
    if (typeof kept.$ref === "string") {
      if ((nullable.get(kept.$ref) ?? orNull) !== orNull) {
        throw new Error(`OpenAPI 3.0 cannot say that one reference to ${kept.$ref} may be null and another may not.`);
      }
      nullable.set(kept.$ref, orNull === true);
    }
    return Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, read(value)]));
  };
  const { components, ...others } = read(document) as { components: { schemas?: Record<string, Keywords> } };
  const schemas = Object.entries(components.schemas ?? {}).map(([name, schema]) => [
    name,
    nullable.get(`#/components/schemas/${name}`) ? { ...schema, nullable: true } : schema,
  ]);
  return { ...others, components: { ...components, schemas: Object.fromEntries(schemas) } };
}
