import type { DescriptionName } from "../../generated/descriptions.js";
import { nodeAt, readDocument, resolveSteps, stepsOf } from "./documents.js";

type DocumentNode = Readonly<Record<string, unknown>>;

const texts = new Map<string, string | undefined>();

/**
 * The text of the description at a source, after the name of the place. For an entry of the evidence ledger, one line for
 * each place that the entry decides.
 *
 * @returns undefined if the description has no text there
 */
export function sourceText(description: DescriptionName, source: string): string | undefined {
  const key = `${description} ${source}`;
  if (!texts.has(key)) texts.set(key, findText(description, source));
  return texts.get(key);
}

function findText(description: DescriptionName, source: string): string | undefined {
  if (source.startsWith("#/")) return textAt(description, stepsOf(source));
  const lines = placesDecidedBy(description, source).map((steps) => textAt(description, steps));
  const found = lines.filter((line) => line !== undefined);
  return found.length === 0 ? undefined : found.join("\n");
}

function textAt(description: DescriptionName, steps: readonly string[]): string | undefined {
  const node = objectAt(description, steps);
  if (node === undefined) return undefined;
  const resolved = objectAt(description, resolveSteps(description, ...steps)) ?? node;
  // A description beside a reference is more specific than that of its target.
  const texts = [node.description, resolved.description, node.summary, resolved.summary];
  const text = texts.find((each) => typeof each === "string");
  return text === undefined ? undefined : `${nameOf(steps, resolved)}: ${text}`;
}

/** The name of a place for readers: its own name, or its last steps. */
function nameOf(steps: readonly string[], node: DocumentNode): string {
  const [kind = "", name = ""] = steps.slice(-2);
  if (typeof node.operationId === "string") return node.operationId;
  if (typeof node.in === "string" && typeof node.name === "string") return `${node.in} parameter ${node.name}`;
  if (name === "requestBody" || kind === "requestBodies") return "request body";
  return `${SINGULAR[kind] ?? kind} ${name}`;
}

const SINGULAR: Readonly<Record<string, string>> = {
  headers: "header",
  properties: "property",
  responses: "response",
  schemas: "schema",
  securitySchemes: "security scheme",
};

function placesDecidedBy(description: DescriptionName, entry: string): string[][] {
  const places: string[][] = [];
  const visit = (node: unknown, steps: string[]): void => {
    if (typeof node !== "object" || node === null) return;
    if ([(node as DocumentNode)["x-evidence"]].flat().includes(entry)) places.push(steps);
    for (const [name, child] of Object.entries(node)) visit(child, [...steps, name]);
  };
  visit(readDocument(description), []);
  return places;
}

function objectAt(description: DescriptionName, steps: readonly string[]): DocumentNode | undefined {
  const node = nodeAt(description, steps);
  return typeof node === "object" && node !== null ? (node as DocumentNode) : undefined;
}
