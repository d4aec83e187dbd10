import { expectEmpty } from "../support/empty-response.js";
import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "addConnectionToGroup";

const { must, should } = casesOf(operation, { aspect: "rejections", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const addConnectionToGroupCases: readonly WrittenCase[] = [
  ...memberships.must(
    "connection-is-a-member",
    "The connection is a member of the group from then on, and no other connection of its user is.",
    "operation",
    async (context) => {
      const added = await context.connect({ name: "added", userId: "alice" });
      const other = await context.connect({ name: "other", userId: "alice" });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: added.id } });
      return [{ group: "room", members: [added], others: [other] }];
    },
  ),
  must(
    "group-exists-from-then-on",
    "A group comes to be with its first member.",
    "operation",
    async (context) => {
      const { id } = await context.connect();
      await expectAbsent(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: id } });
      await expectExists(context, "groupExists", { group: "room" });
    },
    { aspect: "effects" },
  ),
  ...memberships.must(
    "other-groups-and-members-stay",
    "The connection stays in the groups that it was in, and the members of the group stay in it.",
    "operation",
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
  ...memberships.should(
    "again-is-no-mistake",
    "A member that is added again is answered with 200, and is a member once.",
    "response 200",
    async (context) => {
      const added = await context.connect({ name: "added" });
      const path = { group: "room", connectionId: added.id };
      await context.expectAccepted(operation, { path });
      await context.expectAccepted(operation, { path });
      return [{ group: "room", members: [added] }];
    },
  ),
  should(
    "answer-is-empty",
    "The answer has Content-Length 0 and no Content-Type.",
    "E05",
    async (context) => {
      const { id } = await context.connect();
      expectEmpty(context, await context.expectAccepted(operation, { path: { group: "room", connectionId: id } }));
    },
    { aspect: "responses" },
  ),
  must(
    "unknown-connection",
    "An unknown connection is answered with 404, and there is no such group afterwards.",
    "E31",
    async (context) => {
      const path = { group: "room", connectionId: context.unknownId };
      // How severe the code calls it today is not known.
      await context.expectRejected(operation, { path }, { status: 404 });
      await expectAbsent(context, "groupExists", { group: "room" });
    },
    { needs: ["state"] },
  ),
  should(
    "closed-connection",
    "A connection that was closed is as unknown as one that never was.",
    "response 404",
    async (context) => {
      const { id } = await context.connect();
      await context.expectAccepted("closeConnection", { path: { connectionId: id } });
      await context.expectRejected(operation, { path: { group: "room", connectionId: id } }, { status: 404 });
      await expectAbsent(context, "groupExists", { group: "room" });
    },
  ),
  should(
    "connection-of-another-hub",
    "A connection of another hub is unknown, and does not become a member there either.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      const { id } = await context.connect({ hub });
      await context.expectRejected(operation, { path: { group: "room", connectionId: id } }, { status: 404 });
      await expectAbsent(context, "groupExists", { group: "room" });
      await expectAbsent(context, "groupExists", { hub, group: "room" });
    },
  ),
  should(
    "group-names-are-case-sensitive",
    "Groups whose names differ in letter case are two groups.",
    "parameter group",
    async (context) => {
      const upper = await context.connect({ name: "upper" });
      const lower = await context.connect({ name: "lower" });
      await context.expectAccepted(operation, { path: { group: "Room", connectionId: upper.id } });
      await context.expectAccepted(operation, { path: { group: "room", connectionId: lower.id } });
      await expectDelivery(context, { group: "Room", members: [upper], others: [lower] });
      await expectDelivery(context, { group: "room", members: [lower], others: [upper] });
    },
    { aspect: "effects" },
  ),
];
