import { text } from "../../../wire/message-bodies.js";
import { type Frame, RELIABLE_PROTOCOL, type SocketClient } from "../../../wire/socket-client.js";
import { type ClientOptions, isBarrier, type Stage } from "../../case-context.js";
import { afterPing, errorName, expectDone } from "../../support/acks.js";
import { expectUnrecoverable, recover } from "../../support/open-socket.js";
import { RECEIVER, sendToAll, sendToConnection, sendToGroup, sendToUser } from "../../support/sends/send-operations.js";
import type { WrittenCase } from "../../written-case.js";
import { SAID } from "./socket-sources.js";

const common = {
  operation: "sockets",
  aspect: "effects",
  source: SAID.frames,
  needs: ["state", "sockets"],
} as const;

/** For how long the service keeps a connection that lost its socket, at the least, in seconds. */
const KEPT = 30;

/** Every way in which a client can be sent a message. */
const SENDS = [sendToAll, sendToGroup, sendToUser, sendToConnection];

export const reliableCases: readonly WrittenCase[] = [
  {
    ...common,
    id: "sockets/reliable/sequence-ids",
    level: "MUST",
    requirement: "Messages to a reliable client have a sequenceId, which grows with each, whoever they are to.",
    async run(stage: Stage) {
      const client = await connect(stage, RECEIVER);
      let last = 0;
      for (const { operation, path } of SENDS) {
        await stage.accept(operation, { path: path(client), body: text(operation) });
        const [id = 0] = await expectMessages(stage, client, [operation]);
        stage.expect(id > last, `The sequenceId after ${last} is ${id}.`);
        last = id;
      }
    },
  },
  {
    ...common,
    id: "sockets/reliable/plain-has-no-sequence-ids",
    level: "MUST",
    requirement: "Messages to a client of the plain subprotocol have no sequenceId.",
    async run(stage: Stage) {
      const client = await stage.connect();
      await stage.accept("sendToAll", { body: text("hello") });
      const frame = await client.next();
      stage.expectFrame(frame, { type: "message", data: "hello" });
      stage.expect(!Object.hasOwn(frame as object, "sequenceId"), "The frame has a sequenceId.");
    },
  },
  {
    ...common,
    id: "sockets/reliable/unacknowledged-come-again",
    level: "MUST",
    requirement: "A recovered client gets again what it did not acknowledge, in order and with the same sequenceIds.",
    async run(stage: Stage) {
      const client = await connect(stage);
      await sendAll(stage, client, ["one", "two"]);
      const before = await expectMessages(stage, client, ["one", "two"]);
      client.cut();
      await recover(stage, client, async (recovered) => {
        const again = await expectMessages(stage, recovered, ["one", "two"]);
        stage.expect(`${again}` === `${before}`, `The sequenceIds are ${again}, and were ${before}.`);
        await sendAll(stage, client, ["three"]);
        const [next = 0] = await expectMessages(stage, recovered, ["three"]);
        stage.expect(next > Math.max(...again), `The sequenceId after ${again} is ${next}.`);
      });
    },
  },
  {
    ...common,
    id: "sockets/reliable/acknowledged-do-not-come-again",
    level: "SHOULD",
    requirement: "A recovered client does not get what it acknowledged.",
    async run(stage) {
      const client = await connect(stage);
      await sendAll(stage, client, ["one", "two", "three"]);
      const [, second] = await expectMessages(stage, client, ["one", "two", "three"]);
      client.send({ type: "sequenceAck", sequenceId: second });
      stage.expectNothing(await afterPing(client), "a client that acknowledged");
      client.cut();
      await recover(stage, client, async (recovered) => {
        await expectMessages(stage, recovered, ["three"]);
      });
    },
  },
  {
    ...common,
    id: "sockets/reliable/messages-meanwhile",
    level: "MUST",
    requirement: "A recovered client gets what was sent to it while it had no socket, whoever it was sent to.",
    async run(stage: Stage) {
      const client = await connect(stage, RECEIVER);
      client.cut();
      await client.closed();
      for (const { operation, path } of SENDS)
        await stage.accept(operation, { path: path(client), body: text(operation) });
      await recover(stage, client, async (recovered) => {
        const got = new Set<unknown>();
        while (got.size < SENDS.length) got.add((await nextMessage(recovered)).data);
        const missing = SENDS.filter(({ operation }) => !got.has(operation));
        stage.expect(missing.length === 0, `Of what was sent came ${[...got].join(", ")}.`);
      });
    },
  },
  {
    ...common,
    id: "sockets/reliable/connection-lives-on",
    level: "SHOULD",
    requirement: "A recovered connection has its id, user, groups and permissions.",
    async run(stage) {
      const client = await connect(stage, { userId: "ada", groups: ["room"], roles: ["webpubsub.sendToGroup.room"] });
      client.cut();
      await recover(stage, client, async (recovered) => {
        await stage.accept("connectionExists", { path: { connectionId: client.id } });
        const body = { type: "sendToGroup", group: "room", dataType: "text", data: "hello" };
        const before = await expectDone(stage, recovered, body);
        const frame = before.find(isMessage) ?? (await nextMessage(recovered));
        stage.expectFrame(frame, { type: "message", from: "group", group: "room", fromUserId: "ada", data: "hello" });
      });
    },
  },
  {
    ...common,
    id: "sockets/reliable/ack-ids-live-on",
    level: "MUST",
    requirement: "A frame that was done before the socket was lost is a Duplicate after the recovery.",
    async run(stage: Stage) {
      const client = await connect(stage, { roles: ["webpubsub.joinLeaveGroup"] });
      const join = { type: "joinGroup", group: "room", ackId: 1 };
      stage.expectFrame((await client.ask(join)).ack, { success: true });
      client.cut();
      await recover(stage, client, async (recovered) => {
        const { ack } = await recovered.ask(join);
        const name = errorName(ack);
        stage.expect(name === "Duplicate", `The error of the ack is ${JSON.stringify(name)}, and should be Duplicate.`);
      });
    },
  },
  {
    ...common,
    id: "sockets/reliable/kept-for-half-a-minute",
    level: "MUST",
    requirement: `A connection that lost its socket can be recovered for ${KEPT} s.`,
    needs: ["state", "sockets", "clock"],
    async run(stage) {
      const client = await connect(stage, { groups: ["room"] });
      client.cut();
      await client.closed();
      await stage.accept("sendToGroup", { path: { group: "room" }, body: text("hello") });
      await stage.target.advance?.(KEPT - 1);
      await recover(stage, client, async (recovered) => {
        await expectMessages(stage, recovered, ["hello"]);
      });
    },
  },
  {
    ...common,
    id: "sockets/reliable/exists-without-socket",
    level: "SHOULD",
    requirement: "A connection that lost its socket, and can be recovered, exists, with its user and its groups.",
    async run(stage) {
      const client = await connect(stage, { userId: "ada", groups: ["room"] });
      client.cut();
      await client.closed();
      await stage.accept("connectionExists", { path: { connectionId: client.id } });
      await stage.accept("userExists", { path: { userId: "ada" } });
      await stage.accept("groupExists", { path: { group: "room" } });
    },
  },
  {
    ...common,
    id: "sockets/reliable/time-to-live",
    level: "SHOULD",
    requirement: "A message of a client whose ttlSeconds are over is dropped, and a message of longer life is not.",
    needs: ["state", "sockets", "clock"],
    async run(stage) {
      const client = await connect(stage, { groups: ["room"] });
      const sender = await stage.connect({ name: "sender", roles: ["webpubsub.sendToGroup"] });
      client.cut();
      await client.closed();
      const frame = { type: "sendToGroup", group: "room", dataType: "text" };
      await expectDone(stage, sender, { ...frame, data: "for 5 seconds", ttlSeconds: 5 });
      await expectDone(stage, sender, { ...frame, data: "for 20 seconds", ttlSeconds: 20 });
      await expectDone(stage, sender, { ...frame, data: "for ever", ttlSeconds: 0 });
      await stage.target.advance?.(10);
      await recover(stage, client, async (recovered) => {
        await expectMessages(stage, recovered, ["for 20 seconds", "for ever"]);
      });
    },
  },
  {
    ...common,
    id: "sockets/reliable/wrong-reconnection-token",
    aspect: "authentication",
    level: "SHOULD",
    requirement:
      "Whoever does not have the connection's reconnectionToken is closed with 1008, and the client keeps it.",
    async run(stage) {
      const client = await connect(stage);
      const another = await stage.connect({ name: "another", protocol: RELIABLE_PROTOCOL });
      await expectUnrecoverable(stage, client, another.reconnectionToken);
      await expectUnrecoverable(stage, client, "garbage");
      stage.expectNothing(await stage.received(client), "the client whose connection was asked for");
    },
  },
  {
    ...common,
    id: "sockets/reliable/unknown-connection",
    aspect: "rejections",
    level: "SHOULD",
    requirement: "Whoever asks for a connection that does not exist is closed with 1008.",
    async run(stage) {
      const client = await connect(stage);
      await stage.accept("closeConnection", { path: { connectionId: client.id } });
      await client.closed();
      await expectUnrecoverable(stage, client);
    },
  },
];

function connect(stage: Stage, options: ClientOptions = {}): Promise<SocketClient> {
  return stage.connect({ name: "client", protocol: RELIABLE_PROTOCOL, ...options });
}

async function sendAll(stage: Stage, { id }: SocketClient, data: readonly string[]): Promise<void> {
  for (const each of data) {
    await stage.accept("sendToConnection", { path: { connectionId: id }, body: text(each) });
  }
}

type MessageFrame = Readonly<Record<string, unknown>>;

/** Not `connected`, which may come again after a recovery, and not a message that a stage tells by that nothing came. */
function isMessage(frame: Frame): frame is MessageFrame {
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
async function expectMessages(stage: Stage, client: SocketClient, data: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const each of data) {
    const frame = await nextMessage(client);
    stage.expectFrame(frame, { type: "message", data: each });
    ids.push(Number(frame.sequenceId));
  }
  stage.expectNothing((await stage.received(client)).filter(isMessage), `${client.name}, after its messages`);
  const grows = ids.every((id, index) => Number.isInteger(id) && id > (ids[index - 1] ?? 0));
  stage.expect(grows, `The sequenceIds are ${ids}, and should be numbers of which each is greater than the last.`);
  return ids;
}
