import { isDeepStrictEqual } from "node:util";
import { jsonOf } from "../../wire/exchange.js";
import type { SocketClient } from "../../wire/socket-client.js";
import type { Stage } from "../case-context.js";
import { selection } from "../support/bulk-membership-cases.js";
import { pagesOf } from "../support/member-list.js";
import { expectList, otherHub } from "../support/membership.js";
import type { WrittenCase } from "../written-case.js";

const operation = "listConnectionsInGroup";
const effect = { operation, aspect: "effects", needs: ["state", "sockets"] } as const;

export const listConnectionsInGroupCases: readonly WrittenCase[] = [
  {
    ...effect,
    id: "list-connections-in-group/members-with-their-users",
    level: "MUST",
    requirement: "Each member is listed with its connectionId and its userId.",
    source: "response 200",
    async run(stage) {
      const first = await stage.connect({ name: "ada's first", userId: "ada", groups: ["room"] });
      const second = await stage.connect({ name: "ada's second", userId: "ada", groups: ["room"] });
      const grace = await stage.connect({ userId: "grace", groups: ["room"] });
      await expectUsers(stage, "room", [
        [first, "ada"],
        [second, "ada"],
        [grace, "grace"],
      ]);
    },
  },
  {
    ...effect,
    id: "list-connections-in-group/anonymous-member",
    level: "MUST",
    requirement: "The userId of an anonymous member is null.",
    source: "E41",
    async run(stage) {
      const anonymous = await stage.connect({ name: "anonymous", groups: ["room"] });
      const ada = await stage.connect({ userId: "ada", groups: ["room"] });
      await expectUsers(stage, "room", [
        [anonymous, null],
        [ada, "ada"],
      ]);
    },
  },
  {
    ...effect,
    id: "list-connections-in-group/raw-client",
    level: "MUST",
    requirement: "A member is listed whatever protocol it speaks.",
    source: "operation",
    async run(stage) {
      await stage.connect({ userId: "ada", groups: ["room"], protocol: null });
      const [page] = await pagesOf(stage, "room");
      const users = page?.value.map(({ userId }) => userId);
      stage.expect(isDeepStrictEqual(users, ["ada"]), `The users listed are ${users}, and should be ada alone.`);
    },
  },
  {
    ...effect,
    id: "list-connections-in-group/however-they-came-into-it",
    level: "MUST",
    requirement: "All members are listed, once each: by token, by each of the operations that add, and by themselves.",
    source: "operation",
    async run(stage) {
      const byToken = await stage.connect({ name: "by token", groups: ["room"] });
      const added = await stage.connect({ name: "added" });
      const ofUser = await stage.connect({ name: "of the user", userId: "ada" });
      const selected = await stage.connect({ name: "selected", userId: "grace" });
      const joined = await stage.connect({ name: "joined", roles: ["webpubsub.joinLeaveGroup"] });
      await stage.accept("addConnectionToGroup", { path: { group: "room", connectionId: added.id } });
      await stage.accept("addUserToGroup", { path: { group: "room", userId: "ada" } });
      await stage.accept("addConnectionsToGroups", { body: selection(["room"], "userId eq 'grace'") });
      await joined.ask({ type: "joinGroup", group: "room", ackId: 1 });
      await expectList(stage, { group: "room", members: [byToken, added, ofUser, selected, joined] });
    },
  },
  {
    ...effect,
    id: "list-connections-in-group/nobody-else",
    level: "MUST",
    requirement: "Connections that are not in the group, or in a group of that name in another hub, are not listed.",
    source: "operation",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.connect({ name: "in another group", groups: ["other"] });
      await stage.connect({ name: "in another hub", hub: otherHub(stage), groups: ["room"] });
      await expectList(stage, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "list-connections-in-group/closed-connection",
    level: "MUST",
    requirement: "A connection that was closed is not listed any more.",
    source: "operation",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      const closed = await stage.connect({ name: "closed", groups: ["room"] });
      await stage.accept("closeConnection", { path: { connectionId: closed.id } });
      await expectList(stage, { group: "room", members: [member] });
    },
  },
  {
    ...effect,
    id: "list-connections-in-group/unknown-group",
    level: "MUST",
    requirement: 'A group that nobody was ever in is answered with 200 and `{"value":[]}`.',
    source: "E18",
    needs: ["state"],
    run: (stage) => expectEmptyList(stage, stage.unknownId),
  },
  {
    ...effect,
    id: "list-connections-in-group/empty-group",
    level: "MUST",
    requirement:
      'A group that everybody has left is answered with 200 and `{"value":[]}`, also when pages are asked for.',
    source: "E18",
    async run(stage) {
      const { id } = await stage.connect({ groups: ["room"] });
      await stage.accept("removeConnectionFromGroup", { path: { group: "room", connectionId: id } });
      await expectEmptyList(stage, "room");
      await expectEmptyList(stage, "room", { top: 5, maxpagesize: 2 });
    },
  },
  {
    ...effect,
    id: "list-connections-in-group/names-are-case-sensitive",
    level: "SHOULD",
    requirement: "The members of a group whose name differs in letter case are not listed.",
    source: "parameter group",
    async run(stage) {
      const member = await stage.connect({ name: "member", groups: ["room"] });
      await stage.connect({ name: "member of another", groups: ["Room"] });
      await expectList(stage, { group: "room", members: [member] });
    },
  },
];

/** Checks who is listed as whose connection, in whatever order. */
async function expectUsers(
  stage: Stage,
  group: string,
  members: readonly (readonly [client: SocketClient, userId: string | null])[],
): Promise<void> {
  const listed = (await pagesOf(stage, group)).flatMap(({ value }) => value);
  for (const [{ id, name }, userId] of members) {
    const member = listed.find(({ connectionId }) => connectionId === id);
    stage.expect(member !== undefined, `${name} is not in the list of ${group}, and should be.`);
    const said = JSON.stringify(member?.userId) ?? "missing";
    stage.expect(
      member?.userId === userId,
      `The userId of ${name} is ${said}, and should be ${JSON.stringify(userId)}.`,
    );
  }
  await expectList(stage, { group, members: members.map(([client]) => client) });
}

async function expectEmptyList(
  stage: Stage,
  group: string,
  query: Readonly<Record<string, number>> = {},
): Promise<void> {
  const exchange = await stage.accept(operation, { path: { group }, query });
  const isEmpty = isDeepStrictEqual(jsonOf(exchange), { value: [] });
  stage.expect(isEmpty, 'The body is not `{"value":[]}`, without any other member.', exchange);
}
