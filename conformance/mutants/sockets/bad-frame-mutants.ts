import type { Interception } from "../../emulator/interception.js";
import type { ClientSession } from "../../emulator/sockets/client-session.js";
import type { Mutant } from "../mutant.js";
import { closingWith } from "../support/close-codes.js";
import { mutantsOf, type Variant } from "../variants.js";
import { changeIncoming, changeIncomingOfType, ignoreFrames, membersOf, wrongIncoming } from "./incoming-frames.js";

const TYPES = ["joinGroup", "leaveGroup", "sendToGroup", "event", "ping", "sequenceAck"];

const VARIANTS: readonly Variant<() => Interception>[] = [
  [
    "not-json-ignored",
    "A frame that is not JSON is ignored.",
    ignoreFrames((received, frame) => !received.binary && frame === undefined),
  ],
  [
    "unknown-type-ignored",
    "A frame of an unknown type is ignored.",
    ignoreFrames(
      (_, frame) =>
        frame !== undefined && !TYPES.some((type) => type.toLowerCase() === String(frame.type).toLowerCase()),
    ),
  ],
  ["binary-ignored", "A binary frame of the JSON subprotocol is ignored.", ignoreFrames((received) => received.binary)],
  [
    "binary-as-text-frame",
    "A binary frame of the JSON subprotocol is read as text.",
    () => ({
      receive: (session, received, receive) =>
        receive(session, session.connection.protocol === null ? received : { ...received, binary: false }),
    }),
  ],
  [
    "time-to-live-unchecked",
    "The ttlSeconds of a client's message may be above 300.",
    changeIncomingOfType("sendToGroup", (frame) =>
      Number(frame.ttlSeconds) > 300 ? { ...frame, ttlSeconds: 300 } : frame,
    ),
  ],
  ["metadata-repeated", "The last value of a repeated metadata key counts.", changeIncoming((frame) => ({ ...frame }))],
  ["1007-is-1008", "An invalid frame closes its sender with 1008 instead of 1007.", closingWith(1007, 1008)],
  ["1007-is-1000", "An invalid frame closes its sender with 1000 instead of 1007.", closingWith(1007, 1000)],
  [
    "1003-is-1007",
    "A binary frame of the JSON subprotocol closes its sender with 1007 instead of 1003.",
    closingWith(1003, 1007),
  ],
  [
    "bad-frame-closes-all",
    "An invalid frame closes every client of the hub.",
    () => ({
      receive: (session, received, receive) => {
        if (!received.binary && membersOf(received) === undefined && session.connection.protocol !== null)
          for (const other of [...session.hub.connections.values()])
            (other.session as ClientSession).fail(1007, "It is invalid.");
        return receive(session, received);
      },
    }),
  ],
  [
    "large-ignored",
    "A frame above 1 MB is accepted.",
    () => ({
      socket: (socket) => {
        const receiver = (socket as unknown as { _receiver: { _maxPayload: number } })._receiver;
        receiver._maxPayload = 0;
      },
    }),
  ],
];

export const badFrames: readonly Mutant[] = mutantsOf("bad-frames", wrongIncoming("bad frames"), VARIANTS);
