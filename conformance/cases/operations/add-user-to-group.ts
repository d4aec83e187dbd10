import type { ExpectedRejection } from "../case-context.js";
import { expectEmpty } from "../support/empty-response.js";
import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "addUserToGroup";

const { must, should, may } = casesOf(operation, { aspect: "rejections", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);
const unknownUser: ExpectedRejection = {
  status: 404,
  code: "Warning.User.NotExisted",
  target: "User",
};

export const addUserToGroupCases: readonly WrittenCase[] = [
  ...memberships.must(
    "every-connection-is-a-member",
    "Every connection of the user joins the group, and no other connection does.",
    "operation",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice" });
      const second = await context.connect({ name: "alice's second", userId: "alice", groups: ["other"] });
      const simple = await context.connect({ name: "alice's simple client", userId: "alice", protocol: null });
      const bob = await context.connect({ userId: "bob" });
      const anonymous = await context.connect({ name: "anonymous" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [
        { group: "room", members: [first, second, simple], others: [bob, anonymous] },
        { group: "other", members: [second], others: [first, simple] },
      ];
    },
  ),
  must(
    "group-exists-from-then-on",
    "A group exists from its first member on.",
    "operation",
    async (context) => {
      await context.connect({ userId: "alice" });
      await expectAbsent(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { group: "room" });
    },
    { aspect: "effects" },
  ),
  ...memberships.should(
    "again-is-no-mistake",
    "Adding a user again returns 200 and leaves one membership for each connection.",
    "response 200",
    async (context) => {
      const member = await context.connect({ name: "member", userId: "alice", groups: ["room"] });
      const added = await context.connect({ name: "added", userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [{ group: "room", members: [member, added] }];
    },
  ),
  ...memberships.should(
    "later-connection-is-no-member",
    "A connection that the user opens later does not join.",
    "operation",
    async (context) => {
      const present = await context.connect({ name: "present", userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      const later = await context.connect({ name: "later", userId: "alice" });
      return [{ group: "room", members: [present], others: [later] }];
    },
  ),
  may(
    "answer-is-empty",
    "The response has Content-Length 0 and no Content-Type.",
    "E05",
    async (context) => {
      await context.connect({ userId: "alice" });
      expectEmpty(context, await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } }));
    },
    { aspect: "responses" },
  ),
  must(
    "unknown-user",
    "A user without a connection is rejected with 404 Warning.User.NotExisted.",
    "E31",
    async (context) => {
      await context.expectRejected(operation, { path: { userId: context.unknownId, group: "room" } }, unknownUser);
      await expectAbsent(context, "groupExists", { group: "room" });
    },
    { needs: ["state"] },
  ),
  should(
    "user-whose-connection-was-closed",
    "A user whose last connection was closed is unknown (404).",
    "response 404",
    async (context) => {
      const { id } = await context.connect({ userId: "alice" });
      await context.expectAccepted("closeConnection", { path: { connectionId: id } });
      await context.expectRejected(operation, { path: { userId: "alice", group: "room" } }, unknownUser);
    },
  ),
  should(
    "user-of-another-hub",
    "A user of another hub is unknown (404), and does not join the group there either.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice" });
      await context.expectRejected(operation, { path: { userId: "alice", group: "room" } }, unknownUser);
      await expectAbsent(context, "groupExists", { hub, group: "room" });
    },
  ),
  should(
    "user-ids-are-case-sensitive",
    "User ids are case-sensitive.",
    "parameter userId",
    async (context) => {
      const upper = await context.connect({ userId: "Alice" });
      const lower = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "Alice", group: "room" } });
      await expectDelivery(context, { group: "room", members: [upper], others: [lower] });
    },
    { aspect: "effects" },
  ),
];
