import { expectAbsent, expectDelivery, expectExists, membershipCases, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeUserFromGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeUserFromGroupCases: readonly WrittenCase[] = [
  ...membershipCases(
    {
      id: "remove-user-from-group/no-connection-is-a-member",
      operation,
      level: "MUST",
      requirement: "Every connection of the user leaves the group, however it came into it; nobody else does.",
      source: "operation",
    },
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice", groups: ["room"] });
      const second = await context.connect({ name: "alice's second", userId: "alice" });
      const raw = await context.connect({
        name: "alice's raw client",
        userId: "alice",
        groups: ["room"],
        protocol: null,
      });
      const bob = await context.connect({ userId: "bob", groups: ["room"] });
      const anonymous = await context.connect({ name: "anonymous", groups: ["room"] });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "room", connectionId: second.id } });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [{ group: "room", members: [bob, anonymous], others: [first, second, raw] }];
    },
  ),
  ...membershipCases(
    {
      id: "remove-user-from-group/other-groups-are-kept",
      operation,
      level: "MUST",
      requirement: "The connections of the user stay in their other groups.",
      source: "operation",
    },
    async (context) => {
      const alice = await context.connect({ userId: "alice", groups: ["room", "kept"] });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [
        { group: "room", members: [], others: [alice] },
        { group: "kept", members: [alice] },
      ];
    },
  ),
  {
    ...effect,
    id: "remove-user-from-group/group-ends-with-its-last-member",
    level: "MUST",
    requirement: "A group that nobody is in any more is gone; the user is still there.",
    source: "operation",
    async run(context) {
      await context.connect({ userId: "alice" });
      await context.expectAccepted("addUserToGroup", { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectAbsent(context, "groupExists", { group: "room" });
      await expectExists(context, "userExists", { userId: "alice" });
    },
  },
  {
    ...effect,
    id: "remove-user-from-group/no-member",
    level: "MUST",
    requirement: "A user who is not in the group is answered with 204, and the members stay.",
    source: "response 204",
    async run(context) {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const alice = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "deserted" } });
      await expectDelivery(context, { group: "room", members: [member], others: [alice] });
    },
  },
  {
    ...effect,
    id: "remove-user-from-group/unknown-user",
    level: "MUST",
    requirement: "An unknown user is answered with 204, and the members stay.",
    source: "response 204",
    async run(context) {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: context.unknownId, group: "room" } });
      await expectDelivery(context, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "remove-user-from-group/user-of-another-hub",
    level: "MUST",
    requirement: "A user of the same id in another hub stays in the group there.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  },
];
