import { expectAbsent, expectDelivery, expectExists, membershipCases, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "removeConnectionFromGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const removeConnectionFromGroupCases: readonly WrittenCase[] = [
  ...membershipCases(
    {
      id: "remove-connection-from-group/connection-is-no-member",
      operation,
      level: "MUST",
      requirement: "The connection is no member any more; the others are, those of its user too.",
      source: "operation",
    },
    async (context) => {
      const removed = await context.connect({ name: "removed", userId: "alice", groups: ["room"] });
      const ofUser = await context.connect({ name: "of the same user", userId: "alice", groups: ["room"] });
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: removed.id } });
      return [{ group: "room", members: [ofUser, member], others: [removed] }];
    },
  ),
  ...membershipCases(
    {
      id: "remove-connection-from-group/other-groups-are-kept",
      operation,
      level: "MUST",
      requirement: "The connection stays in its other groups.",
      source: "operation",
    },
    async (context) => {
      const removed = await context.connect({ name: "removed", groups: ["room", "kept"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: removed.id } });
      return [
        { group: "room", members: [], others: [removed] },
        { group: "kept", members: [removed] },
      ];
    },
  ),
  {
    ...effect,
    id: "remove-connection-from-group/group-ends-with-its-last-member",
    level: "MUST",
    requirement: "A group is there until its last member has left; the connection is still there then.",
    source: "operation",
    async run(context) {
      const first = await context.connect({ groups: ["room"] });
      const last = await context.connect({ groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: first.id } });
      await expectExists(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: last.id } });
      await expectAbsent(context, "groupExists", { group: "room" });
      await expectExists(context, "connectionExists", { connectionId: last.id });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-group/no-member",
    level: "MUST",
    requirement: "A connection that is no member is answered with 204, and the members stay.",
    source: "response 204",
    async run(context) {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const other = await context.connect({ name: "other" });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: other.id } });
      await context.expectAccepted(operation, { path: { group: "deserted", connectionId: other.id } });
      await expectDelivery(context, { group: "room", members: [member], others: [other] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-group/unknown-connection",
    level: "MUST",
    requirement: "An unknown connection is answered with 204, and the members stay.",
    source: "response 204",
    async run(context) {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: context.unknownId } });
      await expectDelivery(context, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "remove-connection-from-group/connection-of-another-hub",
    level: "MUST",
    requirement: "A connection of another hub stays in its group there.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub, groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: id } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  },
];
