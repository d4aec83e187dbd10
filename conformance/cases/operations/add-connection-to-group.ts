import { expectEmpty } from "../support/empty-response.js";
import { expectAbsent, expectDelivery, expectExists, membershipCases, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "addConnectionToGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;
const rejection = { ...effect, aspect: "rejections" } as const;

export const addConnectionToGroupCases: readonly WrittenCase[] = [
  ...membershipCases(
    {
      id: "add-connection-to-group/connection-is-a-member",
      operation,
      level: "MUST",
      requirement: "The connection is a member of the group from then on, and no other connection of its user is.",
      source: "operation",
    },
    async (context) => {
      const added = await context.connect({ name: "added", userId: "alice" });
      const other = await context.connect({ name: "other", userId: "alice" });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: added.id } });
      return [{ group: "room", members: [added], others: [other] }];
    },
  ),
  {
    ...effect,
    id: "add-connection-to-group/group-exists-from-then-on",
    level: "MUST",
    requirement: "A group comes to be with its first member.",
    source: "operation",
    async run(context) {
      const { id } = await context.connect();
      await expectAbsent(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: id } });
      await expectExists(context, "groupExists", { group: "room" });
    },
  },
  ...membershipCases(
    {
      id: "add-connection-to-group/other-groups-and-members-stay",
      operation,
      level: "MUST",
      requirement: "The connection stays in the groups that it was in, and the members of the group stay in it.",
      source: "operation",
    },
    async (context) => {
      const added = await context.connect({ name: "added", groups: ["before"] });
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: added.id } });
      return [
        { group: "before", members: [added], others: [member] },
        { group: "room", members: [added, member] },
      ];
    },
  ),
  ...membershipCases(
    {
      id: "add-connection-to-group/again-is-no-mistake",
      operation,
      level: "SHOULD",
      requirement: "A member that is added again is answered with 200, and is a member once.",
      source: "response 200",
    },
    async (context) => {
      const added = await context.connect({ name: "added" });
      const path = { group: "room", connectionId: added.id };
      await context.expectAccepted(operation, { path });
      await context.expectAccepted(operation, { path });
      return [{ group: "room", members: [added] }];
    },
  ),
  {
    ...effect,
    id: "add-connection-to-group/answer-is-empty",
    aspect: "responses",
    level: "SHOULD",
    requirement: "The answer has Content-Length 0 and no Content-Type.",
    source: "E05",
    async run(context) {
      const { id } = await context.connect();
      expectEmpty(context, await context.expectAccepted(operation, { path: { group: "room", connectionId: id } }));
    },
  },
  {
    ...rejection,
    id: "add-connection-to-group/unknown-connection",
    level: "MUST",
    requirement: "An unknown connection is answered with 404, and there is no such group afterwards.",
    source: "E31",
    needs: ["state"],
    async run(context) {
      const path = { group: "room", connectionId: context.unknownId };
      // How severe the code calls it today is not known.
      await context.expectRejected(operation, { path }, { status: 404 });
      await expectAbsent(context, "groupExists", { group: "room" });
    },
  },
  {
    ...rejection,
    id: "add-connection-to-group/closed-connection",
    level: "SHOULD",
    requirement: "A connection that was closed is as unknown as one that never was.",
    source: "response 404",
    async run(context) {
      const { id } = await context.connect();
      await context.expectAccepted("closeConnection", { path: { connectionId: id } });
      await context.expectRejected(operation, { path: { group: "room", connectionId: id } }, { status: 404 });
      await expectAbsent(context, "groupExists", { group: "room" });
    },
  },
  {
    ...rejection,
    id: "add-connection-to-group/connection-of-another-hub",
    level: "SHOULD",
    requirement: "A connection of another hub is unknown, and does not become a member there either.",
    source: "parameter hub",
    async run(context) {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub });
      await context.expectRejected(operation, { path: { group: "room", connectionId: id } }, { status: 404 });
      await expectAbsent(context, "groupExists", { group: "room" });
      await expectAbsent(context, "groupExists", { hub, group: "room" });
    },
  },
  {
    ...effect,
    id: "add-connection-to-group/group-names-are-case-sensitive",
    level: "SHOULD",
    requirement: "Groups whose names differ in letter case are two groups.",
    source: "parameter group",
    async run(context) {
      const upper = await context.connect({ name: "upper" });
      const lower = await context.connect({ name: "lower" });
      await context.expectAccepted(operation, { path: { group: "Room", connectionId: upper.id } });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: lower.id } });
      await expectDelivery(context, { group: "Room", members: [upper], others: [lower] });
      await expectDelivery(context, { group: "room", members: [lower], others: [upper] });
    },
  },
];
