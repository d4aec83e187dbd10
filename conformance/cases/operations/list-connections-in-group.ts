import type { SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";
import { selection } from "../support/bulk-membership-cases.js";
import { pageOf, pagesOf } from "../support/member-list.js";
import { expectList, otherHub } from "../support/membership.js";
import { casesOf, type WrittenCase } from "../written-case.js";

const operation = "listConnectionsInGroup";

const { must, should, may } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });

export const listConnectionsInGroupCases: readonly WrittenCase[] = [
  must(
    "members-with-their-users",
    "Each member is listed with its connectionId and its userId.",
    "response 200",
    async (context) => {
      const first = await context.connect({ name: "alice's first", userId: "alice", groups: ["room"] });
      const second = await context.connect({ name: "alice's second", userId: "alice", groups: ["room"] });
      const bob = await context.connect({ userId: "bob", groups: ["room"] });
      await expectUsers(context, "room", [
        [first, "alice"],
        [second, "alice"],
        [bob, "bob"],
      ]);
    },
  ),
  must("anonymous-member", "An anonymous member is listed without a userId, or with null.", "E41", async (context) => {
    const anonymous = await context.connect({ name: "anonymous", groups: ["room"] });
    const alice = await context.connect({ userId: "alice", groups: ["room"] });
    await expectUsers(context, "room", [
      [anonymous, null],
      [alice, "alice"],
    ]);
  }),
  may("anonymous-member-as-recorded", "An anonymous member is listed with the userId null.", "E41", async (context) => {
    await context.connect({ name: "anonymous", groups: ["room"] });
    const [page] = await pagesOf(context, "room");
    const users = page?.value.map(({ userId }) => userId);
    context.expectEqual("listed users", users, [null]);
  }),
  must("raw-client", "A simple client is listed like any other member.", "operation", async (context) => {
    await context.connect({ userId: "alice", groups: ["room"], protocol: null });
    const [page] = await pagesOf(context, "room");
    const users = page?.value.map(({ userId }) => userId);
    context.expectEqual("listed users", users, ["alice"]);
  }),
  must(
    "however-they-came-into-it",
    "All members are listed once, no matter how they joined: by token, by an operation or by a request of their own.",
    "operation",
    async (context) => {
      const byToken = await context.connect({ name: "by token", groups: ["room"] });
      const added = await context.connect({ name: "added" });
      const ofUser = await context.connect({ name: "of the user", userId: "alice" });
      const selected = await context.connect({ name: "selected", userId: "bob" });
      const joined = await context.connect({ name: "joined", roles: ["webpubsub.joinLeaveGroup"] });
      await context.expectAccepted("addConnectionToGroup", { path: { group: "room", connectionId: added.id } });
      await context.expectAccepted("addUserToGroup", { path: { group: "room", userId: "alice" } });
      await context.expectAccepted("addConnectionsToGroups", { body: selection(["room"], "userId eq 'bob'") });
      await joined.sendAndAwaitAck({ type: "joinGroup", group: "room", ackId: 1 });
      await expectList(context, { group: "room", members: [byToken, added, ofUser, selected, joined] });
    },
  ),
  must(
    "nobody-else",
    "Connections of other groups, and of the group of that name in another hub, are not listed.",
    "operation",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.connect({ name: "in another group", groups: ["other"] });
      await context.connect({ name: "in another hub", hub: otherHub(context), groups: ["room"] });
      await expectList(context, { group: "room", members: [member] });
    },
  ),
  must("closed-connection", "A closed connection is no longer listed.", "operation", async (context) => {
    const member = await context.connect({ name: "member", groups: ["room"] });
    const closed = await context.connect({ name: "closed", groups: ["room"] });
    await context.expectAccepted("closeConnection", { path: { connectionId: closed.id } });
    await expectList(context, { group: "room", members: [member] });
  }),
  must(
    "unknown-group",
    "A group that never had members returns 200 and an empty list without a nextLink.",
    "E18",
    (context) => expectEmptyList(context, context.unknownId),
    { needs: ["state"] },
  ),
  must(
    "empty-group",
    "A group that all members have left returns 200 and an empty list without a nextLink.",
    "E18",
    async (context) => {
      const { id } = await context.connect({ groups: ["room"] });
      await context.expectAccepted("removeConnectionFromGroup", { path: { group: "room", connectionId: id } });
      await expectEmptyList(context, "room");
    },
  ),
  must(
    "empty-group-with-limits",
    "A group that all members have left returns 200 and an empty list without a nextLink, with top and maxpagesize too.",
    "E18",
    async (context) => {
      const { id } = await context.connect({ groups: ["room"] });
      await context.expectAccepted("removeConnectionFromGroup", { path: { group: "room", connectionId: id } });
      await expectEmptyList(context, "room", { top: 5, maxpagesize: 2 });
    },
  ),
  should(
    "names-are-case-sensitive",
    "Group names are case-sensitive: members of a group in other letter case are not listed.",
    "parameter group",
    async (context) => {
      const member = await context.connect({ name: "member", groups: ["room"] });
      await context.connect({ name: "member of another", groups: ["Room"] });
      await expectList(context, { group: "room", members: [member] });
    },
  ),
];

/** Checks that the members of a group are listed with their users, in any order. */
async function expectUsers(
  context: CaseContext,
  group: string,
  members: readonly (readonly [client: SocketClient, userId: string | null])[],
): Promise<void> {
  const listed = (await pagesOf(context, group)).flatMap(({ value }) => value);
  for (const [{ id, name }, userId] of members) {
    const member = listed.find(({ connectionId }) => connectionId === id);
    context.expect(member !== undefined, `${name} is a member of ${group} but is not listed.`);
    context.expectEqual(`userId of ${name}`, member?.userId ?? null, userId);
  }
  await expectList(context, { group, members: members.map(([client]) => client) });
}

async function expectEmptyList(
  context: CaseContext,
  group: string,
  query: Readonly<Record<string, number>> = {},
): Promise<void> {
  const exchange = await context.expectAccepted(operation, { path: { group }, query });
  const { value, nextLink } = pageOf(context, exchange);
  context.expectEqual("value", value, [], exchange);
  context.expectEqual("nextLink", nextLink, undefined, exchange);
}
