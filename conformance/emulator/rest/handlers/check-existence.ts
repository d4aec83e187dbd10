import { operationError } from "../response/rest-response.js";
import { type Handler, OK, text } from "./handler.js";

export const getServiceStatus: Handler = () => ({ status: 200, listsApiVersions: false });

export const connectionExists: Handler = (call) => {
  const id = text(call, "connectionId");
  if (call.hub.connections.has(id)) return OK;
  throw operationError(404, "Warning.Connection.NotExisted", `Connection \`${id}\` is not found.`, "Connection");
};

export const userExists: Handler = (call) => {
  const userId = text(call, "userId");
  if (call.hub.connectionsOf(userId).size > 0) return OK;
  throw operationError(404, "Warning.User.NotExisted", `User \`${userId}\` is not found.`, "User");
};

/** A group exists while it has a member. The message is inferred from its recorded length, as HEAD returns no body. */
export const groupExists: Handler = (call) => {
  const group = text(call, "group");
  if (call.hub.members(group).size > 0) return OK;
  throw operationError(404, "Warning.Group.NotExisted", `Group \`${group}\` is empty.`, "Group");
};
