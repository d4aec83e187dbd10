import { EVERYBODY, selection, selectionCases } from "../support/bulk-membership-cases.js";
import { expectThere, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "addConnectionsToGroups";

export const addConnectionsToGroupsCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "add-connections-to-groups/selected-connections-are-members",
      operation,
      level: "MUST",
      requirement:
        "Every connection that the filter selects is a member of each of the groups, and nobody else becomes one.",
      source: "request body",
    },
    async (stage) => {
      const first = await stage.connect({ name: "ada's first", userId: "ada" });
      const second = await stage.connect({ name: "ada's second", userId: "ada" });
      const grace = await stage.connect({ userId: "grace", groups: ["b"] });
      const anonymous = await stage.connect({ name: "anonymous" });
      await stage.accept(operation, { body: selection(["a", "b"], "userId eq 'ada'") });
      await expectThere(stage, "groupExists", { group: "a" });
      return [
        { group: "a", members: [first, second], others: [grace, anonymous] },
        { group: "b", members: [first, second, grace], others: [anonymous] },
      ];
    },
  ),
  ...seenTwoWays(
    {
      id: "add-connections-to-groups/filter-by-group",
      operation,
      level: "MUST",
      requirement: "A filter can select connections by a group that they are in.",
      source: "request body",
    },
    async (stage) => {
      const old = await stage.connect({ name: "old", groups: ["old"] });
      const young = await stage.connect({ name: "young", groups: ["young"] });
      await stage.accept(operation, { body: selection(["room"], "'old' in groups") });
      return [
        { group: "room", members: [old], others: [young] },
        { group: "old", members: [old], others: [young] },
      ];
    },
  ),
  ...seenTwoWays(
    {
      id: "add-connections-to-groups/comma-in-a-name",
      operation,
      level: "SHOULD",
      requirement: "A name with a comma is the name of one group.",
      source: "request body",
    },
    async (stage) => {
      const ada = await stage.connect({ userId: "ada" });
      await stage.accept(operation, { body: selection(["a,b"]) });
      return [
        { group: "a", members: [], others: [ada] },
        { group: "a,b", members: [ada], others: [] },
      ];
    },
  ),
  ...EVERYBODY.flatMap(({ words, means, filter }) =>
    seenTwoWays(
      {
        id: `add-connections-to-groups/${words}`,
        operation,
        level: "SHOULD",
        requirement: `${means}, every connection of the hub is a member of each of the groups.`,
        source: "request body",
      },
      async (stage) => {
        const ada = await stage.connect({ userId: "ada" });
        const anonymous = await stage.connect({ name: "anonymous", groups: ["other"] });
        const raw = await stage.connect({ userId: "raw", protocol: null });
        await stage.accept(operation, { body: selection(["a", "b"], filter) });
        const members = [ada, anonymous, raw];
        return [
          { group: "a", members },
          { group: "b", members },
          { group: "other", members: [anonymous], others: [ada, raw] },
        ];
      },
    ),
  ),
  ...seenTwoWays(
    {
      id: "add-connections-to-groups/again-is-no-mistake",
      operation,
      level: "SHOULD",
      requirement: "A connection that is a member already is one once.",
      source: "response 200",
    },
    async (stage) => {
      const ada = await stage.connect({ userId: "ada", groups: ["room"] });
      await stage.accept(operation, { body: selection(["room"]) });
      await stage.accept(operation, { body: selection(["room"]) });
      return [{ group: "room", members: [ada] }];
    },
  ),
  ...seenTwoWays(
    {
      id: "add-connections-to-groups/later-connection-is-no-member",
      operation,
      level: "SHOULD",
      requirement: "A connection that the filter would select, but is opened later, is not a member.",
      source: "operation",
    },
    async (stage) => {
      const present = await stage.connect({ name: "present", userId: "ada" });
      await stage.accept(operation, { body: selection(["room"], "userId eq 'ada'") });
      const later = await stage.connect({ name: "later", userId: "ada" });
      return [{ group: "room", members: [present], others: [later] }];
    },
  ),
  ...selectionCases(operation),
];
