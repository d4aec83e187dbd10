import type { OperationId } from "../../../generated/operations.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call, Handler } from "../../emulator/rest/handlers/handler.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import type { Connection } from "../../emulator/state/connection.js";
import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { withValues } from "../support/change-request.js";
import { describedOperations, SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { type Family, mutantsOf, type Variant } from "../variants.js";

/** A change to what a send does. */
export interface WrongSend {
  readonly make: (operation: OperationId) => Interception;
  /** The sends that can be wrong like this. @default all four */
  readonly operations?: readonly OperationId[];
}

/** Makes one mutant of each variant and each operation that sends. A summary goes on after "With sendToAll, …". */
export function sendMutants(
  family: string,
  cases: NonNullable<Family<WrongSend>["cases"]>,
  variants: readonly Variant<WrongSend>[],
): readonly Mutant[] {
  return describedOperations
    .filter(({ id }) => SENDS.includes(id))
    .flatMap(({ id, name }) =>
      mutantsOf(
        family,
        { operations: [id], cases, make: (head, { make }) => wrongEmulator(head, () => make(id)) },
        variants
          .filter(([, , { operations = SENDS }]) => operations.includes(id))
          .map(([variant, summary, ...rest]) => [`${name}.${variant}`, `With ${id}, ${summary}.`, ...rest] as const),
      ),
    );
}

/** Changes what is delivered of the messages of the operation. */
export const delivering = (
  change: (message: Message, deliver: (message: Message) => void, receiver: Connection) => void,
): WrongSend => ({
  make: (operation) => ({
    session: (session) => {
      const deliver = session.deliver.bind(session);
      session.deliver = (message) => {
        if (message.causedBy === operation) change(message, deliver, session.connection);
        else deliver(message);
      };
    },
  }),
});

/** Handles the operation differently. */
export const handling = (handle: (call: Call, handler: Handler) => RestResponse): WrongSend => ({
  make: (operation) => ({
    handle: (call, handler) => (call.operation === operation ? handle(call, handler) : handler(call)),
  }),
});

/** Handles the operation with other values of its parameters. */
export const withOther = (change: (call: Call) => Call["values"]): WrongSend =>
  handling((call, handler) => handler(withValues(call, change(call))));

/** Limits a change to some of the sends. */
export const only = (operations: readonly OperationId[], wrong: WrongSend): WrongSend => ({ ...wrong, operations });
