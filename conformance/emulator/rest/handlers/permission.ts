import { isGroupName } from "../../name-rules.js";
import type { Connection } from "../../state/connection.js";
import type { Permission } from "../../state/permission-set.js";
import { badRequest, operationError, type RejectionError } from "../response/rest-response.js";
import { type Call, type Handler, NO_CONTENT, OK, text } from "./handler.js";
import { INVALID_GROUP_NAME } from "./invalid-group-name.js";

export const grantPermission: Handler = (call) => {
  const group = targetName(call);
  const connection = connectionOf(call);
  if (connection === undefined) throw notFound(call);
  if (!connection.permissions.grant(permission(call), group)) throw tooMany(connection);
  return OK;
};

export const revokePermission: Handler = (call) => {
  const group = targetName(call);
  const connection = connectionOf(call);
  if (connection !== undefined && !connection.permissions.revoke(permission(call), group)) throw tooMany(connection);
  return NO_CONTENT;
};

/** A missing permission has the same error code as a missing connection. */
export const checkPermission: Handler = (call) => {
  const group = targetName(call);
  const connection = connectionOf(call);
  if (connection === undefined) throw notFound(call);
  if (connection.permissions.allows(permission(call), group)) return OK;
  const message = `Connection \`${connection.id}\` doesn't have the permission.`;
  throw operationError(404, "Info.Connection.NotExisted", message, "Connection");
};

/** The operation checks it, not model validation: its 400 has `api-supported-versions`. */
function targetName({ values }: Call): string {
  if (isGroupName(values.targetName)) return values.targetName;
  throw badRequest(INVALID_GROUP_NAME);
}

function permission(call: Call): Permission {
  return text(call, "permission") as Permission;
}

function connectionOf(call: Call): Connection | undefined {
  return call.hub.connections.get(text(call, "connectionId"));
}

function notFound(call: Call): RejectionError {
  return operationError(
    404,
    "Info.Connection.NotExisted",
    `Connection \`${text(call, "connectionId")}\` is not found.`,
    "Connection",
  );
}

function tooMany({ id }: Connection): RejectionError {
  return operationError(
    409,
    "Error.Connection.Conflict",
    `Connection \`${id}\` has too many permission rules.`,
    "Connection",
  );
}
