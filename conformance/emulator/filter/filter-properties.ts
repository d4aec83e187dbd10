import type { TypedExpression } from "./filter-value.js";

/** What a filter can ask about a connection, by name in lower case: the letter case of a property does not matter. */
export const properties: ReadonlyMap<string, TypedExpression> = new Map<string, TypedExpression>([
  ["userid", { type: "string", evaluate: ({ userId }) => userId }],
  ["connectionid", { type: "string", evaluate: ({ connectionId }) => connectionId }],
  ["groups", { type: "collection", evaluate: ({ groups }) => groups }],
  // The official emulator has it, the documentation does not.
  ["protocol", { type: "string", evaluate: ({ protocol }) => protocol }],
]);
