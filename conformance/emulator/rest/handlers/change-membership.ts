import type { Filter } from "../../filter/index.js";
import { isGroupName } from "../../name-rules.js";
import { readFilter } from "../request/filter-parameter.js";
import { readJsonBody } from "../request/request-body.js";
import { operationError, validationProblem } from "../response/rest-response.js";
import { type Call, type Handler, NO_CONTENT, OK, text } from "./handler.js";
import { INVALID_GROUP_NAME } from "./invalid-group-name.js";

export const addConnectionToGroup: Handler = (call) => {
  const id = text(call, "connectionId");
  const connection = call.hub.connections.get(id);
  if (connection === undefined) {
    throw operationError(404, "Error.Connection.NotExisted", `Connection \`${id}\` is not found.`, "Connection");
  }
  call.hub.join(connection, text(call, "group"));
  return OK;
};

export const removeConnectionFromGroup: Handler = (call) => {
  const connection = call.hub.connections.get(text(call, "connectionId"));
  if (connection !== undefined) call.hub.leave(connection, text(call, "group"));
  return NO_CONTENT;
};

export const removeConnectionFromAllGroups: Handler = (call) => {
  const connection = call.hub.connections.get(text(call, "connectionId"));
  if (connection !== undefined) call.hub.leaveAll(connection);
  return NO_CONTENT;
};

/** Adds the open connections of the user only: later ones are not members. */
export const addUserToGroup: Handler = (call) => {
  const userId = text(call, "userId");
  const connections = call.hub.connectionsOf(userId);
  if (connections.size === 0) {
    throw operationError(404, "Warning.User.NotExisted", `User \`${userId}\` is not found.`, "User");
  }
  for (const connection of connections) call.hub.join(connection, text(call, "group"));
  return OK;
};

export const removeUserFromGroup: Handler = (call) => {
  for (const connection of call.hub.connectionsOf(text(call, "userId")))
    call.hub.leave(connection, text(call, "group"));
  return NO_CONTENT;
};

export const removeUserFromAllGroups: Handler = (call) => {
  for (const connection of call.hub.connectionsOf(text(call, "userId"))) call.hub.leaveAll(connection);
  return NO_CONTENT;
};

export const addConnectionsToGroups: Handler = (call) => {
  const { groups, connections } = readSelection(call);
  for (const connection of connections) for (const group of groups) call.hub.join(connection, group);
  return OK;
};

export const removeConnectionsFromGroups: Handler = (call) => {
  const { groups, connections } = readSelection(call);
  for (const connection of connections) for (const group of groups) call.hub.leave(connection, group);
  return OK;
};

/** Reads the groups, and the connections that the filter selects: all of them without a filter. */
function readSelection(call: Call) {
  const body = readJsonBody(call.headers["content-type"], call.body);
  // An array has a `filter` too: its method.
  const members = typeof body === "object" && body !== null && !Array.isArray(body) ? body : {};
  const { groups, filter } = members as { groups?: unknown; filter?: unknown };
  const selected = filterOf(filter);
  if (!Array.isArray(groups) || !groups.every(isGroupName)) throw validationProblem("Groups", INVALID_GROUP_NAME);
  const connections = [...call.hub.connections.values()].filter((connection) => selected?.matches(connection) ?? true);
  return { groups: groups as string[], connections };
}

/** No filter is the same as null or an empty string. */
function filterOf(filter: unknown): Filter | undefined {
  if (filter === undefined || filter === null || filter === "") return undefined;
  if (typeof filter !== "string") throw validationProblem("Filter", "The filter must be a string.");
  return readFilter(filter, "Filter");
}
