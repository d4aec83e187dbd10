import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { Source } from "../../description/sources.js";
import { text } from "../../wire/message-bodies.js";
import type { SocketClient } from "../../wire/socket-client.js";
import type { Level } from "../case.js";
import type { CaseContext } from "../case-context.js";
import { casesOf, type WrittenCase } from "../written-case.js";
import { LISTED_IN, memberIds } from "./member-list.js";

/** Who is in a group, and who is not. */
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
      { only: LISTED_IN },
    ),
  ];
  return {
    must: (...args: MembershipCaseArguments) => pair("MUST", ...args),
    should: (...args: MembershipCaseArguments) => pair("SHOULD", ...args),
  };
}

/** Checks that a message to a group comes to each member once, and to none of the others. */
export async function expectDelivery(context: CaseContext, { group, members, others = [] }: Membership): Promise<void> {
  const data = `to ${group}`;
  await context.expectAccepted("sendToGroup", { path: { group }, body: text(data) });
  for (const client of members) {
    const [frame, ...more] = await context.received(client);
    context.expect(frame !== undefined, `${client.name} got no message to ${group}, and should be in it.`);
    context.expectFrame(frame, client.id === "" ? data : { type: "message", from: "group", group, data });
    context.expectNothing(more, `${client.name}, after one message to ${group}`);
  }
  for (const client of others) {
    context.expectNothing(await context.received(client), `${client.name}, who should not be in ${group}`);
  }
}

/** Checks that a list has each member once, and nobody else. Raw clients, whose ids nobody knows, are counted. */
export async function expectList(context: CaseContext, { group, members }: Membership): Promise<void> {
  const ids = await memberIds(context, group);
  for (const { id, name } of members) {
    context.expect(id === "" || ids.includes(id), `${name} is not in the list of ${group}, and should be.`);
  }
  context.expect(new Set(ids).size === ids.length, `The list of ${group} has a connection twice.`);
  const count = `The list of ${group} has ${ids.length} connections, and should have ${members.length}.`;
  context.expect(ids.length === members.length, count);
}

type Existence = "connectionExists" | "groupExists" | "userExists";
type Path = Readonly<Record<string, string>>;

/** Checks that a connection, a group or a user is there. */
export async function expectExists(context: CaseContext, id: Existence, path: Path): Promise<void> {
  await context.expectAccepted(id, { path });
}

/** Checks that there is no such connection, group or user. */
export async function expectAbsent(context: CaseContext, id: Existence, path: Path): Promise<void> {
  await context.expectNotFound(id, { path });
}

/** A second hub that no other case uses. */
export function otherHub({ hub }: CaseContext): string {
  return `${hub}_other`;
}
