import { text } from "../../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL, type ReceivedFrame, type SocketClient } from "../../../wire/socket-client.js";
import { type CaseContext, type ClientOptions, isBarrier } from "../../case-context.js";
import { errorName, expectAck, framesUntilPong } from "../../support/acks.js";
import { expectUnrecoverable, recover } from "../../support/open-socket.js";
import { RECEIVER, SENDS } from "../../support/sends/send-operations.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

/** How long the service keeps a connection that has lost its socket, at least. */
const RECOVERY_WINDOW_SECONDS = 30;

export const reliableCases: readonly WrittenCase[] = [
  must(
    "reliable/sequence-ids",
    "Messages to a reliable client have increasing sequenceIds, whichever operation sends them.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, RECEIVER);
      let last = 0;
      for (const { operation, path } of SENDS) {
        await context.expectAccepted(operation, { path: path(client), body: text(operation) });
        const [id = 0] = await expectMessages(context, client, [operation]);
        context.expect(id > last, `Expected a sequenceId greater than ${last}, got ${id}.`);
        last = id;
      }
    },
  ),
  must(
    "reliable/plain-has-no-sequence-ids",
    "Messages to a client of the plain JSON subprotocol have no sequenceId.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("sendToAll", { body: text("hello") });
      const frame = await client.next();
      context.expectFrame(frame, { type: "message", data: "hello" });
      context.expect(!Object.hasOwn(frame as object, "sequenceId"), "Unexpected sequenceId in the frame.");
    },
  ),
  must(
    "reliable/unacknowledged-come-again",
    "A recovered client receives unacknowledged messages again, in order and with the same sequenceIds.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context);
      await sendAll(context, client, ["one", "two"]);
      const before = await expectMessages(context, client, ["one", "two"]);
      client.terminate();
      await recover(context, client, async (recovered) => {
        const again = await expectMessages(context, recovered, ["one", "two"]);
        context.expectEqual("sequenceIds", again, before);
        await sendAll(context, client, ["three"]);
        const [next = 0] = await expectMessages(context, recovered, ["three"]);
        context.expect(
          next > Math.max(...again),
          `Expected a sequenceId greater than ${Math.max(...again)}, got ${next}.`,
        );
      });
    },
  ),
  should(
    "reliable/acknowledged-do-not-come-again",
    "A recovered client does not receive acknowledged messages again.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context);
      await sendAll(context, client, ["one", "two", "three"]);
      const [, second] = await expectMessages(context, client, ["one", "two", "three"]);
      client.send({ type: "sequenceAck", sequenceId: second });
      context.expectNothing(await framesUntilPong(client), "a client that acknowledged its messages");
      client.terminate();
      await recover(context, client, async (recovered) => {
        await expectMessages(context, recovered, ["three"]);
      });
    },
  ),
  must(
    "reliable/messages-meanwhile",
    "A recovered client receives the messages sent while it had no socket, whichever operation sent them.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, RECEIVER);
      client.terminate();
      await client.closed();
      for (const { operation, path } of SENDS)
        await context.expectAccepted(operation, { path: path(client), body: text(operation) });
      await recover(context, client, async (recovered) => {
        const received = new Set<unknown>();
        while (received.size < SENDS.length) received.add((await nextMessage(recovered)).data);
        const missing = SENDS.filter(({ operation }) => !received.has(operation));
        context.expect(
          missing.length === 0,
          `Expected messages of ${SENDS.map(({ operation }) => operation).join(", ")}, got ${[...received].join(", ")}.`,
        );
      });
    },
  ),
  should(
    "reliable/connection-lives-on",
    "A recovered connection keeps its id, user, groups and permissions.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, {
        userId: "alice",
        groups: ["room"],
        roles: ["webpubsub.sendToGroup.room"],
      });
      client.terminate();
      await recover(context, client, async (recovered) => {
        await context.expectAccepted("connectionExists", { path: { connectionId: client.id } });
        const body = { type: "sendToGroup", group: "room", dataType: "text", data: "hello" };
        const before = await expectAck(context, recovered, body);
        const frame = before.find(isMessage) ?? (await nextMessage(recovered));
        context.expectFrame(frame, {
          type: "message",
          from: "group",
          group: "room",
          fromUserId: "alice",
          data: "hello",
        });
      });
    },
  ),
  must(
    "reliable/ack-ids-live-on",
    "A frame that was processed before the socket was lost is rejected as Duplicate after recovery.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, { roles: ["webpubsub.joinLeaveGroup"] });
      const join = { type: "joinGroup", group: "room", ackId: 1 };
      context.expectFrame((await client.sendAndAwaitAck(join)).ack, { success: true });
      client.terminate();
      await recover(context, client, async (recovered) => {
        const { ack } = await recovered.sendAndAwaitAck(join);
        context.expectEqual("ack error", errorName(ack), "Duplicate");
      });
    },
  ),
  must(
    "reliable/kept-for-half-a-minute",
    `A connection that has lost its socket can be recovered for ${RECOVERY_WINDOW_SECONDS} s.`,
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, { groups: ["room"] });
      client.terminate();
      await client.closed();
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      await context.target.advance?.(RECOVERY_WINDOW_SECONDS - 1);
      await recover(context, client, async (recovered) => {
        await expectMessages(context, recovered, ["hello"]);
      });
    },
    { needs: ["state", "sockets", "clock"] },
  ),
  should(
    "reliable/exists-without-socket",
    "A connection that can be recovered still exists, with its user and its groups.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, { userId: "alice", groups: ["room"] });
      client.terminate();
      await client.closed();
      await context.expectAccepted("connectionExists", { path: { connectionId: client.id } });
      await context.expectAccepted("userExists", { path: { userId: "alice" } });
      await context.expectAccepted("groupExists", { path: { group: "room" } });
    },
  ),
  should(
    "reliable/time-to-live",
    "A buffered message is dropped when its ttlSeconds have passed; others are not.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, { groups: ["room"] });
      const sender = await context.connect({ name: "sender", roles: ["webpubsub.sendToGroup"] });
      client.terminate();
      await client.closed();
      const frame = { type: "sendToGroup", group: "room", dataType: "text" };
      await expectAck(context, sender, { ...frame, data: "for 5 seconds", ttlSeconds: 5 });
      await expectAck(context, sender, { ...frame, data: "for 20 seconds", ttlSeconds: 20 });
      await expectAck(context, sender, { ...frame, data: "forever", ttlSeconds: 0 });
      await context.target.advance?.(10);
      await recover(context, client, async (recovered) => {
        await expectMessages(context, recovered, ["for 20 seconds", "forever"]);
      });
    },
    { needs: ["state", "sockets", "clock"] },
  ),
  should(
    "reliable/wrong-reconnection-token",
    "A recovery with a wrong reconnectionToken is closed with code 1008, and the connection stays with its client.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context);
      const another = await context.connect({ name: "another", protocol: RELIABLE_PROTOCOL });
      await expectUnrecoverable(context, client, another.reconnectionToken);
      await expectUnrecoverable(context, client, "garbage");
      context.expectNothing(await context.received(client), "the client, which keeps its connection");
    },
    { aspect: "authentication" },
  ),
  should(
    "reliable/unknown-connection",
    "A recovery of a connection that no longer exists is closed with code 1008.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context);
      await context.expectAccepted("closeConnection", { path: { connectionId: client.id } });
      await client.closed();
      await expectUnrecoverable(context, client);
    },
    { aspect: "rejections" },
  ),
];

