import type { Connection } from "../../state/connection.js";
import type { ClientSession } from "../client-session.js";
import type { Content } from "../frames/client-content.js";

export interface GroupMessage {
  readonly group: string;
  readonly content: Content;
  /** Whether the sender gets it not, where it is in the group. */
  readonly noEcho: boolean;
  /** For how long it is kept for a client that cannot take it at once, in seconds; 0: for ever. */
  readonly ttlSeconds: number;
}

/** Sends what a client sent to a group to those who are in it. Whether it may is not looked at here. */
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
