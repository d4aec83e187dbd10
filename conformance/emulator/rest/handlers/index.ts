import type { OperationId } from "../../../../generated/operations.js";
import * as membership from "./change-membership.js";
import * as existence from "./check-existence.js";
import * as close from "./close.js";
import { generateClientToken } from "./generate-token.js";
import type { Handler } from "./handler.js";
import { listConnectionsInGroup } from "./list-members.js";
import * as permission from "./permission.js";
import * as send from "./send-message.js";

/** The handler of each operation. An operation of the description without a handler does not compile. */
export const handlers: { readonly [id in OperationId]: Handler } = {
  ...close,
  ...existence,
  ...membership,
  ...permission,
  ...send,
  generateClientToken,
  listConnectionsInGroup,
};
