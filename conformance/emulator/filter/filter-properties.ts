import type { TypedExpression } from "./filter-value.js";

/** The properties of a connection, by name in lower case: names of properties are case-insensitive. */
export const properties: ReadonlyMap<string, TypedExpression> = new Map<string, TypedExpression>([
  ["userid", { type: "string", evaluate: ({ userId }) => userId }],
  ["connectionid", { type: "string", evaluate: ({ connectionId }) => connectionId }],
  ["groups", { type: "collection", evaluate: ({ groups }) => groups }],
  // Supported by the official emulator, not documented.
  ["protocol", { type: "string", evaluate: ({ protocol }) => protocol }],
]);
