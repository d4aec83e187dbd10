import { expectEmpty } from "../support/empty-response.js";
import { expectDelivery, expectNotThere, expectThere, otherHub, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "addUserToGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;
const rejection = { ...effect, aspect: "rejections" } as const;
const unknownUser = { status: 404, code: "Warning.User.NotExisted", target: "User", shape: "operation" } as const;

export const addUserToGroupCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "add-user-to-group/every-connection-is-a-member",
      operation,
      level: "MUST",
      requirement: "Every connection that the user has is a member from then on, and nobody else becomes one.",
      source: "operation",
    },
    async (stage) => {
      const first = await stage.connect({ name: "ada's first", userId: "ada" });
      const second = await stage.connect({ name: "ada's second", userId: "ada", groups: ["other"] });
      const raw = await stage.connect({ name: "ada's raw client", userId: "ada", protocol: null });
      const grace = await stage.connect({ userId: "grace" });
      const anonymous = await stage.connect({ name: "anonymous" });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      return [
        { group: "room", members: [first, second, raw], others: [grace, anonymous] },
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
    async run(stage) {
      await stage.connect({ userId: "ada" });
      await expectNotThere(stage, "groupExists", { group: "room" });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      await expectThere(stage, "groupExists", { group: "room" });
    },
  },
  ...seenTwoWays(
    {
      id: "add-user-to-group/again-is-no-mistake",
      operation,
      level: "SHOULD",
      requirement:
        "A user of whom one connection is a member is answered with 200, and each connection is a member once.",
      source: "response 200",
    },
    async (stage) => {
      const member = await stage.connect({ name: "member", userId: "ada", groups: ["room"] });
      const added = await stage.connect({ name: "added", userId: "ada" });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      return [{ group: "room", members: [member, added] }];
    },
  ),
  ...seenTwoWays(
    {
      id: "add-user-to-group/later-connection-is-no-member",
      operation,
      level: "SHOULD",
      requirement: "A connection that the user opens later is not a member.",
      source: "operation",
    },
    async (stage) => {
      const present = await stage.connect({ name: "present", userId: "ada" });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      const later = await stage.connect({ name: "later", userId: "ada" });
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
    async run(stage) {
      await stage.connect({ userId: "ada" });
      expectEmpty(stage, await stage.accept(operation, { path: { userId: "ada", group: "room" } }));
    },
  },
  {
    ...rejection,
    id: "add-user-to-group/unknown-user",
    level: "MUST",
    requirement: "A user without a connection is answered with 404 Warning.User.NotExisted.",
    source: "E31",
    needs: ["state"],
    async run(stage) {
      await stage.refuse(operation, { path: { userId: stage.unknownId, group: "room" } }, unknownUser);
      await expectNotThere(stage, "groupExists", { group: "room" });
    },
  },
  {
    ...rejection,
    id: "add-user-to-group/user-whose-connection-was-closed",
    level: "SHOULD",
    requirement: "A user whose last connection was closed is as unknown as one that never was.",
    source: "response 404",
    async run(stage) {
      const { id } = await stage.connect({ userId: "ada" });
      await stage.accept("closeConnection", { path: { connectionId: id } });
      await stage.refuse(operation, { path: { userId: "ada", group: "room" } }, unknownUser);
    },
  },
  {
    ...rejection,
    id: "add-user-to-group/user-of-another-hub",
    level: "SHOULD",
    requirement: "A user of another hub is unknown, and does not join there either.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      await stage.connect({ hub, userId: "ada" });
      await stage.refuse(operation, { path: { userId: "ada", group: "room" } }, unknownUser);
      await expectNotThere(stage, "groupExists", { hub, group: "room" });
    },
  },
  {
    ...effect,
    id: "add-user-to-group/user-ids-are-case-sensitive",
    level: "SHOULD",
    requirement: "Users whose ids differ in letter case are two users.",
    source: "parameter userId",
    async run(stage) {
      const upper = await stage.connect({ userId: "Ada" });
      const lower = await stage.connect({ userId: "ada" });
      await stage.accept(operation, { path: { userId: "Ada", group: "room" } });
      await expectDelivery(stage, { group: "room", members: [upper], others: [lower] });
    },
  },
];
