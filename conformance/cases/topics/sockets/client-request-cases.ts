import { text } from "../../../wire/message-bodies.js";
import type { CaseContext } from "../../case-context.js";
import { errorName, expectAck, expectErrorAck, framesUntilPong, newAckId } from "../../support/acks.js";
import { permissionFrame } from "../../support/permission-frames.js";
import { casesOf, type WrittenCase } from "../../written-case.js";
import { SOURCES } from "./socket-sources.js";

const { must, should } = casesOf("sockets", { aspect: "effects", needs: ["state", "sockets"] });

const JOIN_AND_SEND = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];
const join = { type: "joinGroup", group: "room" } as const;
const leave = { type: "leaveGroup", group: "room" } as const;

export const clientRequestCases: readonly WrittenCase[] = [
  must(
    "join-group/gets-messages",
    "A client that joins a group is a member and receives its messages.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect({ roles: JOIN_AND_SEND });
      await expectAck(context, client, join);
      await context.expectAccepted("groupExists", { path: { group: "room" } });
      await sendToRoom(context);
      context.expectFrame(await client.next(), { type: "message", from: "group", group: "room", data: "hello" });
    },
  ),
  must(
    "leave-group/gets-no-messages",
    "A client that leaves a group no longer receives its messages, and stays in other groups.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect({ roles: JOIN_AND_SEND, groups: ["room", "hall"] });
      await expectAck(context, client, leave);
      await sendToRoom(context);
      context.expectNothing(await context.received(client), "a client that left the group");
      await context.expectAccepted("groupExists", { path: { group: "hall" } });
    },
  ),
  must(
    "leave-group/forbidden",
    "Leaving a group without joinLeaveGroup is rejected with Forbidden, and the client stays a member.",
    SOURCES.permission,
    async (context) => {
      const client = await context.connect({ groups: ["room"] });
      await expectErrorAck(context, client, leave, "Forbidden");
      await sendToRoom(context);
      context.expectFrame(await client.next(), { type: "message", from: "group", data: "hello" });
    },
  ),
  must(
    "join-group/forbidden",
    "Joining a group without joinLeaveGroup is rejected with Forbidden, and the client does not become a member.",
    SOURCES.permission,
    async (context) => {
      const client = await context.connect();
      await expectErrorAck(context, client, join, "Forbidden");
      await sendToRoom(context);
      context.expectNothing(await context.received(client), "a client that could not join");
    },
  ),
  must(
    "send-to-group/forbidden",
    "Sending to a group without sendToGroup is rejected with Forbidden, and the message is not delivered.",
    SOURCES.permission,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect();
      await expectErrorAck(context, client, permissionFrame("sendToGroup", "room"), "Forbidden");
      context.expectNothing(await context.received(member), "the member");
    },
  ),
  ...[
    { name: "join-group", type: "joinGroup", frame: join },
    { name: "leave-group", type: "leaveGroup", frame: leave },
    { name: "send-to-group", type: "sendToGroup", frame: permissionFrame("sendToGroup", "room") },
  ].map(({ name, type, frame }) =>
    must(
      `${name}/no-ack-unless-asked`,
      `${type} without an ackId gets no ack, whether it is allowed or forbidden.`,
      SOURCES.frames,
      async (context) => {
        for (const roles of [JOIN_AND_SEND, []]) {
          const client = await context.connect({ name: roles.length > 0 ? "permitted" : "forbidden", roles });
          client.send(frame);
          context.expectNothing(await framesUntilPong(client), "a client that sent no ackId");
        }
      },
    ),
  ),
  must(
    "ack/duplicate",
    "A second frame with the same ackId is rejected with Duplicate and has no effect.",
    SOURCES.frames,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect({ name: "sender", roles: JOIN_AND_SEND });
      const ackId = newAckId();
      await expectAck(context, client, permissionFrame("sendToGroup", "room"), ackId);
      context.expectFrame(await member.next(), { type: "message", data: "hello" });
      await expectErrorAck(context, client, permissionFrame("sendToGroup", "room"), "Duplicate", ackId);
      context.expectNothing(await context.received(member), "the member, after the duplicate");
    },
  ),
  must(
    "ack/ids-of-each-connection",
    "ackIds belong to a connection: another connection of the same user can use the same one.",
    SOURCES.frames,
    async (context) => {
      const ackId = newAckId();
      for (const name of ["one", "another"]) {
        const client = await context.connect({ name, userId: "alice", roles: JOIN_AND_SEND });
        await expectAck(context, client, permissionFrame("sendToGroup", "room"), ackId);
      }
    },
  ),
  must(
    "ack/any-number",
    "Clients choose ackIds freely, in any order; the ack repeats the ackId.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect({ roles: JOIN_AND_SEND });
      for (const ackId of [Number.MAX_SAFE_INTEGER, 7, 2 ** 32]) await expectAck(context, client, join, ackId);
    },
  ),
  must("ping/pong", "The server sends a `pong` frame for a `ping` frame.", SOURCES.frames, async (context) => {
    const client = await context.connect();
    client.send({ type: "ping" });
    context.expectFrame(await client.next(), { type: "pong" });
  }),
  should(
    "event/without-handler",
    "An event without a handler is rejected with InternalServerError.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect();
      await expectErrorAck(context, client, event("greeting"), "InternalServerError");
      context.expectNothing(await context.received(client), "the client, which is still connected");
    },
  ),
  must(
    "event/needs-no-role",
    "A client can send events without any role: they are not rejected with Forbidden.",
    SOURCES.roles,
    async (context) => {
      const client = await context.connect();
      const { ack } = await client.sendAndAwaitAck({ ...event("greeting"), ackId: newAckId() });
      context.expect(errorName(ack) !== "Forbidden", "The event was rejected with Forbidden.");
    },
  ),
];

function event(name: string) {
  return { type: "event", event: name, dataType: "text", data: "hello" };
}

async function sendToRoom(context: CaseContext): Promise<void> {
  await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
}
