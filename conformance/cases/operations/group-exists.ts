import { text } from "../../wire/message-bodies.js";
import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "groupExists";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const groupExistsCases: readonly WrittenCase[] = [
  {
    ...effect,
    id: "group-exists/unknown-group",
    aspect: "rejections",
    level: "MUST",
    requirement: "A group that nobody is in is answered with 404 Warning.Group.NotExisted, in a header.",
    source: "E16",
    needs: ["state"],
    async run(context) {
      const refused = { status: 404, code: "Warning.Group.NotExisted" };
      await context.expectRejected(operation, { path: { group: context.unknownId } }, refused);
    },
  },
  {
    ...effect,
    id: "group-exists/joined-by-token",
    level: "MUST",
    requirement: "The groups in a client's token are there as soon as it is connected, and no other group is.",
    source: "operation",
    async run(context) {
      await context.connect({ userId: "alice", groups: ["a", "b"] });
      await expectExists(context, operation, { group: "a" });
      await expectExists(context, operation, { group: "b" });
      await expectAbsent(context, operation, { group: "alice" });
    },
  },
  {
    ...effect,
    id: "group-exists/until-its-last-member-is-closed",
    level: "MUST",
    requirement: "A group is there while it has a member, and memberships end with their connections.",
    source: "operation",
    async run(context) {
      const first = await context.connect({ groups: ["room"] });
      const last = await context.connect({ groups: ["room"] });
      await context.expectAccepted("closeConnection", { path: { connectionId: first.id } });
      await expectExists(context, operation, { group: "room" });
      await context.expectAccepted("closeConnection", { path: { connectionId: last.id } });
      await expectAbsent(context, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/while-a-client-is-in-it",
    level: "MUST",
    requirement: "A group is there once a client has joined it by itself, and until that client has left it.",
    source: "operation",
    async run(context) {
      const client = await context.connect({ roles: ["webpubsub.joinLeaveGroup"] });
      await expectAbsent(context, operation, { group: "room" });
      await client.sendAndAwaitAck({ type: "joinGroup", group: "room", ackId: 1 });
      await expectExists(context, operation, { group: "room" });
      await client.sendAndAwaitAck({ type: "leaveGroup", group: "room", ackId: 2 });
      await expectAbsent(context, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/not-by-a-message-to-it",
    level: "MUST",
    requirement: "A message to a group that nobody is in does not bring the group about.",
    source: "operation",
    needs: ["state"],
    async run(context) {
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      await expectAbsent(context, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/group-of-another-hub",
    level: "MUST",
    requirement: "A group of another hub is not there.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      await context.connect({ hub, groups: ["room"] });
      await expectExists(context, operation, { hub, group: "room" });
      await expectAbsent(context, operation, { group: "room" });
    },
  },
  {
    ...effect,
    id: "group-exists/names-are-case-sensitive",
    level: "SHOULD",
    requirement: "A group whose name differs in letter case is another group.",
    source: "parameter group",
    async run(context) {
      await context.connect({ groups: ["Room"] });
      await expectExists(context, operation, { group: "Room" });
      await expectAbsent(context, operation, { group: "room" });
    },
  },
];
