import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { Mutant } from "../mutant.js";
import { describedOperations } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

/** Those that only look. */
const WITHOUT_EFFECT: readonly OperationId[] = [
  "getServiceStatus",
  "generateClientToken",
  "listConnectionsInGroup",
  "connectionExists",
  "groupExists",
  "userExists",
  "checkPermission",
];

/** Whether those are there whom the operation is about, where it asks. */
function isThere({ hub, values: { connectionId, userId } }: Call): boolean {
  if (connectionId !== undefined) return hub.connections.has(String(connectionId));
  return userId === undefined || hub.connectionsOf(String(userId)).size > 0;
}

export const effectMissing: readonly Mutant[] = describedOperations
  .filter(({ id }) => !WITHOUT_EFFECT.includes(id))
  .map(({ id, name, success }) =>
    wrongHandler(
      { id: `effect-missing/${name}`, summary: `${id} answers with success, and does nothing.` },
      [id],
      (call, handler) => (isThere(call) ? { status: success, listsApiVersions: true } : handler(call)),
    ),
  );
