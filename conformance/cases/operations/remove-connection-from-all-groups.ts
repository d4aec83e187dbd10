import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "removeConnectionFromAllGroups";

const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const removeConnectionFromAllGroupsCases: readonly WrittenCase[] = [
  ...memberships.must(
    "connection-is-in-no-group",
    "The connection leaves every group, no matter how it joined; the other members stay, even those of the same user.",
    "operation",
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
  must(
    "groups-end-with-their-last-member",
    "Groups without members no longer exist; the connection still does.",
    "operation",
    async (context) => {
      const { id } = await context.connect({ groups: ["a", "b"] });
      await context.expectAccepted(operation, { path: { connectionId: id } });
      await expectAbsent(context, "groupExists", { group: "a" });
      await expectAbsent(context, "groupExists", { group: "b" });
      await expectExists(context, "connectionExists", { connectionId: id });
    },
  ),
  must("can-be-added-again", "The connection can join the same group again.", "operation", async (context) => {
    const removed = await context.connect({ name: "removed", groups: ["room"] });
    await context.expectAccepted(operation, { path: { connectionId: removed.id } });
    await context.expectAccepted("addConnectionToGroup", { path: { group: "room", connectionId: removed.id } });
    await expectDelivery(context, { group: "room", members: [removed] });
  }),
  must(
    "in-no-group",
    "Removing a connection without groups returns 204 and removes nobody.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const other = await context.connect({ name: "other" });
      await context.expectAccepted(operation, { path: { connectionId: other.id } });
      await expectDelivery(context, { group: "room", members: [member], others: [other] });
    },
  ),
  must(
    "unknown-connection",
    "Removing an unknown connection returns 204 and removes nobody.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { connectionId: context.unknownId } });
      await expectDelivery(context, { group: "room", members: [member] });
    },
  ),
  must(
    "connection-of-another-hub",
    "A connection of another hub stays in its groups.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub, groups: ["room"] });
      await context.expectAccepted(operation, { path: { connectionId: id } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  ),
];
