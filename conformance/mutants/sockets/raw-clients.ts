import type { Mutant } from "../mutant.js";
import { closing, mutantsOf, type Way } from "./taking.js";

const WAYS: readonly Way[] = [
  [
    "raw-frames-ignored",
    "The frames of a raw client do nothing.",
    () => ({
      receive: (session, received, receive) =>
        session.connection.protocol === null ? undefined : receive(session, received),
    }),
  ],
  [
    "raw-no-echo-ignored",
    "A raw client that asked for no echo gets its messages.",
    () => ({
      handshake: (handshake) =>
        "kind" in handshake && handshake.kind === "begin" && handshake.rawMode.kind === "sendToGroup"
          ? { ...handshake, rawMode: { ...handshake.rawMode, noEcho: false } }
          : handshake,
    }),
  ],
  [
    "raw-no-echo-always",
    "A raw client never gets its own messages.",
    () => ({
      handshake: (handshake) =>
        "kind" in handshake && handshake.kind === "begin" && handshake.rawMode.kind === "sendToGroup"
          ? { ...handshake, rawMode: { ...handshake.rawMode, noEcho: true } }
          : handshake,
    }),
  ],
  [
    "raw-mode-ignored",
    "Every frame of a raw client is an event.",
    () => ({
      handshake: (handshake) =>
        "kind" in handshake && handshake.kind === "begin"
          ? { ...handshake, rawMode: { kind: "sendEvent" } }
          : handshake,
    }),
  ],
  [
    "raw-event-ignored",
    "An event of a raw client that nobody handles is ignored.",
    () => ({
      socket: (socket) => {
        const close = socket.close.bind(socket);
        socket.close = (code, reason) => (code === 1011 ? undefined : close(code, reason));
      },
    }),
  ],
  ["raw-event-1000", "An event of a raw client that nobody handles closes it with 1000.", closing(1011, 1000)],
];

export const rawClients: readonly Mutant[] = mutantsOf("raw-clients", WAYS);
