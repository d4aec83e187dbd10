import { JSON_PROTOCOL, RELIABLE_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";

export interface OpenOptions {
  readonly name?: string;
  /** The query parameters of the URL. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default json.webpubsub.azure.v1 */
  readonly protocol?: string;
}

/**
 * Opens a socket to the context's hub, and closes it after use. Unlike `connect` of the context it adds no token and does not
 * read the `connected` frame.
 *
 * @throws {HandshakeRejectedError} if the handshake is rejected
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
 * Recovers the connection of a reliable client on another socket, as the client does when it loses the first.
 *
 * @param token the reconnection token to present. @default the client's own
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
      await expectCloseCode(context, recovered, 1008);
    },
    token,
  );
}

/** Waits until the socket of a client closes, and checks the code. */
export async function expectCloseCode(context: CaseContext, client: SocketClient, code: number): Promise<void> {
  context.expectEqual("close code", (await client.closed()).code, code);
}
