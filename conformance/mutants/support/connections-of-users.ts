import type { Connection } from "../../emulator/state/connection.js";
import type { Hub } from "../../emulator/state/hub.js";

/** Replaces each connection by all connections of its user. A connection without a user stays. */
export function withTheirUsers(connections: Iterable<Connection>, hub: Hub): Connection[] {
  return [...connections].flatMap((each) => (each.userId ? [...hub.connectionsOf(each.userId)] : [each]));
}
