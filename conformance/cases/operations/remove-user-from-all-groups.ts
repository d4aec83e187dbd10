import { expectDelivery, expectNotThere, expectThere, otherHub, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeUserFromAllGroups";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeUserFromAllGroupsCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "remove-user-from-all-groups/no-connection-is-in-a-group",
      operation,
      level: "MUST",
      requirement: "Every connection of the user leaves every group, however it came into it; nobody else does.",
      source: "operation",
    },
    async (stage) => {
      const first = await stage.connect({ name: "ada's first", userId: "ada", groups: ["a", "b"] });
      const second = await stage.connect({ name: "ada's second", userId: "ada", groups: ["b"] });
      const raw = await stage.connect({ name: "ada's raw client", userId: "ada", groups: ["a"], protocol: null });
      const grace = await stage.connect({ userId: "grace", groups: ["a", "b"] });
      const anonymous = await stage.connect({ name: "anonymous", groups: ["a"] });
      await stage.accept("addConnectionToGroup", { path: { group: "c", connectionId: second.id } });
      await stage.accept(operation, { path: { userId: "ada" } });
      return [
        { group: "a", members: [grace, anonymous], others: [first, second, raw] },
        { group: "b", members: [grace], others: [first, second, raw] },
        { group: "c", members: [], others: [first, second, raw] },
      ];
    },
  ),
  {
    ...effect,
    id: "remove-user-from-all-groups/groups-end-with-their-last-member",
    level: "MUST",
    requirement: "The groups that nobody is in any more are gone; the user is still there.",
    source: "operation",
    async run(stage) {
      await stage.connect({ userId: "ada", groups: ["a", "b"] });
      await stage.accept(operation, { path: { userId: "ada" } });
      await expectNotThere(stage, "groupExists", { group: "a" });
      await expectNotThere(stage, "groupExists", { group: "b" });
      await expectThere(stage, "userExists", { userId: "ada" });
    },
  },
  {
    ...effect,
    id: "remove-user-from-all-groups/in-no-group",
    level: "MUST",
    requirement: "A user who is in no group is answered with 204, and the members of groups stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const ada = await stage.connect({ userId: "ada" });
      await stage.accept(operation, { path: { userId: "ada" } });
      await expectDelivery(stage, { group: "room", members: [member], others: [ada] });
    },
  },
  {
    ...effect,
    id: "remove-user-from-all-groups/unknown-user",
    level: "MUST",
    requirement: "An unknown user is answered with 204, and the members of groups stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.accept(operation, { path: { userId: stage.unknownId } });
      await expectDelivery(stage, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "remove-user-from-all-groups/user-of-another-hub",
    level: "MUST",
    requirement: "A user of the same id in another hub stays in the groups there.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      await stage.connect({ hub, userId: "ada", groups: ["room"] });
      await stage.accept(operation, { path: { userId: "ada" } });
      await expectThere(stage, "groupExists", { hub, group: "room" });
    },
  },
];
