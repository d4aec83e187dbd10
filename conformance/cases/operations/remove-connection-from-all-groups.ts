import { expectDelivery, expectNotThere, expectThere, otherHub, seenTwoWays } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeConnectionFromAllGroups";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeConnectionFromAllGroupsCases: readonly WrittenCase[] = [
  ...seenTwoWays(
    {
      id: "remove-connection-from-all-groups/connection-is-in-no-group",
      operation,
      level: "MUST",
      requirement:
        "The connection leaves every group, however it came into it; the other members stay, those of its user too.",
      source: "operation",
    },
    async (stage) => {
      const removed = await stage.connect({ name: "removed", userId: "ada", groups: ["a", "b"] });
      const ofUser = await stage.connect({ name: "of the same user", userId: "ada", groups: ["a", "b"] });
      const member = await stage.connect({ name: "member", groups: ["a", "b"] });
      await stage.accept("addConnectionToGroup", { path: { group: "c", connectionId: removed.id } });
      await stage.accept(operation, { path: { connectionId: removed.id } });
      return [
        { group: "a", members: [ofUser, member], others: [removed] },
        { group: "b", members: [ofUser, member], others: [removed] },
        { group: "c", members: [], others: [removed] },
      ];
    },
  ),
  {
    ...effect,
    id: "remove-connection-from-all-groups/groups-end-with-their-last-member",
    level: "MUST",
    requirement: "The groups that nobody is in any more are gone; the connection is still there.",
    source: "operation",
    async run(stage) {
      const { id } = await stage.connect({ groups: ["a", "b"] });
      await stage.accept(operation, { path: { connectionId: id } });
      await expectNotThere(stage, "groupExists", { group: "a" });
      await expectNotThere(stage, "groupExists", { group: "b" });
      await expectThere(stage, "connectionExists", { connectionId: id });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/can-be-added-again",
    level: "MUST",
    requirement: "The connection can become a member of the same group again.",
    source: "operation",
    async run(stage) {
      const removed = await stage.connect({ name: "removed", groups: ["room"] });
      await stage.accept(operation, { path: { connectionId: removed.id } });
      await stage.accept("addConnectionToGroup", { path: { group: "room", connectionId: removed.id } });
      await expectDelivery(stage, { group: "room", members: [removed] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/in-no-group",
    level: "MUST",
    requirement: "A connection that is in no group is answered with 204, and the members of groups stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const other = await stage.connect({ name: "other" });
      await stage.accept(operation, { path: { connectionId: other.id } });
      await expectDelivery(stage, { group: "room", members: [member], others: [other] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/unknown-connection",
    level: "MUST",
    requirement: "An unknown connection is answered with 204, and the members of groups stay.",
    source: "response 204",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.accept(operation, { path: { connectionId: stage.unknownId } });
      await expectDelivery(stage, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/connection-of-another-hub",
    level: "MUST",
    requirement: "A connection of another hub stays in its groups there.",
    source: "parameter hub",
    async run(stage) {
      const hub = otherHub(stage);
      const { id } = await stage.connect({ hub, groups: ["room"] });
      await stage.accept(operation, { path: { connectionId: id } });
      await expectThere(stage, "groupExists", { hub, group: "room" });
    },
  },
];
