import type { OperationId } from "../../../generated/operations.js";
import type { Source } from "../../description/sources.js";
import { text } from "../../wire/message-bodies.js";
import type { SocketClient } from "../../wire/socket-client.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";
import { memberIds } from "./member-list.js";

/** The clients that must be in a group, and others that must not. */
export interface Membership {
  readonly group: string;
  readonly members: readonly SocketClient[];
  readonly others?: readonly SocketClient[];
}

type MembershipCaseArguments = [
  /** What follows the operation in the ids of the two cases. */
  id: string,
  requirement: string,
  source: Source,
  /** Brings the memberships about, and returns them. */
  arrange: (context: CaseContext) => Promise<readonly Membership[]>,
];

/**
 * Writes requirements on who is in a group, as two cases each: seen by the messages that members receive, and by the list of
 * members.
 */
export function membershipCasesOf(operation: OperationId) {
  const { atLevel } = casesOf(operation, { aspect: "effects", needs: ["state", "sockets"] });
  const pair = (level: Level, ...[id, requirement, source, arrange]: MembershipCaseArguments): WrittenCase[] => [
    atLevel(level, `${id}/by-delivery`, requirement, source, async (context) => {
      for (const membership of await arrange(context)) await expectDelivery(context, membership);
    }),
    atLevel(
      level,
      `${id}/by-list`,
      requirement,
      source,
      async (context) => {
        for (const membership of await arrange(context)) await expectList(context, membership);
      },
      { uses: ["listConnectionsInGroup"] },
    ),
  ];
  return {
    must: (...args: MembershipCaseArguments) => pair("MUST", ...args),
    should: (...args: MembershipCaseArguments) => pair("SHOULD", ...args),
  };
}

/** Sends a message to a group, and checks that each member receives it once, and none of the others. */
export async function expectDelivery(context: CaseContext, { group, members, others = [] }: Membership): Promise<void> {
  const data = `to ${group}`;
  await context.expectAccepted("sendToGroup", { path: { group }, body: text(data) });
  for (const client of members) {
    const [frame, ...more] = await context.received(client);
    context.expect(frame !== undefined, `${client.name}, a member of ${group}, did not receive the message to it.`);
    context.expectFrame(frame, client.id === "" ? data : { type: "message", from: "group", group, data });
    context.expectNothing(more, `${client.name}, after the message to ${group}`);
  }
  for (const client of others) {
    context.expectNothing(await context.received(client), `${client.name}, not a member of ${group}`);
  }
}

/** Checks that a list has each member once, and no others. Simple clients, whose ids are unknown, are counted. */
export async function expectList(context: CaseContext, { group, members }: Membership): Promise<void> {
  const ids = await memberIds(context, group);
  for (const { id, name } of members) {
    context.expect(id === "" || ids.includes(id), `${name} is a member of ${group} but is not listed.`);
  }
  context.expect(new Set(ids).size === ids.length, `A connection is listed twice in ${group}.`);
  context.expectEqual(`number of connections in ${group}`, ids.length, members.length);
}

type Existence = Extract<OperationId, `${string}Exists`>;
type Path = Readonly<Record<string, string>>;

/** Checks that a connection, a group or a user exists. */
export async function expectExists(context: CaseContext, id: Existence, path: Path): Promise<void> {
  await context.expectAccepted(id, { path });
}

/** Checks that a connection, a group or a user does not exist. */
export async function expectAbsent(context: CaseContext, id: Existence, path: Path): Promise<void> {
  await context.expectNotFound(id, { path });
}

/** A second hub that no other case uses. */
export function otherHub({ hub }: CaseContext): string {
  return `${hub}_other`;
}
