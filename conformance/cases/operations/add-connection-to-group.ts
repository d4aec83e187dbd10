import { expectEmpty } from "../support/empty-response.js";
import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "addConnectionToGroup";

const { must, should, may } = casesOf(operation, { aspect: "rejections", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const addConnectionToGroupCases: readonly WrittenCase[] = [
  ...memberships.must(
    "connection-is-a-member",
    "The connection becomes a member of the group, and no other connection of its user does.",
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
    "A group exists from its first member on.",
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
    "The connection stays in its other groups, and the group keeps its members.",
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
    "Adding a member again returns 200 and leaves one membership.",
    "response 200",
    async (context) => {
      const added = await context.connect({ name: "added" });
      const path = { group: "room", connectionId: added.id };
      await context.expectAccepted(operation, { path });
      await context.expectAccepted(operation, { path });
      return [{ group: "room", members: [added] }];
    },
  ),
  may(
    "answer-is-empty",
    "The response has Content-Length 0 and no Content-Type.",
    "E05",
    async (context) => {
      const { id } = await context.connect();
      expectEmpty(context, await context.expectAccepted(operation, { path: { group: "room", connectionId: id } }));
    },
    { aspect: "responses" },
  ),
  must(
    "unknown-connection",
    "An unknown connection is rejected with 404, and no group is created.",
    "E31",
    async (context) => {
      const path = { group: "room", connectionId: context.unknownId };
      // The code is not checked: its first word, the severity, is not known.
      await context.expectRejected(operation, { path }, { status: 404 });
      await expectAbsent(context, "groupExists", { group: "room" });
    },
    { needs: ["state"] },
  ),
  should("closed-connection", "A closed connection is unknown (404).", "response 404", async (context) => {
    const { id } = await context.connect();
    await context.expectAccepted("closeConnection", { path: { connectionId: id } });
    await context.expectRejected(operation, { path: { group: "room", connectionId: id } }, { status: 404 });
    await expectAbsent(context, "groupExists", { group: "room" });
  }),
  should(
    "connection-of-another-hub",
    "A connection of another hub is unknown (404), and joins the group in neither hub.",
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
    "Group names are case-sensitive.",
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
