import { text } from "../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL, type SocketClient } from "../../wire/socket-client.js";
import type { CaseContext, ClientOptions } from "../case-context.js";
import { kebab } from "../case-ids.js";
import type { WrittenCase } from "../written-case.js";
import { otherHub } from "./membership.js";
import { expectUnrecoverable } from "./open-socket.js";

/** An operation that closes connections, and whose. */
export interface Closing {
  readonly operation: "closeAllConnections" | "closeConnection" | "closeGroupConnections" | "closeUserConnections";
  /** Whose connections it closes, in words. */
  readonly whose: string;
  /** As whom clients connect whose connections it closes. */
  readonly closed: readonly [ClientOptions, ...ClientOptions[]];
  /** As whom clients of the same hub connect whose connections it does not close. */
  readonly kept: readonly ClientOptions[];
  /** The path of the request, given the first of the clients to close. */
  readonly path: (client: SocketClient) => Readonly<Record<string, unknown>>;
}

const REASONS = [
  { name: "sentence", reason: "The room was closed." },
  { name: "characters-that-are-escaped", reason: 'Zeit ist um: "50 %" & <ende> \\ + ☕' },
  // Too long for a close frame, which has room for 123 bytes.
  { name: "long", reason: `It is a long story${", and then some more".repeat(50)}.` },
];

/** What is the same for all operations that close connections. */
export function closeCases({ operation, whose, closed, kept, path }: Closing): readonly WrittenCase[] {
  const file = kebab(operation);
  const common = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;
  const [first] = closed;
  return [
    {
      ...common,
      id: `${file}/closes-exactly-those`,
      level: "MUST",
      requirement: `The request closes ${whose} and no other connection: the clients get a \`disconnected\` frame, their sockets are closed, and the connections are gone.`,
      source: "operation",
      async run(context: CaseContext) {
        const toClose = await connectAll(context, closed, "to close");
        const toKeep = await connectAll(context, kept, "to keep");
        const elsewhere = await context.connect({ ...first, hub: otherHub(context), name: "in another hub" });
        await context.expectAccepted(operation, { path: path(toClose[0]) });
        for (const client of toClose) await expectClosed(context, client);
        for (const client of toKeep) await expectKept(context, client);
        await expectKept(context, elsewhere);
      },
    },
    {
      ...common,
      id: `${file}/closes-with-1000`,
      level: "SHOULD",
      requirement: "The WebSocket of a client that is closed is closed with 1000.",
      source: "operation",
      async run(context: CaseContext) {
        const client = await context.connect({ ...first, name: "to close" });
        await context.expectAccepted(operation, { path: path(client) });
        context.expectFrame(await client.next(), { type: "system", event: "disconnected" });
        const { code } = await client.closed();
        context.expect(code === 1000, `The socket was closed with ${code}, and should be with 1000.`);
      },
    },
    ...REASONS.map(
      ({ name, reason }): WrittenCase => ({
        ...common,
        id: `${file}/reason-is-told/${name}`,
        level: "SHOULD",
        requirement: "The message of the `disconnected` frame has the whole of the reason.",
        source: "parameter reason",
        async run(context: CaseContext) {
          const client = await context.connect({ ...first, name: "to close" });
          await context.expectAccepted(operation, { path: path(client), query: { reason } });
          const { message } = await expectClosed(context, client);
          context.expect(message.includes(reason), `The message is ${JSON.stringify(message)}, without the reason.`);
        },
      }),
    ),
    {
      ...common,
      id: `${file}/closed-connection-cannot-be-recovered`,
      level: "SHOULD",
      requirement: "A reliable client that was closed cannot recover its connection: the attempt is closed with 1008.",
      source: "operation",
      async run(context: CaseContext) {
        const client = await context.connect({ ...first, name: "to close", protocol: RELIABLE_PROTOCOL });
        await context.expectAccepted(operation, { path: path(client) });
        await expectClosed(context, client);
        await expectUnrecoverable(context, client);
      },
    },
  ];
}

/** What is the same for those of them that have `excluded`. */
export function excludedCases({ operation, closed: [first], path }: Closing): readonly WrittenCase[] {
  const file = kebab(operation);
  const common = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;
  const three = [first, first, first] as const;
  return [
    {
      ...common,
      id: `${file}/excluded-connections-are-kept`,
      level: "MUST",
      requirement:
        "Every connection listed in `excluded` is kept; the others are closed. An id that nobody has is ignored.",
      source: "parameter excluded",
      async run(context: CaseContext) {
        const [one, two, third] = await connectAll(context, three, "client");
        await context.expectAccepted(operation, {
          path: path(one),
          query: { excluded: [one.id, context.unknownId, third.id] },
        });
        await expectClosed(context, two);
        await expectKept(context, one);
        await expectKept(context, third);
      },
    },
    {
      ...common,
      id: `${file}/excluded-is-not-split-at-commas`,
      level: "SHOULD",
      requirement: "A value of `excluded` is one id as it is, so that two ids joined by a comma keep nobody.",
      source: "E09",
      async run(context: CaseContext) {
        const [one, two] = await connectAll(context, three, "client");
        await context.expectAccepted(operation, { path: path(one), query: { excluded: [`${one.id},${two.id}`] } });
        await expectClosed(context, one);
        await expectClosed(context, two);
      },
    },
  ];
}

/** What a raw client sees of the operations that can be told of it without its connection's id. */
export function rawClientCase({ operation, closed: [first], path }: Closing): WrittenCase {
  return {
    id: `${kebab(operation)}/raw-client-is-closed-with-1000`,
    operation,
    aspect: "effects",
    level: "SHOULD",
    requirement: "A client without a subprotocol is closed with 1000, and gets no frame before.",
    source: "operation",
    needs: ["state", "sockets"],
    async run(context: CaseContext) {
      const client = await context.connect({ ...first, userId: first.userId ?? "alice", protocol: null });
      await context.expectAccepted(operation, { path: path(client) });
      await expectRawClosed(context, client);
    },
  };
}

/** Checks that a raw client was closed, without a frame, and that its user is gone. */
export async function expectRawClosed(context: CaseContext, client: SocketClient): Promise<void> {
  const { code } = await client.closed();
  context.expect(code === 1000, `The socket was closed with ${code}, and should be with 1000.`);
  const frame = await client.next().catch(() => undefined);
  context.expectNothing(frame === undefined ? [] : [frame], "a raw client that is closed");
  await context.expectNotFound("userExists", { path: { userId: client.userId } }, "Warning.User.NotExisted");
}

/** Checks that a client was told that it is closed, that its socket is, and that the connection is gone. */
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

/** Checks that a client is connected, and that nothing came to it before what it is sent now. */
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
