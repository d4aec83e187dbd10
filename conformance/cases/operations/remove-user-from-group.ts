import { expectDelivery, expectNotThere, expectThere, otherHub, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeUserFromGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeUserFromGroupCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "remove-user-from-group/no-connection-is-a-member",
      operation,
      level: "MUST",
      requirement: "Every connection of the user leaves the group, however it came into it; nobody else does.",
      source: "operation",
    },
    async (stage) => {
      const first = await stage.connect({ name: "ada's first", userId: "ada", groups: ["room"] });
      const second = await stage.connect({ name: "ada's second", userId: "ada" });
      const raw = await stage.connect({ name: "ada's raw client", userId: "ada", groups: ["room"], protocol: null });
      const grace = await stage.connect({ userId: "grace", groups: ["room"] });
      const anonymous = await stage.connect({ name: "anonymous", groups: ["room"] });
      await stage.accept("addConnectionToGroup", { path: { group: "room", connectionId: second.id } });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      return [{ group: "room", members: [grace, anonymous], others: [first, second, raw] }];
    },
  ),
  ...seenTwoWays(
    {
      id: "remove-user-from-group/other-groups-are-kept",
      operation,
      level: "MUST",
      requirement: "The connections of the user stay in their other groups.",
      source: "operation",
    },
    async (stage) => {
      const ada = await stage.connect({ userId: "ada", groups: ["room", "kept"] });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      return [
        { group: "room", members: [], others: [ada] },
        { group: "kept", members: [ada] },
      ];
    },
  ),
  {
    ...effect,
    id: "remove-user-from-group/group-ends-with-its-last-member",
    level: "MUST",
    requirement: "A group that nobody is in any more is gone; the user is still there.",
    source: "operation",
    async run(stage) {
      await stage.connect({ userId: "ada" });
      await stage.accept("addUserToGroup", { path: { userId: "ada", group: "room" } });
      await expectThere(stage, "groupExists", { group: "room" });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      await expectNotThere(stage, "groupExists", { group: "room" });
      await expectThere(stage, "userExists", { userId: "ada" });
    },
  },
  {
    ...effect,
    id: "remove-user-from-group/no-member",
    level: "MUST",
    requirement: "A user who is not in the group is answered with 204, and the members stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const ada = await stage.connect({ userId: "ada" });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      await stage.accept(operation, { path: { userId: "ada", group: "deserted" } });
      await expectDelivery(stage, { group: "room", members: [member], others: [ada] });
    },
  },
  {
    ...effect,
    id: "remove-user-from-group/unknown-user",
    level: "MUST",
    requirement: "An unknown user is answered with 204, and the members stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.accept(operation, { path: { userId: stage.unknownId, group: "room" } });
      await expectDelivery(stage, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "remove-user-from-group/user-of-another-hub",
    level: "MUST",
    requirement: "A user of the same id in another hub stays in the group there.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      await stage.connect({ hub, userId: "ada", groups: ["room"] });
      await stage.accept(operation, { path: { userId: "ada", group: "room" } });
      await expectThere(stage, "groupExists", { hub, group: "room" });
    },
  },
];
