import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { closingWith, insteadOfClosing } from "../support/close-codes.js";
import { mutantsOf, type Variant } from "../variants.js";
import { changeBegin } from "./handshake-mutants.js";
import { wrongIncoming } from "./incoming-frames.js";

/** Sends simple clients their own messages, or not, regardless of what they requested. */
const echoing = (isEcho: boolean) =>
  changeBegin((handshake) =>
    handshake.simpleClientMode.kind === "sendToGroup"
      ? { ...handshake, simpleClientMode: { ...handshake.simpleClientMode, noEcho: !isEcho } }
      : handshake,
  );

const VARIANTS: readonly Variant<() => Interception>[] = [
  [
    "raw-frames-ignored",
    "The frames of a simple client are ignored.",
    () => ({
      receive: (session, received, receive) =>
        session.connection.protocol === null ? undefined : receive(session, received),
    }),
  ],
  ["raw-no-echo-ignored", "A simple client that requested no echo gets its own messages.", echoing(true)],
  ["raw-no-echo-always", "A simple client never gets its own messages.", echoing(false)],
  [
    "raw-mode-ignored",
    "Every frame of a simple client is an event.",
    changeBegin((handshake) => ({ ...handshake, simpleClientMode: { kind: "sendEvent" } })),
  ],
  [
    "raw-event-ignored",
    "An event of a simple client without a handler is ignored.",
    insteadOfClosing(1011, () => undefined),
  ],
  ["raw-event-1000", "An event of a simple client without a handler closes it with 1000.", closingWith(1011, 1000)],
];

export const simpleClients: readonly Mutant[] = mutantsOf("raw-clients", wrongIncoming("simple clients"), VARIANTS);
