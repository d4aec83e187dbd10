import { readFileSync } from "node:fs";
import { type DescriptionName, descriptions } from "../../generated/descriptions.js";
import { apiVersions } from "../../generated/versions.js";

/** The parts of a bundled OpenAPI document that the suite reads. */
export interface BundledDocument {
  readonly paths: {
    readonly [path: string]: { readonly [method: string]: { responses: Record<string, Reference | object> } };
  };
  readonly components: Record<string, Record<string, object>>;
}
type Components = { readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
interface Reference {
  readonly $ref: string;
}

/** The names of the descriptions, the newest api-version first. */
export const DESCRIPTION_NAMES = Object.keys(descriptions) as DescriptionName[];

/** Whether a description is that of an api-version, and not one that an overlay changed. */
export function isApiVersion(description: DescriptionName): boolean {
  return (apiVersions as readonly string[]).includes(description);
}

const documents = new Map<DescriptionName, BundledDocument>();

/** The bundled document of a description. It is read once. */
export function readDocument(description: DescriptionName): BundledDocument {
  let document = documents.get(description);
  if (document === undefined) {
    const file = new URL(`../../generated/${description}/openapi.json`, import.meta.url);
    document = JSON.parse(readFileSync(file, "utf8")) as BundledDocument;
    documents.set(description, document);
  }
  return document;
}

/** Everything in a document that `node` refers to, directly or not, in the order of first mention, as JSON pointers. */
export function referencesIn({ components }: Components, node: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (each: unknown): void => {
    for (const [, reference = ""] of JSON.stringify(each ?? null).matchAll(/"\$ref":"([^"]+)"/g)) {
      if (found.has(reference)) continue;
      found.add(reference);
      const [, , section = "", name = ""] = reference.split("/");
      follow(components[section]?.[name]);
    }
  };
  follow(node);
  return found;
}

/** A JSON pointer in the form of a URL fragment: `#/paths/~1api~1health`. */
export function pointer(...steps: readonly string[]): string {
  return `#${steps.map((step) => `/${encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("")}`;
}

/** The value at a place of a document; undefined if the place does not exist. References on the path are not followed. */
export function nodeAt(description: DescriptionName, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    readDocument(description),
  );
}

/** The steps to the value at a place: if the value is a reference, those to what it refers to. */
export function resolveSteps(description: DescriptionName, ...steps: readonly string[]): readonly string[] {
  const { $ref } = nodeAt(description, steps) as Partial<Reference>;
  return $ref === undefined ? steps : stepsOf($ref);
}

/** The steps of a JSON pointer in the form of a URL fragment. */
export function stepsOf(fragment: string): string[] {
  const steps = fragment.slice("#/".length).split("/");
  return steps.map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));
}
