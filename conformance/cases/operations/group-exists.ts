import { text } from "../../wire/message-bodies.js";
import { expectAbsent, expectExists, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "groupExists";

const { must, should } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });

export const groupExistsCases: readonly WrittenCase[] = [
  must(
    "unknown-group",
    "A group without members returns 404 with Warning.Group.NotExisted in x-ms-error-code.",
    "E16",
    async (context) => {
      const notFound = { status: 404, code: "Warning.Group.NotExisted" };
      await context.expectRejected(operation, { path: { group: context.unknownId } }, notFound);
    },
    { aspect: "rejections", needs: ["state"] },
  ),
  must(
    "joined-by-token",
    "The groups in a client's token exist once it is connected.",
    "operation",
    async (context) => {
      await context.connect({ userId: "alice", groups: ["a", "b"] });
      await expectExists(context, operation, { group: "a" });
      await expectExists(context, operation, { group: "b" });
      await expectAbsent(context, operation, { group: "alice" });
    },
  ),
  must(
    "until-its-last-member-is-closed",
    "A group exists until the connection of its last member is closed.",
    "operation",
    async (context) => {
      const first = await context.connect({ groups: ["room"] });
      const last = await context.connect({ groups: ["room"] });
      await context.expectAccepted("closeConnection", { path: { connectionId: first.id } });
      await expectExists(context, operation, { group: "room" });
      await context.expectAccepted("closeConnection", { path: { connectionId: last.id } });
      await expectAbsent(context, operation, { group: "room" });
    },
  ),
  must(
    "while-a-client-is-in-it",
    "A group exists from when a client joins it until the client leaves it.",
    "operation",
    async (context) => {
      const client = await context.connect({ roles: ["webpubsub.joinLeaveGroup"] });
      await expectAbsent(context, operation, { group: "room" });
      await client.sendAndAwaitAck({ type: "joinGroup", group: "room", ackId: 1 });
      await expectExists(context, operation, { group: "room" });
      await client.sendAndAwaitAck({ type: "leaveGroup", group: "room", ackId: 2 });
      await expectAbsent(context, operation, { group: "room" });
    },
  ),
  must(
    "not-by-a-message-to-it",
    "A message to a group without members does not create the group.",
    "operation",
    async (context) => {
      await context.expectAccepted("sendToGroup", { path: { group: "room" }, body: text("hello") });
      await expectAbsent(context, operation, { group: "room" });
    },
    { needs: ["state"] },
  ),
  must("group-of-another-hub", "A group of another hub does not exist (404).", "parameter hub", async (context) => {
    const hub = otherHub(context);
    await context.connect({ hub, groups: ["room"] });
    await expectExists(context, operation, { hub, group: "room" });
    await expectAbsent(context, operation, { group: "room" });
  }),
  should("names-are-case-sensitive", "Group names are case-sensitive.", "parameter group", async (context) => {
    await context.connect({ groups: ["Room"] });
    await expectExists(context, operation, { group: "Room" });
    await expectAbsent(context, operation, { group: "room" });
  }),
];
