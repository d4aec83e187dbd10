import { JSON_PROTOCOL, RELIABLE_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";

export interface OpenOptions {
  readonly name?: string;
  /** Of the address. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default json.webpubsub.azure.v1 */
  readonly protocol?: string;
}

/**
 * Opens a socket at the clients' address of the stage's hub, for as long as it is used. Other than with `connect` of the
 * stage nothing is taken from it, the `connected` frame neither.
 *
 * @throws {HandshakeRefused} if the handshake is refused
 */
export async function openSocket(
  context: CaseContext,
  { name = "client", query = {}, headers = {}, protocol = JSON_PROTOCOL }: OpenOptions,
  use: (client: SocketClient) => Promise<void>,
): Promise<void> {
  const client = await context.socket({ name, query, protocols: [protocol], headers });
  try {
    await use(client);
  } finally {
    client.terminate();
  }
}

/**
 * Puts the connection of a reliable client on another socket, as the client does when it loses the first.
 *
 * @param token in the place of the one that the client was given
 */
export async function recover(
  context: CaseContext,
  { name, id, reconnectionToken }: SocketClient,
  use: (recovered: SocketClient) => Promise<void>,
  token = reconnectionToken,
): Promise<void> {
  const query = { awps_connection_id: id, awps_reconnection_token: token };
  await openSocket(context, { name: `${name}, recovered`, query, protocol: RELIABLE_PROTOCOL }, async (recovered) => {
    recovered.id = id;
    await use(recovered);
  });
}

/** Checks that the connection of a reliable client cannot be recovered: the new socket is closed with 1008. */
export async function expectUnrecoverable(context: CaseContext, client: SocketClient, token?: string): Promise<void> {
  await recover(
    context,
    client,
    async (recovered) => {
      const { code } = await recovered.closed();
      context.expect(code === 1008, `The socket was closed with ${code}, and should be with 1008.`);
    },
    token,
  );
}
