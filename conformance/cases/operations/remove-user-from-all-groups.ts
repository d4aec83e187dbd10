import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "removeUserFromAllGroups";

const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const removeUserFromAllGroupsCases: readonly WrittenCase[] = [
  ...memberships.must(
    "no-connection-is-in-a-group",
    "Every connection of the user leaves every group, however it came into it; nobody else does.",
    "operation",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice", groups: ["a", "b"] });
      const second = await context.connect({ name: "alice's second", userId: "alice", groups: ["b"] });
      const raw = await context.connect({ name: "alice's raw client", userId: "alice", groups: ["a"], protocol: null });
      const bob = await context.connect({ userId: "bob", groups: ["a", "b"] });
      const anonymous = await context.connect({ name: "anonymous", groups: ["a"] });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "c", connectionId: second.id } });
      await context.expectAccepted(operation, { path: { userId: "alice" } });
      return [
        { group: "a", members: [bob, anonymous], others: [first, second, raw] },
        { group: "b", members: [bob], others: [first, second, raw] },
        { group: "c", members: [], others: [first, second, raw] },
      ];
    },
  ),
  must(
    "groups-end-with-their-last-member",
    "The groups that nobody is in any more are gone; the user is still there.",
    "operation",
    async (context) => {
      await context.connect({ userId: "alice", groups: ["a", "b"] });
      await context.expectAccepted(operation, { path: { userId: "alice" } });
      await expectAbsent(context, "groupExists", { group: "a" });
      await expectAbsent(context, "groupExists", { group: "b" });
      await expectExists(context, "userExists", { userId: "alice" });
    },
  ),
  must(
    "in-no-group",
    "A user who is in no group is answered with 204, and the members of groups stay.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const alice = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice" } });
      await expectDelivery(context, { group: "room", members: [member], others: [alice] });
    },
  ),
  must(
    "unknown-user",
    "An unknown user is answered with 204, and the members of groups stay.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: context.unknownId } });
      await expectDelivery(context, { group: "room", members: [member] });
    },
  ),
  must(
    "user-of-another-hub",
    "A user of the same id in another hub stays in the groups there.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: "alice" } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  ),
];
