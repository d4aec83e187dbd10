import type { Interception } from "../../emulator/interception.js";
import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";
import { mutantsOf, type Variant } from "../variants.js";
import { changeFrames, changeFramesOf, SIMULATOR, wrongOutgoing } from "./outgoing-frames.js";

const VARIANTS: readonly Variant<() => Interception>[] = [
  ["from-missing", "A message has no from.", changeFramesOf("message", (frame) => omit(frame, "from"))],
  ["group-missing", "A message to a group has no group.", changeFramesOf("message", (frame) => omit(frame, "group"))],
  [
    "from-user-missing",
    "A message of a client has no fromUserId.",
    changeFramesOf("message", (frame) => omit(frame, "fromUserId")),
  ],
  [
    "from-user-invented",
    "A message without a user has a fromUserId.",
    changeFramesOf("message", (frame) =>
      frame.from === "group" ? { ...frame, fromUserId: frame.fromUserId ?? "anonymous" } : frame,
    ),
  ],
  ["data-type-missing", "A message has no dataType.", changeFramesOf("message", (frame) => omit(frame, "dataType"))],
  [
    "data-type-in-capitals",
    "The dataType of a message is in upper case.",
    changeFramesOf("message", (frame) => ({ ...frame, dataType: String(frame.dataType).toUpperCase() })),
  ],
  [
    "json-as-text",
    "JSON data is a string that contains the JSON.",
    changeFramesOf("message", (frame) =>
      frame.dataType === "json" ? { ...frame, data: JSON.stringify(frame.data) } : frame,
    ),
  ],
  [
    "bytes-as-hex",
    "Bytes are encoded in hexadecimal.",
    changeFramesOf("message", (frame) =>
      frame.dataType === "binary"
        ? { ...frame, data: Buffer.from(String(frame.data), "base64").toString("hex") }
        : frame,
    ),
  ],
  [
    "bytes-as-base64url",
    "Bytes are encoded in base64url.",
    changeFramesOf("message", (frame) =>
      frame.dataType === "binary"
        ? { ...frame, data: Buffer.from(String(frame.data), "base64").toString("base64url") }
        : frame,
    ),
  ],
  [
    "bytes-as-list",
    "Bytes are an array of numbers.",
    changeFramesOf("message", (frame) =>
      frame.dataType === "binary" ? { ...frame, data: [...Buffer.from(String(frame.data), "base64")] } : frame,
    ),
  ],
  [
    "in-an-envelope",
    "The message is nested in a member of its frame.",
    changeFramesOf("message", (frame) => ({ type: "message", message: omit(frame, "type") })),
    SIMULATOR,
  ],
  [
    "notification-before",
    "Each message is preceded by a notification.",
    changeFramesOf("message", (frame) => [{ type: "notification" }, frame]),
    SIMULATOR,
  ],
  ["type-event", "A message has the type event.", changeFramesOf("message", (frame) => ({ ...frame, type: "event" }))],
  [
    "beyond-ascii-lost",
    "Characters outside ASCII are replaced by question marks.",
    changeFrames((frame) => JSON.parse(JSON.stringify(frame).replaceAll(/[^\x20-\x7e]/g, "?")) as typeof frame),
  ],
  [
    "large-cut",
    "A text is cut after 64 KiB.",
    changeFramesOf("message", (frame) =>
      typeof frame.data === "string" ? { ...frame, data: frame.data.slice(0, 65_536) } : frame,
    ),
  ],
  [
    "order-swapped",
    "Two messages arrive in reverse order.",
    () => ({
      session: (session) => {
        const deliver = session.deliver.bind(session);
        let delayed: Message | undefined;
        const deliverDelayed = () => {
          if (delayed !== undefined) deliver(delayed);
          delayed = undefined;
        };
        session.deliver = (message) => {
          if (delayed === undefined) {
            delayed = message;
            setTimeout(deliverDelayed, 30);
          } else {
            deliver(message);
            deliverDelayed();
          }
        };
      },
    }),
  ],
];

export const messages: readonly Mutant[] = mutantsOf(
  "messages",
  wrongOutgoing({
    written: [{ topics: ["group messages"] }, { topics: ["operation"], aspects: ["media types"], needs: "sockets" }],
  }),
  VARIANTS,
);
