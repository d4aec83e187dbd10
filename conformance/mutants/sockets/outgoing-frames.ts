import type { Interception } from "../../emulator/interception.js";
import type { Message } from "../../emulator/state/message.js";
import type { CaseSelection } from "../case-selection.js";
import { type ChangeFrame, changeOutgoing } from "../support/change-frames.js";
import { SENDS } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import type { Family } from "../variants.js";

export const SIMULATOR = "A simulator had frames of its own: https://github.com/Azure/azure-sdk-for-js/pull/33106";

/** Mutants that send clients the wrong thing. */
export const wrongOutgoing = (cases: CaseSelection): Family<() => Interception> => ({
  operations: ["sockets", ...SENDS],
  cases,
  make: wrongEmulator,
});

/** Changes every frame. */
export const changeFrames = (change: ChangeFrame) => (): Interception => ({ outgoing: changeOutgoing(change) });

/** Changes the frames of a type or of an event. */
export const changeFramesOf = (typeOrEvent: string, change: ChangeFrame) =>
  changeFrames((frame, session) =>
    frame.type === typeOrEvent || frame.event === typeOrEvent ? change(frame, session) : frame,
  );

/** Changes what is delivered to a client. */
export const delivering =
  (change: (message: Message, deliver: (message: Message) => void, protocol: string | null) => void) =>
  (): Interception => ({
    session: (session) => {
      const deliver = session.deliver.bind(session);
      session.deliver = (message) => change(message, deliver, session.connection.protocol);
    },
  });
