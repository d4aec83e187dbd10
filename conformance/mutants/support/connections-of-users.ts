import type { Connection } from "../../emulator/state/connection.js";
import type { Hub } from "../../emulator/state/hub.js";

/** In the place of each connection all that its user has. */
export function withTheirUsers(connections: Iterable<Connection>, hub: Hub): Connection[] {
  return [...connections].flatMap((each) => (each.userId ? [...hub.connectionsOf(each.userId)] : [each]));
}
