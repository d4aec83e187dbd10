import type { ExpectedRejection } from "../case-context.js";
import { expectEmpty } from "../support/empty-response.js";
import { expectAbsent, expectDelivery, expectExists, membershipCases, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "addUserToGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;
const rejection = { ...effect, aspect: "rejections" } as const;
const unknownUser: ExpectedRejection = {
  status: 404,
  code: "Warning.User.NotExisted",
  target: "User",
  format: "operation",
};

export const addUserToGroupCases: readonly WrittenCase[] = [
  ...membershipCases(
    {
      id: "add-user-to-group/every-connection-is-a-member",
      operation,
      level: "MUST",
      requirement: "Every connection that the user has is a member from then on, and nobody else becomes one.",
      source: "operation",
    },
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
  {
    ...effect,
    id: "add-user-to-group/group-exists-from-then-on",
    level: "MUST",
    requirement: "A group comes to be with its first member.",
    source: "operation",
    async run(context) {
      await context.connect({ userId: "alice" });
      await expectAbsent(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { group: "room" });
    },
  },
  ...membershipCases(
    {
      id: "add-user-to-group/again-is-no-mistake",
      operation,
      level: "SHOULD",
      requirement:
        "A user of whom one connection is a member is answered with 200, and each connection is a member once.",
      source: "response 200",
    },
    async (context) => {
      const member = await context.connect({ name: "member", userId: "alice", groups: ["room"] });
      const added = await context.connect({ name: "added", userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [{ group: "room", members: [member, added] }];
    },
  ),
  ...membershipCases(
    {
      id: "add-user-to-group/later-connection-is-no-member",
      operation,
      level: "SHOULD",
      requirement: "A connection that the user opens later is not a member.",
      source: "operation",
    },
    async (context) => {
      const present = await context.connect({ name: "present", userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      const later = await context.connect({ name: "later", userId: "alice" });
      return [{ group: "room", members: [present], others: [later] }];
    },
  ),
  {
    ...effect,
    id: "add-user-to-group/answer-is-empty",
    aspect: "responses",
    level: "SHOULD",
    requirement: "The answer has Content-Length 0 and no Content-Type.",
    source: "E05",
    async run(context) {
      await context.connect({ userId: "alice" });
      expectEmpty(context, await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } }));
    },
  },
  {
    ...rejection,
    id: "add-user-to-group/unknown-user",
    level: "MUST",
    requirement: "A user without a connection is answered with 404 Warning.User.NotExisted.",
    source: "E31",
    needs: ["state"],
    async run(context) {
      await context.expectRejected(operation, { path: { userId: context.unknownId, group: "room" } }, unknownUser);
      await expectAbsent(context, "groupExists", { group: "room" });
    },
  },
  {
    ...rejection,
    id: "add-user-to-group/user-whose-connection-was-closed",
    level: "SHOULD",
    requirement: "A user whose last connection was closed is as unknown as one that never was.",
    source: "response 404",
    async run(context) {
      const { id } = await context.connect({ userId: "alice" });
      await context.expectAccepted("closeConnection", { path: { connectionId: id } });
      await context.expectRejected(operation, { path: { userId: "alice", group: "room" } }, unknownUser);
    },
  },
  {
    ...rejection,
    id: "add-user-to-group/user-of-another-hub",
    level: "SHOULD",
    requirement: "A user of another hub is unknown, and does not join there either.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice" });
      await context.expectRejected(operation, { path: { userId: "alice", group: "room" } }, unknownUser);
      await expectAbsent(context, "groupExists", { hub, group: "room" });
    },
  },
  {
    ...effect,
    id: "add-user-to-group/user-ids-are-case-sensitive",
    level: "SHOULD",
    requirement: "Users whose ids differ in letter case are two users.",
    source: "parameter userId",
    async run(context) {
      const upper = await context.connect({ userId: "Alice" });
      const lower = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "Alice", group: "room" } });
      await expectDelivery(context, { group: "room", members: [upper], others: [lower] });
    },
  },
];
