import { readFileSync } from "node:fs";
import { type DescriptionName, descriptions } from "../../generated/descriptions.js";

/** A bundled OpenAPI document, as far as it is read here. */
export interface Document {
  readonly paths: {
    readonly [path: string]: { readonly [method: string]: { responses: Record<string, Reference | object> } };
  };
  readonly components: Record<string, Record<string, object>>;
}
interface Reference {
  readonly $ref: string;
}

export const DESCRIPTION_NAMES = Object.keys(descriptions) as DescriptionName[];

/** Whether a description is of an api-version, and not what an overlay made of one. */
export function isApiVersion(description: DescriptionName): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(description);
}

const documents = new Map<DescriptionName, Document>();

export function readDocument(description: DescriptionName): Document {
  let document = documents.get(description);
  if (document === undefined) {
    const file = new URL(`../../generated/${description}/openapi.json`, import.meta.url);
    document = JSON.parse(readFileSync(file, "utf8")) as Document;
    documents.set(description, document);
  }
  return document;
}

/** A JSON pointer, as the fragment of a URL. */
export function pointer(...steps: readonly string[]): string {
  return `#${steps.map((step) => `/${encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("")}`;
}

/** What stands at a place; undefined where there is no such place. References on the way are not followed. */
export function nodeAt(description: DescriptionName, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    readDocument(description),
  );
}

/** Follows the reference at a place, if there is one there, and gives the steps to what it leads to. */
export function resolveSteps(description: DescriptionName, ...steps: readonly string[]): readonly string[] {
  const { $ref } = nodeAt(description, steps) as Partial<Reference>;
  return $ref === undefined ? steps : stepsOf($ref);
}

/** The steps of a JSON pointer that is written as the fragment of a URL. */
export function stepsOf(written: string): string[] {
  const steps = written.slice("#/".length).split("/");
  return steps.map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));
}
