import { readDocument } from "../../description/documents.js";
import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";

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

const VARIANTS: readonly {
  readonly name: string;
  readonly summary: string;
  readonly cases: RegExp;
  readonly change: (node: Record<string, unknown>, key: string) => unknown;
}[] = [
  {
    name: "nothing-validated",
    summary: "A mock finds nothing wrong with any value.",
    cases: /\/(path|query|body)-/,
    change: (node, key) => (key === "schema" ? {} : "in" in node || "content" in node ? omit(node, "required") : node),
  },
  {
    name: "no-token",
    summary: "A mock asks for no token.",
    cases: /\/token-required\//,
    change: (node) => omit(node, "security"),
  },
  {
    name: "other-examples",
    summary: "The examples that a mock answers with say something else.",
    cases: /\/replay\//,
    change: (node, key) => (key === "value" && "code" in node ? { ...node, code: "Error.Unknown" } : node),
  },
  {
    name: "failure-missing",
    summary: "A mock knows no other failures than those with a status of their own.",
    cases: /\/replay\/default/,
    change: (node, key) => (key === "responses" ? omit(node, "default") : node),
  },
  ...["400", "401", "404"].map((status) => ({
    name: `${status}-missing`,
    summary: `A mock does not know the answer ${status}, nor any other that it could be.`,
    cases: new RegExp(`/replay/${status}`),
    change: (node: Record<string, unknown>, key: string) =>
      key === "responses" ? omit(node, status, "default") : node,
  })),
  {
    name: "headers-missing",
    summary: "The answers of a mock have no headers of their own.",
    cases: /\/replay\/[4d].*bare$/,
    change: (node) => ("description" in node && "headers" in node ? omit(node, "headers") : node),
  },
  {
    name: "problem-missing",
    summary: "A mock knows only one of the two shapes of a 400.",
    cases: /\/replay\/.*json\.\w+\/.*bare$/,
    change: (node, key) =>
      key === "content" && "application/problem+json" in node ? omit(node, "application/problem+json") : node,
  },
];

export const changedDocuments: readonly Mutant[] = VARIANTS.map(({ name, summary, cases, change }) =>
  mockOf(
    { id: `mock/${name}`, summary: summary, operations: "all", cases },
    () => changed(readDocument("2024-12-01"), change) as object,
  ),
);
