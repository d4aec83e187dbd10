import { expectAbsent, expectDelivery, expectExists, membershipCases, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeConnectionFromAllGroups";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeConnectionFromAllGroupsCases: readonly WrittenCase[] = [
  ...membershipCases(
    {
      id: "remove-connection-from-all-groups/connection-is-in-no-group",
      operation,
      level: "MUST",
      requirement:
        "The connection leaves every group, however it came into it; the other members stay, those of its user too.",
      source: "operation",
    },
    async (context) => {
      const removed = await context.connect({ name: "removed", userId: "alice", groups: ["a", "b"] });
      const ofUser = await context.connect({ name: "of the same user", userId: "alice", groups: ["a", "b"] });
      const member = await context.connect({ name: "member", groups: ["a", "b"] });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "c", connectionId: removed.id } });
      await context.expectAccepted(operation, { path: { connectionId: removed.id } });
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
    async run(context) {
      const { id } = await context.connect({ groups: ["a", "b"] });
      await context.expectAccepted(operation, { path: { connectionId: id } });
      await expectAbsent(context, "groupExists", { group: "a" });
      await expectAbsent(context, "groupExists", { group: "b" });
      await expectExists(context, "connectionExists", { connectionId: id });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/can-be-added-again",
    level: "MUST",
    requirement: "The connection can become a member of the same group again.",
    source: "operation",
    async run(context) {
      const removed = await context.connect({ name: "removed", groups: ["room"] });
      await context.expectAccepted(operation, { path: { connectionId: removed.id } });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "room", connectionId: removed.id } });
      await expectDelivery(context, { group: "room", members: [removed] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/in-no-group",
    level: "MUST",
    requirement: "A connection that is in no group is answered with 204, and the members of groups stay.",
    source: "response 204",
    async run(context) {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const other = await context.connect({ name: "other" });
      await context.expectAccepted(operation, { path: { connectionId: other.id } });
      await expectDelivery(context, { group: "room", members: [member], others: [other] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/unknown-connection",
    level: "MUST",
    requirement: "An unknown connection is answered with 204, and the members of groups stay.",
    source: "response 204",
    async run(context) {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { connectionId: context.unknownId } });
      await expectDelivery(context, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-all-groups/connection-of-another-hub",
    level: "MUST",
    requirement: "A connection of another hub stays in its groups there.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub, groups: ["room"] });
      await context.expectAccepted(operation, { path: { connectionId: id } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  },
];
