/**
 * The clients that a filter selects from. The id of one user is a part of another's, their letters differ in case, one has a
 * quote; and every combination of the two groups occurs.
 */
export const CLIENTS = {
  alice: { userId: "alice", groups: ["red", "blue"] },
  Bob: { userId: "Bob", groups: ["red"] },
  "o'alice": { userId: "o'alice" },
  anonymous: { groups: ["blue"] },
} as const;

export type ClientName = keyof typeof CLIENTS;

export const ALL_CLIENTS = Object.keys(CLIENTS) as readonly ClientName[];
