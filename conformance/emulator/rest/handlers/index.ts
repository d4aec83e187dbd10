import type { OperationId } from "../../../../generated/2024-12-01/operations.js";
import * as close from "./close.js";
import * as existence from "./existence.js";
import type { Handler } from "./handler.js";
import { listConnectionsInGroup } from "./listing.js";
import * as membership from "./membership.js";
import * as permission from "./permission.js";
import * as send from "./send.js";
import { generateClientToken } from "./token.js";

/** A handler for each operation of the description: a new one without does not compile. */
export const handlers: { readonly [id in OperationId]: Handler } = {
  ...close,
  ...existence,
  ...membership,
  ...permission,
  ...send,
  generateClientToken,
  listConnectionsInGroup,
};
