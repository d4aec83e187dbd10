import { FILTERS_FOR_EVERY_CONNECTION, selection, selectionCases } from "../support/bulk-membership-cases.js";
import { expectExists, membershipCasesOf } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "addConnectionsToGroups";

const memberships = membershipCasesOf(operation);

export const addConnectionsToGroupsCases: readonly WrittenCase[] = [
  ...memberships.must(
    "selected-connections-are-members",
    "Every connection that the filter selects joins each of the groups, and no other connection does.",
    "request body",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice" });
      const second = await context.connect({ name: "alice's second", userId: "alice" });
      const bob = await context.connect({ userId: "bob", groups: ["b"] });
      const anonymous = await context.connect({ name: "anonymous" });
      await context.expectAccepted(operation, { body: selection(["a", "b"], "userId eq 'alice'") });
      await expectExists(context, "groupExists", { group: "a" });
      return [
        { group: "a", members: [first, second], others: [bob, anonymous] },
        { group: "b", members: [first, second, bob], others: [anonymous] },
      ];
    },
  ),
  ...memberships.must(
    "filter-by-group",
    "A filter can select connections by their groups.",
    "request body",
    async (context) => {
      const old = await context.connect({ name: "old", groups: ["old"] });
      const young = await context.connect({ name: "young", groups: ["young"] });
      await context.expectAccepted(operation, { body: selection(["room"], "'old' in groups") });
      return [
        { group: "room", members: [old], others: [young] },
        { group: "old", members: [old], others: [young] },
      ];
    },
  ),
  ...memberships.should(
    "comma-in-a-name",
    "A group name with a comma names one group.",
    "request body",
    async (context) => {
      const alice = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { body: selection(["a,b"]) });
      return [
        { group: "a", members: [], others: [alice] },
        { group: "a,b", members: [alice], others: [] },
      ];
    },
  ),
  ...FILTERS_FOR_EVERY_CONNECTION.flatMap(({ id, words, filter }) =>
    memberships.should(
      id,
      `${words}, every connection of the hub joins each of the groups.`,
      "request body",
      async (context) => {
        const alice = await context.connect({ userId: "alice" });
        const anonymous = await context.connect({ name: "anonymous", groups: ["other"] });
        const simple = await context.connect({ userId: "simple", protocol: null });
        await context.expectAccepted(operation, { body: selection(["a", "b"], filter) });
        const members = [alice, anonymous, simple];
        return [
          { group: "a", members },
          { group: "b", members },
          { group: "other", members: [anonymous], others: [alice, simple] },
        ];
      },
    ),
  ),
  ...memberships.should(
    "again-is-no-mistake",
    "Adding a member again leaves one membership.",
    "response 200",
    async (context) => {
      const alice = await context.connect({ userId: "alice", groups: ["room"] });
      await context.expectAccepted(operation, { body: selection(["room"]) });
      await context.expectAccepted(operation, { body: selection(["room"]) });
      return [{ group: "room", members: [alice] }];
    },
  ),
  ...memberships.should(
    "later-connection-is-no-member",
    "A connection that opens later does not join, even if the filter would select it.",
    "operation",
    async (context) => {
      const present = await context.connect({ name: "present", userId: "alice" });
      await context.expectAccepted(operation, { body: selection(["room"], "userId eq 'alice'") });
      const later = await context.connect({ name: "later", userId: "alice" });
      return [{ group: "room", members: [present], others: [later] }];
    },
  ),
  ...selectionCases(operation),
];
