import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "removeConnectionFromGroup";

const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const removeConnectionFromGroupCases: readonly WrittenCase[] = [
  ...memberships.must(
    "connection-is-no-member",
    "The connection leaves the group; the other members stay, even those of the same user.",
    "operation",
    async (context) => {
      const removed = await context.connect({ name: "removed", userId: "alice", groups: ["room"] });
      const ofUser = await context.connect({ name: "of the same user", userId: "alice", groups: ["room"] });
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: removed.id } });
      return [{ group: "room", members: [ofUser, member], others: [removed] }];
    },
  ),
  ...memberships.must(
    "other-groups-are-kept",
    "The connection stays in its other groups.",
    "operation",
    async (context) => {
      const removed = await context.connect({ name: "removed", groups: ["room", "kept"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: removed.id } });
      return [
        { group: "room", members: [], others: [removed] },
        { group: "kept", members: [removed] },
      ];
    },
  ),
  must(
    "group-ends-with-its-last-member",
    "A group exists until its last member is removed; the connection still exists then.",
    "operation",
    async (context) => {
      const first = await context.connect({ groups: ["room"] });
      const last = await context.connect({ groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: first.id } });
      await expectExists(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: last.id } });
      await expectAbsent(context, "groupExists", { group: "room" });
      await expectExists(context, "connectionExists", { connectionId: last.id });
    },
  ),
  must("no-member", "Removing a non-member returns 204 and removes nobody.", "response 204", async (context) => {
    const member = await context.connect({ name: "member", groups: ["room"] });
    const other = await context.connect({ name: "other" });
    await context.expectAccepted(operation, { path: { group: "room", connectionId: other.id } });
    await context.expectAccepted(operation, { path: { group: "deserted", connectionId: other.id } });
    await expectDelivery(context, { group: "room", members: [member], others: [other] });
  }),
  must(
    "unknown-connection",
    "Removing an unknown connection returns 204 and removes nobody.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: context.unknownId } });
      await expectDelivery(context, { group: "room", members: [member] });
    },
  ),
  must(
    "connection-of-another-hub",
    "A connection of another hub stays in its group.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub, groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: id } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  ),
];
