import type { OperationId } from "../../../generated/operations.js";
import type { Subject } from "../../cases/case.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { Connection } from "../../emulator/state/connection.js";
import { withHubOverrides } from "../support/override-hub.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import type { Family } from "../variants.js";

/** A change to what operations do. */
export interface WrongEffect {
  /** The operations whose cases can notice it. */
  readonly operations: readonly Subject[];
  readonly make: () => Interception;
}

/** Mutants that do the wrong thing with correct requests; those about bodies also with what a body may contain. */
export const wrongEffect = ({ operations }: WrongEffect): Family<WrongEffect> => ({
  operations,
  cases: { written: "all", constraints: ["body"] },
  make: (head, { make }) => wrongEmulator(head, make),
});

/** Handles some operations differently. */
export const handling = (
  operations: readonly OperationId[],
  handle: NonNullable<Interception["handle"]>,
): WrongEffect => ({
  operations,
  make: () => ({
    handle: (call, handler) => (operations.includes(call.operation) ? handle(call, handler) : handler(call)),
  }),
});

/** Overrides methods of the hub while some operations are handled. */
export const overriding = (
  operations: readonly OperationId[],
  override: Parameters<typeof withHubOverrides>[2],
): WrongEffect => handling(operations, (call, handler) => withHubOverrides(call, handler, override));

/** The connections that a call is about: one, or all of a user. */
export function connectionsOf({ hub, values: { connectionId, userId } }: Call): Connection[] {
  if (userId !== undefined) return [...hub.connectionsOf(String(userId))];
  const connection = hub.connections.get(String(connectionId));
  return connection === undefined ? [] : [connection];
}
