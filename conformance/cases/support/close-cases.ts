import type { OperationId } from "../../../generated/operations.js";
import { text } from "../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import type { CaseContext, ClientOptions } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";
import { otherHub } from "./membership.js";
import { expectCloseCode, expectUnrecoverable } from "./open-socket.js";

/** An operation that closes connections, and the clients that it closes. */
export interface Closing {
  readonly operation: Extract<OperationId, `close${string}`>;
  /** The connections that it closes, in words. */
  readonly whose: string;
  /** The clients that it closes. */
  readonly closed: readonly [ClientOptions, ...ClientOptions[]];
  /** Clients of the same hub that it does not close. */
  readonly kept: readonly ClientOptions[];
  /** The path of the request, given the first of the clients to close. */
  readonly path: (client: SocketClient) => Readonly<Record<string, unknown>>;
}

const REASONS = [
  { name: "sentence", words: "a sentence", reason: "The room was closed." },
  {
    name: "characters-that-are-escaped",
    words: "characters that JSON or URLs escape",
    reason: 'Zeit ist um: "50 %" & <ende> \\ + ☕',
  },
  // A close frame has room for 123 bytes.
  {
    name: "long",
    words: "more text than a close frame holds",
    reason: `It is a long story${", and then some more".repeat(50)}.`,
  },
];

/** The cases that all operations have that close connections. */
export function closeCases({ operation, whose, closed, kept, path }: Closing): readonly WrittenCase[] {
  const { must, should } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  const [first] = closed;
  return [
    must(
      "closes-exactly-those",
      `The server closes ${whose} and no other connection: each client receives a \`disconnected\` frame, its socket closes and its connection is gone.`,
      "operation",
      async (context) => {
        const toClose = await connectAll(context, closed, "to close");
        const toKeep = await connectAll(context, kept, "to keep");
        const elsewhere = await context.connect({ ...first, hub: otherHub(context), name: "in another hub" });
        await context.expectAccepted(operation, { path: path(toClose[0]) });
        for (const client of toClose) await expectClosed(context, client);
        for (const client of toKeep) await expectKept(context, client);
        await expectKept(context, elsewhere);
      },
    ),
    should("closes-with-1000", "The server closes the WebSocket with code 1000.", "operation", async (context) => {
      const client = await context.connect({ ...first, name: "to close" });
      await context.expectAccepted(operation, { path: path(client) });
      context.expectFrame(await client.next(), { type: "system", event: "disconnected" });
      await expectCloseCode(context, client, 1000);
    }),
    ...REASONS.map(({ name, words, reason }) =>
      should(
        `reason-is-told/${name}`,
        `The \`disconnected\` frame contains the full reason: ${words}.`,
        "parameter reason",
        async (context) => {
          const client = await context.connect({ ...first, name: "to close" });
          await context.expectAccepted(operation, { path: path(client), query: { reason } });
          const { message } = await expectClosed(context, client);
          context.expect(
            message.includes(reason),
            `The message of the \`disconnected\` frame does not contain the reason: ${JSON.stringify(message)}.`,
          );
        },
      ),
    ),
    should(
      "closed-connection-cannot-be-recovered",
      "A reliable client cannot recover a closed connection: the server closes the attempt with code 1008.",
      "operation",
      async (context) => {
        const client = await context.connect({ ...first, name: "to close", protocol: RELIABLE_PROTOCOL });
        await context.expectAccepted(operation, { path: path(client) });
        await expectClosed(context, client);
        await expectUnrecoverable(context, client);
      },
    ),
  ];
}

/** The cases of the operations that have the parameter `excluded`. */
export function excludedCases({ operation, closed: [first], path }: Closing): readonly WrittenCase[] {
  const { must, should } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  const three = [first, first, first] as const;
  return [
    must(
      "excluded-connections-are-kept",
      "Connections listed in `excluded` stay open, and the others are closed. Unknown ids are ignored.",
      "parameter excluded",
      async (context) => {
        const [one, two, third] = await connectAll(context, three, "client");
        await context.expectAccepted(operation, {
          path: path(one),
          query: { excluded: [one.id, context.unknownId, third.id] },
        });
        await expectClosed(context, two);
        await expectKept(context, one);
        await expectKept(context, third);
      },
    ),
    should(
      "excluded-is-not-split-at-commas",
      "`excluded` values are not split at commas: two ids joined by a comma exclude neither.",
      "E09",
      async (context) => {
        const [one, two] = await connectAll(context, three, "client");
        await context.expectAccepted(operation, { path: path(one), query: { excluded: [`${one.id},${two.id}`] } });
        await expectClosed(context, one);
        await expectClosed(context, two);
      },
    ),
  ];
}

/** The case of a simple client, for the operations that do not need the id of its connection. */
export function simpleClientClosedCase({ operation, closed: [first], path }: Closing): WrittenCase {
  const { should } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  return should("raw-client-is-closed-with-1000", SIMPLE_CLIENT_IS_CLOSED, "operation", async (context) => {
    const client = await context.connect({ ...first, userId: first.userId ?? "alice", protocol: null });
    await context.expectAccepted(operation, { path: path(client) });
    await expectSimpleClientClosed(context, client);
  });
}

export const SIMPLE_CLIENT_IS_CLOSED =
  "A simple client, which has no subprotocol, is closed with code 1000 and receives no frame before.";

/** Checks that a simple client was closed, without a frame, and that its user is gone. */
export async function expectSimpleClientClosed(context: CaseContext, client: SocketClient): Promise<void> {
  await expectCloseCode(context, client, 1000);
  const frame = await client.next().catch(() => undefined);
  context.expectNothing(frame === undefined ? [] : [frame], "a simple client that is closed");
  await context.expectNotFound("userExists", { path: { userId: client.userId } }, "Warning.User.NotExisted");
}

/** Checks that a client receives a `disconnected` frame, that its socket closes, and that its connection is gone. */
export async function expectClosed(context: CaseContext, client: SocketClient): Promise<{ message: string }> {
  const frame = await client.next();
  context.expectFrame(frame, { type: "system", event: "disconnected" });
  await client.closed();
  await context.expectNotFound(
    "connectionExists",
    { path: { connectionId: client.id } },
    "Warning.Connection.NotExisted",
  );
  return { message: String((frame as { message?: unknown }).message) };
}

/** Checks that a client is still connected, and that it received nothing. */
export async function expectKept(context: CaseContext, client: SocketClient): Promise<void> {
  const path = { hub: client.hub, connectionId: client.id };
  await context.expectAccepted("connectionExists", { path });
  await context.expectAccepted("sendToConnection", { path, body: text("still here") });
  context.expectFrame(await client.next(), { type: "message", data: "still here" });
}

type Clients<T extends readonly unknown[]> = { [i in keyof T]: SocketClient };

async function connectAll<const T extends readonly ClientOptions[]>(
  context: CaseContext,
  all: T,
  name: string,
): Promise<Clients<T>> {
  const clients: SocketClient[] = [];
  for (const [index, options] of all.entries()) {
    clients.push(await context.connect({ ...options, name: `${name} ${index + 1}` }));
  }
  return clients as Clients<T>;
}
