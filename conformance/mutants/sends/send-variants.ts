import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { describedOperations, SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** How a send can be wrong; the operation is given. */
export interface Variant {
  readonly name: string;
  /** What is wrong with it, to stand after the name of the operation. */
  readonly summary: string;
  readonly history?: string;
  readonly make: (operation: OperationId) => Interception;
  /** The operations that it can be of. @default the four */
  readonly of?: readonly OperationId[];
}

/** The mutants of a file: one for each operation that sends. */
export function mutantsOf(file: string, ways: readonly Variant[]): readonly Mutant[] {
  return describedOperations
    .filter(({ id }) => SENDS.includes(id))
    .flatMap(({ id, name }) =>
      ways
        .filter(({ of = SENDS }) => of.includes(id))
        .map(({ name: way, summary, history, make }) =>
          wrongEmulator(
            {
              id: `${file}/${name}.${way}`,
              summary: `With ${id}, ${summary}.`,
              history,
              operations: [id],
              cases: /^send-to-\w+\/(?!path|query|token-)[^/]+$|^filters\/(empty|invalid)|body-not/,
            },
            () => make(id),
          ),
        ),
    );
}

type Deliver = (message: Message, deliver: (message: Message) => void, to: Connection) => void;

/** Changes what is delivered of the messages of one operation. */
export const delivering =
  (change: Deliver) =>
  (operation: OperationId): Interception => ({
    session: (session) => {
      const deliver = session.deliver.bind(session);
      session.deliver = (message) => {
        if (message.causedBy === operation) change(message, deliver, session.connection);
        else deliver(message);
      };
    },
  });
/** Does the operation in another way. */
export const handling =
  (handle: (call: Call, handler: Handler) => RestResponse) =>
  (operation: OperationId): Interception => ({
    handle: (call, handler) => (call.operation === operation ? handle(call, handler) : handler(call)),
  });
/** Does the operation with other values. */
export const valuesOf = (change: (call: Call) => Call["values"]) =>
  handling((call, handler) => handler(withValues(call, change(call))));
