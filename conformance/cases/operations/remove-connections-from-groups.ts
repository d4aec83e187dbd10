import { EVERYBODY, selection, selectionCases } from "../support/bulk-membership-cases.js";
import { expectNotThere, expectThere, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeConnectionsFromGroups";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeConnectionsFromGroupsCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "remove-connections-from-groups/selected-connections-are-no-members",
      operation,
      level: "MUST",
      requirement:
        "Every connection that the filter selects leaves each of the groups, and no other one; nobody else does.",
      source: "request body",
    },
    async (stage) => {
      const first = await stage.connect({ name: "ada's first", userId: "ada", groups: ["a", "b", "kept"] });
      const second = await stage.connect({ name: "ada's second", userId: "ada", groups: ["a"] });
      const grace = await stage.connect({ userId: "grace", groups: ["a", "b"] });
      const anonymous = await stage.connect({ name: "anonymous", groups: ["a"] });
      await stage.accept(operation, { body: selection(["a", "b"], "userId eq 'ada'") });
      return [
        { group: "a", members: [grace, anonymous], others: [first, second] },
        { group: "b", members: [grace], others: [first, second] },
        { group: "kept", members: [first], others: [second] },
      ];
    },
  ),
  ...seenTwoWays(
    {
      id: "remove-connections-from-groups/filter-by-group",
      operation,
      level: "MUST",
      requirement: "A filter can select connections by a group that they are in.",
      source: "request body",
    },
    async (stage) => {
      const old = await stage.connect({ name: "old", groups: ["old", "room"] });
      const young = await stage.connect({ name: "young", groups: ["young", "room"] });
      await stage.accept(operation, { body: selection(["room"], "'old' in groups") });
      return [
        { group: "room", members: [young], others: [old] },
        { group: "old", members: [old], others: [young] },
      ];
    },
  ),
  ...seenTwoWays(
    {
      id: "remove-connections-from-groups/comma-in-a-name",
      operation,
      level: "SHOULD",
      requirement: "A name with a comma is the name of one group.",
      source: "request body",
    },
    async (stage) => {
      const ada = await stage.connect({ userId: "ada", groups: ["a", "a,b"] });
      await stage.accept(operation, { body: selection(["a,b"]) });
      return [
        { group: "a", members: [ada], others: [] },
        { group: "a,b", members: [], others: [ada] },
      ];
    },
  ),
  ...EVERYBODY.flatMap(({ words, means, filter }) =>
    seenTwoWays(
      {
        id: `remove-connections-from-groups/${words}`,
        operation,
        level: "SHOULD",
        requirement: `${means}, every connection of the hub leaves each of the groups, and no other one.`,
        source: "request body",
      },
      async (stage) => {
        const ada = await stage.connect({ userId: "ada", groups: ["a", "b"] });
        const anonymous = await stage.connect({ name: "anonymous", groups: ["a", "kept"] });
        const raw = await stage.connect({ userId: "raw", groups: ["b"], protocol: null });
        await stage.accept(operation, { body: selection(["a", "b"], filter) });
        const others = [ada, anonymous, raw];
        return [
          { group: "a", members: [], others },
          { group: "b", members: [], others },
          { group: "kept", members: [anonymous], others: [ada, raw] },
        ];
      },
    ),
  ),
  {
    ...effect,
    id: "remove-connections-from-groups/groups-end-with-their-last-member",
    level: "MUST",
    requirement: "The groups that nobody is in any more are gone; the connections are still there.",
    source: "operation",
    async run(stage) {
      const { id } = await stage.connect({ userId: "ada", groups: ["a", "b"] });
      await stage.connect({ userId: "grace", groups: ["b"] });
      await stage.accept(operation, { body: selection(["a", "b"], "userId eq 'ada'") });
      await expectNotThere(stage, "groupExists", { group: "a" });
      await expectThere(stage, "groupExists", { group: "b" });
      await expectThere(stage, "connectionExists", { connectionId: id });
    },
  },
  {
    ...effect,
    id: "remove-connections-from-groups/no-members",
    level: "MUST",
    requirement: "Connections that are not in the groups, and groups that nobody is in, are answered with 200.",
    source: "response 200",
    async run(stage) {
      await stage.connect({ userId: "ada" });
      await stage.connect({ userId: "grace", groups: ["room"] });
      await stage.accept(operation, { body: selection(["room", "deserted"], "userId eq 'ada'") });
      await expectThere(stage, "groupExists", { group: "room" });
      await expectNotThere(stage, "groupExists", { group: "deserted" });
    },
  },
  ...selectionCases(operation),
];
