import { FILTERS_FOR_EVERY_CONNECTION, selection, selectionCases } from "../support/bulk-membership-cases.js";
import { expectAbsent, expectExists, membershipCasesOf } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "removeConnectionsFromGroups";

const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const removeConnectionsFromGroupsCases: readonly WrittenCase[] = [
  ...memberships.must(
    "selected-connections-are-no-members",
    "Every connection that the filter selects leaves each of the groups and stays in others; no other connection leaves.",
    "request body",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice", groups: ["a", "b", "kept"] });
      const second = await context.connect({ name: "alice's second", userId: "alice", groups: ["a"] });
      const bob = await context.connect({ userId: "bob", groups: ["a", "b"] });
      const anonymous = await context.connect({ name: "anonymous", groups: ["a"] });
      await context.expectAccepted(operation, { body: selection(["a", "b"], "userId eq 'alice'") });
      return [
        { group: "a", members: [bob, anonymous], others: [first, second] },
        { group: "b", members: [bob], others: [first, second] },
        { group: "kept", members: [first], others: [second] },
      ];
    },
  ),
  ...memberships.must(
    "filter-by-group",
    "A filter can select connections by their groups.",
    "request body",
    async (context) => {
      const old = await context.connect({ name: "old", groups: ["old", "room"] });
      const young = await context.connect({ name: "young", groups: ["young", "room"] });
      await context.expectAccepted(operation, { body: selection(["room"], "'old' in groups") });
      return [
        { group: "room", members: [young], others: [old] },
        { group: "old", members: [old], others: [young] },
      ];
    },
  ),
  ...memberships.should(
    "comma-in-a-name",
    "A group name with a comma names one group.",
    "request body",
    async (context) => {
      const alice = await context.connect({ userId: "alice", groups: ["a", "a,b"] });
      await context.expectAccepted(operation, { body: selection(["a,b"]) });
      return [
        { group: "a", members: [alice], others: [] },
        { group: "a,b", members: [], others: [alice] },
      ];
    },
  ),
  ...FILTERS_FOR_EVERY_CONNECTION.flatMap(({ id, words, filter }) =>
    memberships.should(
      id,
      `${words}, every connection of the hub leaves each of the groups and stays in others.`,
      "request body",
      async (context) => {
        const alice = await context.connect({ userId: "alice", groups: ["a", "b"] });
        const anonymous = await context.connect({ name: "anonymous", groups: ["a", "kept"] });
        const simple = await context.connect({ userId: "simple", groups: ["b"], protocol: null });
        await context.expectAccepted(operation, { body: selection(["a", "b"], filter) });
        const others = [alice, anonymous, simple];
        return [
          { group: "a", members: [], others },
          { group: "b", members: [], others },
          { group: "kept", members: [anonymous], others: [alice, simple] },
        ];
      },
    ),
  ),
  must(
    "groups-end-with-their-last-member",
    "Groups without members no longer exist; the connections still do.",
    "operation",
    async (context) => {
      const { id } = await context.connect({ userId: "alice", groups: ["a", "b"] });
      await context.connect({ userId: "bob", groups: ["b"] });
      await context.expectAccepted(operation, { body: selection(["a", "b"], "userId eq 'alice'") });
      await expectAbsent(context, "groupExists", { group: "a" });
      await expectExists(context, "groupExists", { group: "b" });
      await expectExists(context, "connectionExists", { connectionId: id });
    },
  ),
  must(
    "no-members",
    "Removing non-members, and removing from groups without members, returns 200 and removes nobody.",
    "response 200",
    async (context) => {
      await context.connect({ userId: "alice" });
      await context.connect({ userId: "bob", groups: ["room"] });
      await context.expectAccepted(operation, { body: selection(["room", "deserted"], "userId eq 'alice'") });
      await expectExists(context, "groupExists", { group: "room" });
      await expectAbsent(context, "groupExists", { group: "deserted" });
    },
  ),
  ...selectionCases(operation),
];
