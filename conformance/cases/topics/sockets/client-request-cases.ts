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

export const requestCases: readonly WrittenCase[] = [
  must(
    "join-group/gets-messages",
    "A client that joined a group gets its messages, and servers find it in the group.",
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
    "A client that left a group gets no more of its messages, and stays in others.",
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
    "A client without the permission joinLeaveGroup is refused to leave with Forbidden, and stays a member.",
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
    "A client that is refused to join with Forbidden is no member.",
    SOURCES.permission,
    async (context) => {
      const client = await context.connect();
      await expectErrorAck(context, client, join, "Forbidden");
      await sendToRoom(context);
      context.expectNothing(await context.received(client), "a client that was refused to join");
    },
  ),
  must(
    "send-to-group/forbidden",
    "A message that a client is refused to send with Forbidden reaches nobody.",
    SOURCES.permission,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect();
      await expectErrorAck(context, client, permissionFrame("sendToGroup", "room"), "Forbidden");
      context.expectNothing(await context.received(member), "the member");
    },
  ),
  ...[
    { name: "join-group", frame: join },
    { name: "leave-group", frame: leave },
    { name: "send-to-group", frame: permissionFrame("sendToGroup", "room") },
  ].map(({ name, frame }) =>
    must(
      `${name}/no-ack-unless-asked`,
      "A frame without an ackId is acted on or refused, and gets no ack.",
      SOURCES.frames,
      async (context) => {
        for (const roles of [JOIN_AND_SEND, []]) {
          const client = await context.connect({ name: roles.length > 0 ? "permitted" : "forbidden", roles });
          client.send(frame);
          context.expectNothing(await framesUntilPong(client), "a client that asked for no ack");
        }
      },
    ),
  ),
  must(
    "ack/duplicate",
    "A frame with an ackId that was done already is refused with Duplicate, and not done again.",
    SOURCES.frames,
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const client = await context.connect({ name: "sender", roles: JOIN_AND_SEND });
      const ackId = newAckId();
      await expectAck(context, client, permissionFrame("sendToGroup", "room"), ackId);
      context.expectFrame(await member.next(), { type: "message", data: "hello" });
      await expectErrorAck(context, client, permissionFrame("sendToGroup", "room"), "Duplicate", ackId);
      context.expectNothing(await context.received(member), "the member, a second time");
    },
  ),
  must(
    "ack/ids-of-each-connection",
    "An ackId is one of its connection: another, also of the same user, can use the same.",
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
    "An ackId can be any number of the client's, in any order, and comes back in the ack.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect({ roles: JOIN_AND_SEND });
      for (const ackId of [Number.MAX_SAFE_INTEGER, 7, 2 ** 32]) await expectAck(context, client, join, ackId);
    },
  ),
  must("ping/pong", "A `ping` frame is answered with a `pong` frame.", SOURCES.frames, async (context) => {
    const client = await context.connect();
    client.send({ type: "ping" });
    context.expectFrame(await client.next(), { type: "pong" });
  }),
  should(
    "event/without-handler",
    "An event that no handler is there for is refused with InternalServerError.",
    SOURCES.frames,
    async (context) => {
      const client = await context.connect();
      await expectErrorAck(context, client, event("greeting"), "InternalServerError");
      context.expectNothing(await context.received(client), "the client, which is still connected");
    },
  ),
  must(
    "event/needs-no-role",
    "A client may send events without any role: it is not refused with Forbidden.",
    SOURCES.roles,
    async (context) => {
      const client = await context.connect();
      const { ack } = await client.sendAndAwaitAck({ ...event("greeting"), ackId: newAckId() });
      context.expect(errorName(ack) !== "Forbidden", "The event is refused with Forbidden.");
    },
  ),
];

function event(name: string) {
  return { type: "event", event: name, dataType: "text", data: "hello" };
}

async function sendToRoom(context: CaseContext): Promise<void> {
  await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
}
