import type { ExpectedRejection } from "../case-context.js";
import { expectEmpty } from "../support/empty-response.js";
import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "addUserToGroup";

const { must, should } = casesOf(operation, { aspect: "rejections", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);
const unknownUser: ExpectedRejection = {
  status: 404,
  code: "Warning.User.NotExisted",
  target: "User",
  format: "operation",
};

export const addUserToGroupCases: readonly WrittenCase[] = [
  ...memberships.must(
    "every-connection-is-a-member",
    "Every connection that the user has is a member from then on, and nobody else becomes one.",
    "operation",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice" });
      const second = await context.connect({ name: "alice's second", userId: "alice", groups: ["other"] });
      const raw = await context.connect({ name: "alice's raw client", userId: "alice", protocol: null });
      const bob = await context.connect({ userId: "bob" });
      const anonymous = await context.connect({ name: "anonymous" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [
        { group: "room", members: [first, second, raw], others: [bob, anonymous] },
        { group: "other", members: [second], others: [first, raw] },
      ];
    },
  ),
  must(
    "group-exists-from-then-on",
    "A group comes to be with its first member.",
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
    "A user of whom one connection is a member is answered with 200, and each connection is a member once.",
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
    "A connection that the user opens later is not a member.",
    "operation",
    async (context) => {
      const present = await context.connect({ name: "present", userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      const later = await context.connect({ name: "later", userId: "alice" });
      return [{ group: "room", members: [present], others: [later] }];
    },
  ),
  should(
    "answer-is-empty",
    "The answer has Content-Length 0 and no Content-Type.",
    "E05",
    async (context) => {
      await context.connect({ userId: "alice" });
      expectEmpty(context, await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } }));
    },
    { aspect: "responses" },
  ),
  must(
    "unknown-user",
    "A user without a connection is answered with 404 Warning.User.NotExisted.",
    "E31",
    async (context) => {
      await context.expectRejected(operation, { path: { userId: context.unknownId, group: "room" } }, unknownUser);
      await expectAbsent(context, "groupExists", { group: "room" });
    },
    { needs: ["state"] },
  ),
  should(
    "user-whose-connection-was-closed",
    "A user whose last connection was closed is as unknown as one that never was.",
    "response 404",
    async (context) => {
      const { id } = await context.connect({ userId: "alice" });
      await context.expectAccepted("closeConnection", { path: { connectionId: id } });
      await context.expectRejected(operation, { path: { userId: "alice", group: "room" } }, unknownUser);
    },
  ),
  should(
    "user-of-another-hub",
    "A user of another hub is unknown, and does not join there either.",
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
    "Users whose ids differ in letter case are two users.",
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
