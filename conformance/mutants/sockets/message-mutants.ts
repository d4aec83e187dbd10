import type { Message } from "../../emulator/state/message.js";
import type { Mutant } from "../mutant.js";
import { omit } from "../support/omit.js";
import { frames, mutantsOf, of, SIMULATOR, type Variant } from "./outgoing-frames.js";

const VARIANTS: readonly Variant[] = [
  ["from-missing", "A message does not say where it is from.", of("message", (frame) => omit(frame, "from"))],
  ["group-missing", "A message to a group does not say to which.", of("message", (frame) => omit(frame, "group"))],
  [
    "from-user-missing",
    "A message of a client does not say of which user.",
    of("message", (frame) => omit(frame, "fromUserId")),
  ],
  [
    "from-user-invented",
    "A message of nobody is said to be of a user.",
    of("message", (frame) =>
      frame.from === "group" ? { ...frame, fromUserId: frame.fromUserId ?? "anonymous" } : frame,
    ),
  ],
  ["data-type-missing", "A message does not say what its data is.", of("message", (frame) => omit(frame, "dataType"))],
  [
    "data-type-in-capitals",
    "The dataType of a message is in capitals.",
    of("message", (frame) => ({ ...frame, dataType: String(frame.dataType).toUpperCase() })),
  ],
  [
    "json-as-text",
    "JSON data is a text in which the JSON stands.",
    of("message", (frame) => (frame.dataType === "json" ? { ...frame, data: JSON.stringify(frame.data) } : frame)),
  ],
  [
    "bytes-as-hex",
    "Bytes are written in hexadecimal digits.",
    of("message", (frame) =>
      frame.dataType === "binary"
        ? { ...frame, data: Buffer.from(String(frame.data), "base64").toString("hex") }
        : frame,
    ),
  ],
  [
    "bytes-as-base64url",
    "Bytes are written in base64 for URLs.",
    of("message", (frame) =>
      frame.dataType === "binary"
        ? { ...frame, data: Buffer.from(String(frame.data), "base64").toString("base64url") }
        : frame,
    ),
  ],
  [
    "bytes-as-list",
    "Bytes are a list of numbers.",
    of("message", (frame) =>
      frame.dataType === "binary" ? { ...frame, data: [...Buffer.from(String(frame.data), "base64")] } : frame,
    ),
  ],
  [
    "in-an-envelope",
    "The message stands in a member of its frame.",
    of("message", (frame) => ({ type: "message", message: omit(frame, "type") })),
    SIMULATOR,
  ],
  [
    "notification-before",
    "A notification comes before each message.",
    of("message", (frame) => [{ type: "notification" }, frame]),
    SIMULATOR,
  ],
  ["type-event", "A message is called an event.", of("message", (frame) => ({ ...frame, type: "event" }))],
  [
    "beyond-ascii-lost",
    "Letters beyond ASCII become question marks.",
    frames((frame) => JSON.parse(JSON.stringify(frame).replaceAll(/[^\x20-\x7e]/g, "?")) as typeof frame),
  ],
  [
    "large-cut",
    "A text is cut at 64 KiB.",
    of("message", (frame) =>
      typeof frame.data === "string" ? { ...frame, data: frame.data.slice(0, 65_536) } : frame,
    ),
  ],
  [
    "order-swapped",
    "Of two messages the second comes first.",
    () => ({
      session: (session) => {
        const deliver = session.deliver.bind(session);
        let held: Message | undefined;
        const letGo = () => {
          if (held !== undefined) deliver(held);
          held = undefined;
        };
        session.deliver = (message) => {
          if (held === undefined) {
            held = message;
            setTimeout(letGo, 30);
          } else {
            deliver(message);
            letGo();
          }
        };
      },
    }),
  ],
];

export const messages: readonly Mutant[] = mutantsOf("messages", VARIANTS);
