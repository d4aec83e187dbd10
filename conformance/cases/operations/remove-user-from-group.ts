import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "removeUserFromGroup";

const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const removeUserFromGroupCases: readonly WrittenCase[] = [
  ...memberships.must(
    "no-connection-is-a-member",
    "Every connection of the user leaves the group, however it came into it; nobody else does.",
    "operation",
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
  ...memberships.must(
    "other-groups-are-kept",
    "The connections of the user stay in their other groups.",
    "operation",
    async (context) => {
      const alice = await context.connect({ userId: "alice", groups: ["room", "kept"] });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [
        { group: "room", members: [], others: [alice] },
        { group: "kept", members: [alice] },
      ];
    },
  ),
  must(
    "group-ends-with-its-last-member",
    "A group that nobody is in any more is gone; the user is still there.",
    "operation",
    async (context) => {
      await context.connect({ userId: "alice" });
      await context.expectAccepted("addUserToGroup", { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectAbsent(context, "groupExists", { group: "room" });
      await expectExists(context, "userExists", { userId: "alice" });
    },
  ),
  must(
    "no-member",
    "A user who is not in the group is answered with 204, and the members stay.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const alice = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "deserted" } });
      await expectDelivery(context, { group: "room", members: [member], others: [alice] });
    },
  ),
  must(
    "unknown-user",
    "An unknown user is answered with 204, and the members stay.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: context.unknownId, group: "room" } });
      await expectDelivery(context, { group: "room", members: [member] });
    },
  ),
  must(
    "user-of-another-hub",
    "A user of the same id in another hub stays in the group there.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  ),
];
