import type { Interception } from "../../emulator/interception.js";
import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { type ChangeFrame, outgoing } from "../support/change-frames.js";
import { SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";

/** How clients can be told something wrongly. */
export type Variant = readonly [name: string, summary: string, make: () => Interception, history?: string];

export const SIMULATOR = "A simulator had frames of its own: https://github.com/Azure/azure-sdk-for-js/pull/33106";

/** The mutants of a file. */
export function mutantsOf(file: string, ways: readonly Variant[]): readonly Mutant[] {
  return ways.map(([name, summary, make, history]) =>
    wrongEmulator(
      {
        id: `${file}/${name}`,
        summary: summary,
        history,
        operations: ["sockets", ...SENDS],
        cases: /^sockets\/(?!handshake|roles)|^send-to-\w+\/(json|text|bytes|reaches|no-user|excluded-can|kept)/,
      },
      make,
    ),
  );
}

/** Changes every frame. */
export const frames = (change: ChangeFrame) => (): Interception => ({ outgoing: outgoing(change) });
/** Changes the frames of a type, or that tell of an event. */
export const of = (type: string, change: ChangeFrame) =>
  frames((frame, session) => (frame.type === type || frame.event === type ? change(frame, session) : frame));
/** Changes what is delivered. */
export const delivering =
  (change: (message: Message, deliver: (message: Message) => void, protocol: string | null) => void) =>
  (): Interception => ({
    session: (session) => {
      const deliver = session.deliver.bind(session);
      session.deliver = (message) => change(message, deliver, session.connection.protocol);
    },
  });
