import { readDocument } from "../../description/documents.js";
import type { Mutant } from "../mutant.js";
import { without } from "../support/omit.js";

/** A mutant that is a Prism mock. @param document what it mocks. @default the 2024-12-01 description */
export function mockOf(head: Omit<Mutant, "start">, document?: () => object | Promise<object>): Mutant {
  return {
    ...head,
    async start() {
      // Prism takes long to load, and a list of mutants does not need it.
      const { startPrism } = await import("../../targets/prism-target.js");
      return startPrism((await document?.()) ?? readDocument("2024-12-01"));
    },
  };
}

/** Changes every object of a document, from the inside out. */
function changed(node: unknown, change: (node: Record<string, unknown>, key: string) => unknown, key = ""): unknown {
  if (Array.isArray(node)) return node.map((each) => changed(each, change, key));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([name, value]) => [name, changed(value, change, name)] as const);
  return change(Object.fromEntries(entries), key);
}

const WAYS: readonly {
  readonly name: string;
  readonly sentence: string;
  readonly cases: RegExp;
  readonly change: (node: Record<string, unknown>, key: string) => unknown;
}[] = [
  {
    name: "nothing-validated",
    sentence: "A mock finds nothing wrong with any value.",
    cases: /\/(path|query|body)-/,
    change: (node, key) =>
      key === "schema" ? {} : "in" in node || "content" in node ? without(node, "required") : node,
  },
  {
    name: "no-token",
    sentence: "A mock asks for no token.",
    cases: /\/token-required\//,
    change: (node) => without(node, "security"),
  },
  {
    name: "other-examples",
    sentence: "The examples that a mock answers with say something else.",
    cases: /\/replay\//,
    change: (node, key) => (key === "value" && "code" in node ? { ...node, code: "Error.Unknown" } : node),
  },
  {
    name: "failure-missing",
    sentence: "A mock knows no other failures than those with a status of their own.",
    cases: /\/replay\/default/,
    change: (node, key) => (key === "responses" ? without(node, "default") : node),
  },
  ...["400", "401", "404"].map((status) => ({
    name: `${status}-missing`,
    sentence: `A mock does not know the answer ${status}, nor any other that it could be.`,
    cases: new RegExp(`/replay/${status}`),
    change: (node: Record<string, unknown>, key: string) =>
      key === "responses" ? without(node, status, "default") : node,
  })),
  {
    name: "headers-missing",
    sentence: "The answers of a mock have no headers of their own.",
    cases: /\/replay\/[4d].*bare$/,
    change: (node) => ("description" in node && "headers" in node ? without(node, "headers") : node),
  },
  {
    name: "problem-missing",
    sentence: "A mock knows only one of the two shapes of a 400.",
    cases: /\/replay\/.*json\.\w+\/.*bare$/,
    change: (node, key) =>
      key === "content" && "application/problem+json" in node ? without(node, "application/problem+json") : node,
  },
];

export const changedDocuments: readonly Mutant[] = WAYS.map(({ name, sentence, cases, change }) =>
  mockOf(
    { id: `mock/${name}`, sentence, operations: "all", cases },
    () => changed(readDocument("2024-12-01"), change) as object,
  ),
);
