import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import type { Mutant } from "../mutant.js";
import { withHubOverrides } from "../support/override-hub.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** How operations can be wrong. */
export interface Variant {
  readonly name: string;
  readonly summary: string;
  readonly history?: string;
  readonly operations: readonly OperationId[];
  readonly make: () => Interception;
}

/** The mutants of a file. */
export function mutantsOf(file: string, ways: readonly Variant[]): readonly Mutant[] {
  return ways.map(({ name, summary, history, operations, make }) =>
    wrongEmulator(
      {
        id: `${file}/${name}`,
        summary: summary,
        history,
        operations,
        cases: /^[^/]+\/(?!path|query|token|replay)/,
      },
      make,
    ),
  );
}

/** Does some operations in another way. */
export const handling = (operations: readonly OperationId[], handle: NonNullable<Interception["handle"]>) => () => ({
  handle: ((call, handler) =>
    operations.includes(call.operation) ? handle(call, handler) : handler(call)) satisfies Interception["handle"],
});

/** Does some operations while the hub joins and leaves in another way. */
export const joining = (operations: readonly OperationId[], change: Parameters<typeof withHubOverrides>[2]) =>
  handling(operations, (call, handler) => withHubOverrides(call, handler, change));

/** The connections that an operation is about, by the id of one or of a user. */
export function subjects({ hub, values: { connectionId, userId } }: Call) {
  if (userId !== undefined) return [...hub.connectionsOf(String(userId))];
  const connection = hub.connections.get(String(connectionId));
  return connection === undefined ? [] : [connection];
}
