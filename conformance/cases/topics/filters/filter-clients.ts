import type { SocketClient } from "../../../wire/socket-client.js";

/**
 * Who a filter selects from. Names are parts of other names, and differ in the case of their letters; every combination of
 * the two groups is there.
 */
export const CLIENTS = {
  ada: { userId: "ada", groups: ["red", "blue"] },
  Bob: { userId: "Bob", groups: ["red"] },
  "o'adams": { userId: "o'adams" },
  anonymous: { groups: ["blue"] },
} as const;

export type Name = keyof typeof CLIENTS;
export type Cast = Readonly<Record<Name, SocketClient>>;

export const ALL_CLIENTS = Object.keys(CLIENTS) as readonly Name[];
