import type { SocketClient } from "../../wire/socket-client.js";
import type { CaseContext, ClientOptions } from "../case-context.js";

/** Connects several clients at once, and names each by its key. */
export async function connectClients<Name extends string>(
  context: CaseContext,
  clients: Readonly<Record<Name, ClientOptions>>,
): Promise<Readonly<Record<Name, SocketClient>>> {
  const connected = Object.entries<ClientOptions>(clients).map(
    async ([name, options]) => [name, await context.connect({ ...options, name })] as const,
  );
  return Object.fromEntries(await Promise.all(connected)) as Record<Name, SocketClient>;
}
