import type { SocketClient } from "../../stage/socket-client.js";
import type { Stage } from "../../stage/stage.js";

/**
 * Who a filter selects from. Names are parts of other names, and differ in the case of their letters; every combination of
 * the two groups is there.
 */
const CAST = {
  ada: { userId: "ada", groups: ["red", "blue"] },
  Bob: { userId: "Bob", groups: ["red"] },
  "o'adams": { userId: "o'adams" },
  anonymous: { groups: ["blue"] },
} as const;

export type Name = keyof typeof CAST;
export type Cast = Readonly<Record<Name, SocketClient>>;

export const EVERYBODY = Object.keys(CAST) as readonly Name[];

export async function gather(stage: Stage): Promise<Cast> {
  const clients = Object.entries(CAST).map(
    async ([name, options]) => [name, await stage.connect({ ...options, name })] as const,
  );
  return Object.fromEntries(await Promise.all(clients)) as Record<Name, SocketClient>;
}
