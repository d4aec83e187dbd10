import { text } from "../../../wire/message-bodies.js";
import type { Stage } from "../../case-context.js";
import { afterPing, errorName, expectDone, expectRefused, newAckId } from "../../support/acks.js";
import { useOf } from "../../support/permission-frames.js";
import type { WrittenCase } from "../../written-case.js";
import { SAID } from "./socket-sources.js";

const common = { operation: "sockets", aspect: "effects", needs: ["state", "sockets"] } as const;

const JOIN_AND_SEND = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];
const join = { type: "joinGroup", group: "room" } as const;
const leave = { type: "leaveGroup", group: "room" } as const;

export const requestCases: readonly WrittenCase[] = [
  {
    ...common,
    id: "sockets/join-group/gets-messages",
    level: "MUST",
    requirement: "A client that joined a group gets its messages, and servers find it in the group.",
    source: SAID.frames,
    async run(stage) {
      const client = await stage.connect({ roles: JOIN_AND_SEND });
      await expectDone(stage, client, join);
      await stage.accept("groupExists", { path: { group: "room" } });
      await sendToRoom(stage);
      stage.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  },
  {
    ...common,
    id: "sockets/leave-group/gets-no-messages",
    level: "MUST",
    requirement: "A client that left a group gets no more of its messages, and stays in others.",
    source: SAID.frames,
    async run(stage) {
      const client = await stage.connect({ roles: JOIN_AND_SEND, groups: ["room", "hall"] });
      await expectDone(stage, client, leave);
      await sendToRoom(stage);
      stage.expectNothing(await stage.received(client), "a client that left the group");
      await stage.accept("groupExists", { path: { group: "hall" } });
    },
  },
  {
    ...common,
    id: "sockets/leave-group/forbidden",
    level: "MUST",
    requirement:
      "A client without the permission joinLeaveGroup is refused to leave with Forbidden, and stays a member.",
    source: SAID.permission,
    async run(stage) {
      const client = await stage.connect({ groups: ["room"] });
      await expectRefused(stage, client, leave, "Forbidden");
      await sendToRoom(stage);
      stage.expectFrame(await client.next(), { type: "message", from: "group", data: "hello" });
    },
  },
  {
    ...common,
    id: "sockets/join-group/forbidden",
    level: "MUST",
    requirement: "A client that is refused to join with Forbidden is no member.",
    source: SAID.permission,
    async run(stage) {
      const client = await stage.connect();
      await expectRefused(stage, client, join, "Forbidden");
      await sendToRoom(stage);
      stage.expectNothing(await stage.received(client), "a client that was refused to join");
    },
  },
  {
    ...common,
    id: "sockets/send-to-group/forbidden",
    level: "MUST",
    requirement: "A message that a client is refused to send with Forbidden reaches nobody.",
    source: SAID.permission,
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const client = await stage.connect();
      await expectRefused(stage, client, useOf("sendToGroup", "room"), "Forbidden");
      stage.expectNothing(await stage.received(member), "the member");
    },
  },
  ...[
    { name: "join-group", frame: join },
    { name: "leave-group", frame: leave },
    { name: "send-to-group", frame: useOf("sendToGroup", "room") },
  ].map(
    ({ name, frame }): WrittenCase => ({
      ...common,
      id: `sockets/${name}/no-ack-unless-asked`,
      level: "MUST",
      requirement: "A frame without an ackId is acted on or refused, and gets no ack.",
      source: SAID.frames,
      async run(stage) {
        for (const roles of [JOIN_AND_SEND, []]) {
          const client = await stage.connect({ name: roles.length > 0 ? "permitted" : "forbidden", roles });
          client.send(frame);
          stage.expectNothing(await afterPing(client), "a client that asked for no ack");
        }
      },
    }),
  ),
  {
    ...common,
    id: "sockets/ack/duplicate",
    level: "MUST",
    requirement: "A frame with an ackId that was done already is refused with Duplicate, and not done again.",
    source: SAID.frames,
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const client = await stage.connect({ name: "sender", roles: JOIN_AND_SEND });
      const ackId = newAckId();
      await expectDone(stage, client, useOf("sendToGroup", "room"), ackId);
      stage.expectFrame(await member.next(), { type: "message", data: "hello" });
      await expectRefused(stage, client, useOf("sendToGroup", "room"), "Duplicate", ackId);
      stage.expectNothing(await stage.received(member), "the member, a second time");
    },
  },
  {
    ...common,
    id: "sockets/ack/ids-of-each-connection",
    level: "MUST",
    requirement: "An ackId is one of its connection: another, also of the same user, can use the same.",
    source: SAID.frames,
    async run(stage) {
      const ackId = newAckId();
      for (const name of ["one", "another"]) {
        const client = await stage.connect({ name, userId: "ada", roles: JOIN_AND_SEND });
        await expectDone(stage, client, useOf("sendToGroup", "room"), ackId);
      }
    },
  },
  {
    ...common,
    id: "sockets/ack/any-number",
    level: "MUST",
    requirement: "An ackId can be any number of the client's, in any order, and comes back in the ack.",
    source: SAID.frames,
    async run(stage) {
      const client = await stage.connect({ roles: JOIN_AND_SEND });
      for (const ackId of [Number.MAX_SAFE_INTEGER, 7, 2 ** 32]) await expectDone(stage, client, join, ackId);
    },
  },
  {
    ...common,
    id: "sockets/ping/pong",
    level: "MUST",
    requirement: "A `ping` frame is answered with a `pong` frame.",
    source: SAID.frames,
    async run(stage) {
      const client = await stage.connect();
      client.send({ type: "ping" });
      stage.expectFrame(await client.next(), { type: "pong" });
    },
  },
  {
    ...common,
    id: "sockets/event/without-handler",
    level: "SHOULD",
    requirement: "An event that no handler is there for is refused with InternalServerError.",
    source: SAID.frames,
    async run(stage) {
      const client = await stage.connect();
      await expectRefused(stage, client, event("greeting"), "InternalServerError");
      stage.expectNothing(await stage.received(client), "the client, which is still connected");
    },
  },
  {
    ...common,
    id: "sockets/event/needs-no-role",
    level: "MUST",
    requirement: "A client may send events without any role: it is not refused with Forbidden.",
    source: SAID.roles,
    async run(stage: Stage) {
      const client = await stage.connect();
      const { ack } = await client.ask({ ...event("greeting"), ackId: newAckId() });
      stage.expect(errorName(ack) !== "Forbidden", "The event is refused with Forbidden.");
    },
  },
];

function event(name: string) {
  return { type: "event", event: name, dataType: "text", data: "hello" };
}

async function sendToRoom(stage: Stage): Promise<void> {
  await stage.accept("sendToGroup", { path: { group: "room" }, body: text("hello") });
}
