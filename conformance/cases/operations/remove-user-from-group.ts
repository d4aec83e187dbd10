import { expectAbsent, expectDelivery, expectExists, membershipCasesOf, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "removeUserFromGroup";

const { must } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
const memberships = membershipCasesOf(operation);

export const removeUserFromGroupCases: readonly WrittenCase[] = [
  ...memberships.must(
    "no-connection-is-a-member",
    "Every connection of the user leaves the group, no matter how it joined; no other connection leaves.",
    "operation",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice", groups: ["room"] });
      const second = await context.connect({ name: "alice's second", userId: "alice" });
      const simple = await context.connect({
        name: "alice's simple client",
        userId: "alice",
        groups: ["room"],
        protocol: null,
      });
      const bob = await context.connect({ userId: "bob", groups: ["room"] });
      const anonymous = await context.connect({ name: "anonymous", groups: ["room"] });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "room", connectionId: second.id } });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [{ group: "room", members: [bob, anonymous], others: [first, second, simple] }];
    },
  ),
  ...memberships.must(
    "other-groups-are-kept",
    "The connections of the user stay in their other groups.",
    "operation",
    async (context) => {
      const alice = await context.connect({ userId: "alice", groups: ["room", "kept"] });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      return [
        { group: "room", members: [], others: [alice] },
        { group: "kept", members: [alice] },
      ];
    },
  ),
  must(
    "group-ends-with-its-last-member",
    "A group without members no longer exists; the user still does.",
    "operation",
    async (context) => {
      await context.connect({ userId: "alice" });
      await context.expectAccepted("addUserToGroup", { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { group: "room" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectAbsent(context, "groupExists", { group: "room" });
      await expectExists(context, "userExists", { userId: "alice" });
    },
  ),
  must(
    "no-member",
    "Removing a user that is not in the group returns 204 and removes nobody.",
    "response 204",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      const alice = await context.connect({ userId: "alice" });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "deserted" } });
      await expectDelivery(context, { group: "room", members: [member], others: [alice] });
    },
  ),
  must("unknown-user", "Removing an unknown user returns 204 and removes nobody.", "response 204", async (context) => {
    const member = await context.connect({ name: "member", groups: ["room"] });
    await context.expectAccepted(operation, { path: { userId: context.unknownId, group: "room" } });
    await expectDelivery(context, { group: "room", members: [member] });
  }),
  must(
    "user-of-another-hub",
    "A user of the same id in another hub stays in its group.",
    "parameter hub",
    async (context) => {
      const hub = otherHub(context);
      await context.connect({ hub, userId: "alice", groups: ["room"] });
      await context.expectAccepted(operation, { path: { userId: "alice", group: "room" } });
      await expectExists(context, "groupExists", { hub, group: "room" });
    },
  ),
];
