import type { Connection } from "../../state/connection.js";
import type { ClientSession } from "../client-session.js";
import type { Content } from "../frames/client-content.js";

export interface GroupMessage {
  readonly group: string;
  readonly content: Content;
  /** Whether the sender does not get the message, if it is a member. */
  readonly noEcho: boolean;
  /** How long the message is kept for a client that cannot receive it at once, in seconds; 0: it does not expire. */
  readonly ttlSeconds: number;
}

/** Delivers a message of a client to the members of a group. Does not check the permission of the sender. */
export function deliverToGroup(sender: ClientSession, { group, content, noEcho, ttlSeconds }: GroupMessage): void {
  const { hub, connection, context } = sender;
  const members = hub.members(group);
  const { payload, metadata } = content;
  hub.send(noEcho ? allExcept(connection, members) : members, {
    payload,
    from: { kind: "group", group, userId: connection.userId },
    ...(metadata !== undefined && { metadata }),
    ...(ttlSeconds > 0 && { expires: context.clock.now() + ttlSeconds * 1000 }),
    causedBy: "sendToGroup",
  });
}

function* allExcept(sender: Connection, members: Iterable<Connection>): Iterable<Connection> {
  for (const member of members) if (member !== sender) yield member;
}
