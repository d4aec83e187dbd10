import type { Connection } from "../../state/connection.js";
import { type Call, type Handler, list, NO_CONTENT, text } from "./handler.js";

export const closeAllConnections: Handler = (call) => close(call, call.hub.connections.values());

export const closeConnection: Handler = (call) => {
  const connection = call.hub.connections.get(text(call, "connectionId"));
  return close(call, connection === undefined ? [] : [connection]);
};

export const closeGroupConnections: Handler = (call) => close(call, call.hub.members(text(call, "group")));

export const closeUserConnections: Handler = (call) => close(call, call.hub.connectionsOf(text(call, "userId")));

function close(call: Call, candidates: Iterable<Connection>): typeof NO_CONTENT {
  const excluded = new Set(list(call, "excluded"));
  const closed = [...candidates].filter(({ id }) => !excluded.has(id));
  call.hub.close(closed, call.values.reason as string | undefined);
  return NO_CONTENT;
}
