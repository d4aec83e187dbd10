import type { SocketClient } from "../../wire/socket-client.js";
import type { ClientOptions, Stage } from "../case-context.js";

/** Connects clients, under the names that they have in the cast. */
export async function gather<Name extends string>(
  stage: Stage,
  cast: Readonly<Record<Name, ClientOptions>>,
): Promise<Readonly<Record<Name, SocketClient>>> {
  const clients = Object.entries<ClientOptions>(cast).map(
    async ([name, options]) => [name, await stage.connect({ ...options, name })] as const,
  );
  return Object.fromEntries(await Promise.all(clients)) as Record<Name, SocketClient>;
}
