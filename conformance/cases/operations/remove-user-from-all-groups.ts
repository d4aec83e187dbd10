import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "removeUserFromAllGroups";

const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const removeUserFromAllGroupsCases: readonly WrittenCase[] = [
  ...memberships.must(
    "no-connection-is-in-a-group",
    "Every connection of the user leaves every group, no matter how it joined; no other connection leaves.",
    "operation",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice", groups: ["a", "b"] });
      const second = await context.connect({ name: "alice's second", userId: "alice", groups: ["b"] });
      const simple = await context.connect({
        name: "alice's simple client",
        userId: "alice",
        groups: ["a"],
        protocol: null,
      });
      const bob = await context.connect({ userId: "bob", groups: ["a", "b"] });
      const anonymous = await context.connect({ name: "anonymous", groups: ["a"] });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "c", connectionId: second.id } });
      await context.expectAccepted(operation, { path: { userId: "alice" } });
      return [
        { group: "a", members: [bob, anonymous], others: [first, second, simple] },
        { group: "b", members: [bob], others: [first, second, simple] },
        { group: "c", members: [], others: [first, second, simple] },
      ];
    },
  ),
  must(
    "groups-end-with-their-last-member",
    "Groups without members no longer exist; the user still does.",
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
    "Removing a user without groups returns 204 and removes nobody.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const alice = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice" } });
      await expectDelivery(context, { group: "room", members: [member], others: [alice] });
    },
  ),
  must("unknown-user", "Removing an unknown user returns 204 and removes nobody.", "response 204", async (context) => {
    const member = await context.connect({ name: "member", groups: ["room"] });
    await context.expectAccepted(operation, { path: { userId: context.unknownId } });
    await expectDelivery(context, { group: "room", members: [member] });
  }),
  must(
    "user-of-another-hub",
    "A user of the same id in another hub stays in its groups.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: "alice" } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  ),
];
