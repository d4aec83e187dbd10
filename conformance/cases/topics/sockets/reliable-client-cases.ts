import { text } from "../../../wire/message-bodies.js";
import { RELIABLE_PROTOCOL, type ReceivedFrame, type SocketClient } from "../../../wire/socket-client.js";
import { type CaseContext, type ClientOptions, isBarrier } from "../../case-context.js";
import { errorName, expectAck, framesUntilPong } from "../../support/acks.js";
import { expectUnrecoverable, recover } from "../../support/open-socket.js";
import { RECEIVER, sendToAll, sendToConnection, sendToGroup, sendToUser } from "../../support/sends/send-operations.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

/** For how long the service keeps a connection that lost its socket, at the least, in seconds. */
const KEPT = 30;

/** Every way in which a client can be sent a message. */
const SENDS = [sendToAll, sendToGroup, sendToUser, sendToConnection];

export const reliableCases: readonly WrittenCase[] = [
  must(
    "reliable/sequence-ids",
    "Messages to a reliable client have a sequenceId, which grows with each, whoever they are to.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, RECEIVER);
      let last = 0;
      for (const { operation, path } of SENDS) {
        await context.expectAccepted(operation, { path: path(client), body: text(operation) });
        const [id = 0] = await expectMessages(context, client, [operation]);
        context.expect(id > last, `The sequenceId after ${last} is ${id}.`);
        last = id;
      }
    },
  ),
  must(
    "reliable/plain-has-no-sequence-ids",
    "Messages to a client of the plain subprotocol have no sequenceId.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect();
      await context.expectAccepted("sendToAll", { body: text("hello") });
      const frame = await client.next();
      context.expectFrame(frame, { type: "message", data: "hello" });
      context.expect(!Object.hasOwn(frame as object, "sequenceId"), "The frame has a sequenceId.");
    },
  ),
  must(
    "reliable/unacknowledged-come-again",
    "A recovered client gets again what it did not acknowledge, in order and with the same sequenceIds.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context);
      await sendAll(context, client, ["one", "two"]);
      const before = await expectMessages(context, client, ["one", "two"]);
      client.terminate();
      await recover(context, client, async (recovered) => {
        const again = await expectMessages(context, recovered, ["one", "two"]);
        context.expect(`${again}` === `${before}`, `The sequenceIds are ${again}, and were ${before}.`);
        await sendAll(context, client, ["three"]);
        const [next = 0] = await expectMessages(context, recovered, ["three"]);
        context.expect(next > Math.max(...again), `The sequenceId after ${again} is ${next}.`);
      });
    },
  ),
  should(
    "reliable/acknowledged-do-not-come-again",
    "A recovered client does not get what it acknowledged.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context);
      await sendAll(context, client, ["one", "two", "three"]);
      const [, second] = await expectMessages(context, client, ["one", "two", "three"]);
      client.send({ type: "sequenceAck", sequenceId: second });
      context.expectNothing(await framesUntilPong(client), "a client that acknowledged");
      client.terminate();
      await recover(context, client, async (recovered) => {
        await expectMessages(context, recovered, ["three"]);
      });
    },
  ),
  must(
    "reliable/messages-meanwhile",
    "A recovered client gets what was sent to it while it had no socket, whoever it was sent to.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, RECEIVER);
      client.terminate();
      await client.closed();
      for (const { operation, path } of SENDS)
        await context.expectAccepted(operation, { path: path(client), body: text(operation) });
      await recover(context, client, async (recovered) => {
        const got = new Set<unknown>();
        while (got.size < SENDS.length) got.add((await nextMessage(recovered)).data);
        const missing = SENDS.filter(({ operation }) => !got.has(operation));
        context.expect(missing.length === 0, `Of what was sent came ${[...got].join(", ")}.`);
      });
    },
  ),
  should(
    "reliable/connection-lives-on",
    "A recovered connection has its id, user, groups and permissions.",
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
    "A frame that was done before the socket was lost is a Duplicate after the recovery.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, { roles: ["webpubsub.joinLeaveGroup"] });
      const join = { type: "joinGroup", group: "room", ackId: 1 };
      context.expectFrame((await client.sendAndAwaitAck(join)).ack, { success: true });
      client.terminate();
      await recover(context, client, async (recovered) => {
        const { ack } = await recovered.sendAndAwaitAck(join);
        const name = errorName(ack);
        context.expect(
          name === "Duplicate",
          `The error of the ack is ${JSON.stringify(name)}, and should be Duplicate.`,
        );
      });
    },
  ),
  must(
    "reliable/kept-for-half-a-minute",
    `A connection that lost its socket can be recovered for ${KEPT} s.`,
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, { groups: ["room"] });
      client.terminate();
      await client.closed();
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      await context.target.advance?.(KEPT - 1);
      await recover(context, client, async (recovered) => {
        await expectMessages(context, recovered, ["hello"]);
      });
    },
    { needs: ["state", "sockets", "clock"] },
  ),
  should(
    "reliable/exists-without-socket",
    "A connection that lost its socket, and can be recovered, exists, with its user and its groups.",
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
    "A message of a client whose ttlSeconds are over is dropped, and a message of longer life is not.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context, { groups: ["room"] });
      const sender = await context.connect({ name: "sender", roles: ["webpubsub.sendToGroup"] });
      client.terminate();
      await client.closed();
      const frame = { type: "sendToGroup", group: "room", dataType: "text" };
      await expectAck(context, sender, { ...frame, data: "for 5 seconds", ttlSeconds: 5 });
      await expectAck(context, sender, { ...frame, data: "for 20 seconds", ttlSeconds: 20 });
      await expectAck(context, sender, { ...frame, data: "for ever", ttlSeconds: 0 });
      await context.target.advance?.(10);
      await recover(context, client, async (recovered) => {
        await expectMessages(context, recovered, ["for 20 seconds", "for ever"]);
      });
    },
    { needs: ["state", "sockets", "clock"] },
  ),
  should(
    "reliable/wrong-reconnection-token",
    "Whoever does not have the connection's reconnectionToken is closed with 1008, and the client keeps it.",
    SOURCES.frames,
    async (context) => {
      const client = await connect(context);
      const another = await context.connect({ name: "another", protocol: RELIABLE_PROTOCOL });
      await expectUnrecoverable(context, client, another.reconnectionToken);
      await expectUnrecoverable(context, client, "garbage");
      context.expectNothing(await context.received(client), "the client whose connection was asked for");
    },
    { aspect: "authentication" },
  ),
  should(
    "reliable/unknown-connection",
    "Whoever asks for a connection that does not exist is closed with 1008.",
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

/** Not `connected`, which may come again after a recovery, and not a message that a stage tells by that nothing came. */
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
 * Checks that these messages came to a reliable client, in that order, and no other.
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
  const grows = ids.every((id, index) => Number.isInteger(id) && id > (ids[index - 1] ?? 0));
  context.expect(grows, `The sequenceIds are ${ids}, and should be numbers of which each is greater than the last.`);
  return ids;
}
