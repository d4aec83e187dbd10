import type { DescriptionName } from "../../generated/descriptions.js";
import { nodeAt, readDocument, resolveSteps, stepsOf } from "./documents.js";

type Node = Readonly<Record<string, unknown>>;

const texts = new Map<string, string | undefined>();

/**
 * What stands at a source, in the words of the description: what the place is, and what is said of it. For an entry of the
 * evidence ledger, what is said of each place that the entry decides, a line each.
 *
 * @returns undefined where the description has no words for it
 */
export function sourceText(description: DescriptionName, source: string): string | undefined {
  const key = `${description} ${source}`;
  if (!texts.has(key)) texts.set(key, findText(description, source));
  return texts.get(key);
}

function findText(description: DescriptionName, source: string): string | undefined {
  if (source.startsWith("#/")) return textAt(description, stepsOf(source));
  const lines = placesDecidedBy(description, source).map((steps) => textAt(description, steps));
  const said = lines.filter((line) => line !== undefined);
  return said.length === 0 ? undefined : said.join("\n");
}

function textAt(description: DescriptionName, steps: readonly string[]): string | undefined {
  const node = objectAt(description, steps);
  if (node === undefined) return undefined;
  const meant = objectAt(description, resolveSteps(description, ...steps)) ?? node;
  // What is said beside a reference is said of this place.
  const text = [node.description, meant.description, node.summary, meant.summary].find(
    (words) => typeof words === "string",
  );
  return text === undefined ? undefined : `${nameOf(steps, meant)}: ${text}`;
}

/** A place in the words of a reader: its own name, or its last steps. */
function nameOf(steps: readonly string[], node: Node): string {
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
  const look = (node: unknown, steps: string[]): void => {
    if (typeof node !== "object" || node === null) return;
    if ([(node as Node)["x-evidence"]].flat().includes(entry)) places.push(steps);
    for (const [name, child] of Object.entries(node)) look(child, [...steps, name]);
  };
  look(readDocument(description), []);
  return places;
}

function objectAt(description: DescriptionName, steps: readonly string[]): Node | undefined {
  const node = nodeAt(description, steps);
  return typeof node === "object" && node !== null ? (node as Node) : undefined;
}
