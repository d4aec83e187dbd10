import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { Mutant } from "../mutant.js";
import { describedOperations, WITHOUT_EFFECT } from "../support/operation-groups.js";
import { wrongHandler } from "../support/wrong-emulator.js";

/** Whether the connection or the user of the request exists, if it names one. */
function hasReceiver({ hub, values: { connectionId, userId } }: Call): boolean {
  if (connectionId !== undefined) return hub.connections.has(String(connectionId));
  return userId === undefined || hub.connectionsOf(String(userId)).size > 0;
}

export const effectMissing: readonly Mutant[] = describedOperations
  .filter(({ id }) => !WITHOUT_EFFECT.includes(id))
  .map(({ id, name, success }) =>
    wrongHandler(
      { id: `effect-missing/${name}`, summary: `${id} reports success but does nothing.`, operations: [id] },
      (call, handler) => (hasReceiver(call) ? { status: success, listsApiVersions: true } : handler(call)),
    ),
  );