function connect(context: CaseContext, options: ClientOptions = {}): Promise<SocketClient> {
  return context.connect({ name: "client", protocol: RELIABLE_PROTOCOL, ...options });
}

async function sendAll(context: CaseContext, { id }: SocketClient, data: readonly string[]): Promise<void> {
  for (const each of data) {
    await context.expectAccepted("sendToConnection", { path: { connectionId: id }, body: text(each) });
  }
}

type MessageFrame = Readonly<Record<string, unknown>>;

/** Excludes `connected`, which may come again after a recovery, and barriers. */
function isMessage(frame: ReceivedFrame): frame is MessageFrame {
  return typeof frame === "object" && "type" in frame && frame.type === "message" && !isBarrier(frame.data);
}

async function nextMessage(client: SocketClient): Promise<MessageFrame> {
  for (;;) {
    const frame = await client.next();
    if (isMessage(frame)) return frame;
  }
}

/**
 * Checks that a reliable client receives these messages, in this order, and no others.
 *
 * @returns their sequenceIds
 */
async function expectMessages(context: CaseContext, client: SocketClient, data: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const each of data) {
    const frame = await nextMessage(client);
    context.expectFrame(frame, { type: "message", data: each });
    ids.push(Number(frame.sequenceId));
  }
  context.expectNothing((await context.received(client)).filter(isMessage), `${client.name}, after its messages`);
  const areIncreasing = ids.every((id, index) => Number.isInteger(id) && id > (ids[index - 1] ?? 0));
  context.expect(areIncreasing, `Expected increasing sequenceIds, got ${ids.join(", ")}.`);
  return ids;
}
