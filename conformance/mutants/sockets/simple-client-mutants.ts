import type { Mutant } from "../mutant.js";
import { closingWith, insteadOfClosing } from "../support/close-codes.js";
import { begin } from "./handshake-mutants.js";
import { mutantsOf, type Variant } from "./incoming-frames.js";

/** Whether raw clients get their own messages, whatever they asked for. */
const echoing = (isEcho: boolean) =>
  begin((handshake) =>
    handshake.simpleClientMode.kind === "sendToGroup"
      ? { ...handshake, simpleClientMode: { ...handshake.simpleClientMode, noEcho: !isEcho } }
      : handshake,
  );

const VARIANTS: readonly Variant[] = [
  [
    "raw-frames-ignored",
    "The frames of a raw client do nothing.",
    () => ({
      receive: (session, received, receive) =>
        session.connection.protocol === null ? undefined : receive(session, received),
    }),
  ],
  ["raw-no-echo-ignored", "A raw client that asked for no echo gets its messages.", echoing(true)],
  ["raw-no-echo-always", "A raw client never gets its own messages.", echoing(false)],
  [
    "raw-mode-ignored",
    "Every frame of a raw client is an event.",
    begin((handshake) => ({ ...handshake, simpleClientMode: { kind: "sendEvent" } })),
  ],
  [
    "raw-event-ignored",
    "An event of a raw client that nobody handles is ignored.",
    insteadOfClosing(1011, () => undefined),
  ],
  ["raw-event-1000", "An event of a raw client that nobody handles closes it with 1000.", closingWith(1011, 1000)],
];

export const rawClients: readonly Mutant[] = mutantsOf("raw-clients", VARIANTS);
