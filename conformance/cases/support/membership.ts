import { text } from "../../wire/message-bodies.js";
import type { SocketClient } from "../../wire/socket-client.js";
import type { CaseContext } from "../case-context.js";
import type { WrittenCase } from "../written-case.js";
import { LISTED_IN, memberIds } from "./member-list.js";

/** Who is in a group, and who is not. */
export interface Membership {
  readonly group: string;
  readonly members: readonly SocketClient[];
  readonly others?: readonly SocketClient[];
}

/**
 * Two cases for the two ways in which it shows who is in a group: by the messages to it, and by its list.
 *
 * @param run brings about what is to be seen
 */
export function membershipCases(
  head: Omit<WrittenCase, "aspect" | "needs" | "only" | "run">,
  run: (context: CaseContext) => Promise<readonly Membership[]>,
): WrittenCase[] {
  const common = { ...head, aspect: "effects", needs: ["state", "sockets"] } as const;
  return [
    {
      ...common,
      id: `${head.id}/by-delivery`,
      async run(context) {
        for (const membership of await run(context)) await expectDelivery(context, membership);
      },
    },
    {
      ...common,
      id: `${head.id}/by-list`,
      only: LISTED_IN,
      async run(context) {
        for (const membership of await run(context)) await expectList(context, membership);
      },
    },
  ];
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
