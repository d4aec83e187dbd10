import { latestApiVersion } from "../../../generated/versions.js";
import { readDocument } from "../../description/documents.js";
import type { CaseSelection } from "../case-selection.js";
import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";
import { describedOperations } from "../support/operation-groups.js";
import { mutantsOf, type Variant } from "../variants.js";
import { prismMock } from "./prism-mock.js";

/** A change to the document that a mock is made from. */
interface DocumentChange {
  readonly cases: CaseSelection;
  /** Called for each object of the document. @param key the name of the member that holds it */
  readonly change: (node: Record<string, unknown>, key: string) => unknown;
}

/** Changes every object of a document, innermost first. */
function changeObjects(node: unknown, change: DocumentChange["change"], key = ""): unknown {
  if (Array.isArray(node)) return node.map((each) => changeObjects(each, change, key));
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).map(([name, value]) => [name, changeObjects(value, change, name)] as const);
  return change(Object.fromEntries(entries), key);
}

/** The statuses of 400 and more that the description names. */
const errorStatuses = [...new Set(describedOperations.flatMap(({ responses }) => Object.keys(responses)))]
  .filter((status) => Number(status) >= 400)
  .sort();

/** The headers that some response must have. */
const responseHeaders = [
  ...new Set(
    describedOperations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ headers }) => Object.keys(headers).filter((name) => headers[name]?.required)),
    ),
  ),
];

/** A body of a request has other media types than any response. */
function isRequestContent(content: Record<string, unknown>): boolean {
  return "text/plain" in content;
}

function isBodilessResponse(node: Record<string, unknown>): boolean {
  return (
    "description" in node && ("headers" in node || "x-evidence" in node) && !("content" in node || "schema" in node)
  );
}

const VARIANTS: readonly Variant<DocumentChange>[] = [
  [
    "nothing-validated",
    "A mock validates no value.",
    {
      cases: { constraints: ["path", "query", "body"] },
      change: (node, key) =>
        key === "schema" ? {} : "in" in node || "content" in node ? omit(node, "required") : node,
    },
  ],
  [
    "no-token",
    "A mock requires no token.",
    { cases: { constraints: ["token"] }, change: (node) => omit(node, "security") },
  ],
  [
    "other-examples",
    "A mock returns errors with another code than the examples.",
    {
      cases: { replays: "all" },
      change: (node, key) => (key === "value" && "code" in node ? { ...node, code: "Error.Unknown" } : node),
    },
  ],
  [
    "failure-missing",
    "A mock has no default response.",
    {
      cases: { replays: { statuses: ["default"] } },
      change: (node, key) => (key === "responses" ? omit(node, "default") : node),
    },
  ],
  ...errorStatuses.map(
    (status): Variant<DocumentChange> => [
      `${status}-missing`,
      `A mock has neither a ${status} nor a default response.`,
      {
        cases: { replays: { statuses: [status] } },
        change: (node, key) => (key === "responses" ? omit(node, status, "default") : node),
      },
    ],
  ),
  ...responseHeaders.map(
    (header): Variant<DocumentChange> => [
      `${header}-missing`,
      `A mock never sends the header ${header}.`,
      {
        cases: { responses: "all" },
        change: (node) =>
          "description" in node && "headers" in node ? { ...node, headers: omit(Object(node.headers), header) } : node,
      },
    ],
  ),
  [
    "text-for-json",
    "A mock sends every body as text.",
    {
      cases: { responses: "all" },
      change: (node, key) =>
        key === "content" && !isRequestContent(node) ? { "text/plain": { example: "text" } } : node,
    },
  ],
  [
    "body-for-none",
    "A mock sends a body where the description has none.",
    {
      cases: { responses: "all" },
      change: (node) => (isBodilessResponse(node) ? { ...node, content: { "text/plain": { example: "text" } } } : node),
    },
  ],
  [
    "problem-missing",
    "A mock has only one of the two formats of a 400.",
    {
      cases: { replays: { statuses: ["400"], plain: true } },
      change: (node, key) =>
        key === "content" && "application/problem+json" in node ? omit(node, "application/problem+json") : node,
    },
  ],
];

export const changedDocuments: readonly Mutant[] = mutantsOf(
  "mock",
  ({ cases }) => ({
    operations: "all",
    cases,
    runAllCases: cases.responses === "all",
    make: (head, { change }) => prismMock(head, () => changeObjects(readDocument(latestApiVersion), change) as object),
  }),
  VARIANTS,
);
