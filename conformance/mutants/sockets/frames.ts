import type { Interception } from "../../emulator/interception.js";
import type { Message } from "../../emulator/state/message.js";
import { type ChangeFrame, outgoing, without } from "../frames.js";
import type { Mutant } from "../mutant.js";
import { SENDS } from "../operations.js";
import { wrongEmulator } from "../wrong-emulator.js";

type Way = readonly [name: string, sentence: string, make: () => Interception, history?: string];

const frames = (change: ChangeFrame) => (): Interception => ({ outgoing: outgoing(change) });
const of = (type: string, change: ChangeFrame) =>
  frames((frame, session) => (frame.type === type || frame.event === type ? change(frame, session) : frame));
/** Changes what is delivered. */
const delivering =
  (change: (message: Message, deliver: (message: Message) => void, protocol: string | null) => void) =>
  (): Interception => ({
    session: (session) => {
      const deliver = session.deliver.bind(session);
      session.deliver = (message) => change(message, deliver, session.connection.protocol);
    },
  });

const SIMULATOR = "A simulator had frames of its own: https://github.com/Azure/azure-sdk-for-js/pull/33106";

const CONNECTED: readonly Way[] = [
  ["connected-missing", "A client is not told that it is connected.", of("connected", () => undefined)],
  [
    "connected-without-id",
    "A client is not told the id of its connection.",
    of("connected", (frame) => without(frame, "connectionId")),
  ],
  [
    "connected-with-another-id",
    "A client is told another id than its connection has.",
    of("connected", (frame) => ({ ...frame, connectionId: `${String(frame.connectionId)}-` })),
  ],
  ["connected-without-user", "A client is not told its user.", of("connected", (frame) => without(frame, "userId"))],
  [
    "connected-with-a-user",
    "A client without a user is told one.",
    of("connected", (frame) => ({ ...frame, userId: frame.userId ?? "anonymous" })),
  ],
  [
    "connected-without-token",
    "A reliable client gets no reconnectionToken.",
    of("connected", (frame) => without(frame, "reconnectionToken")),
  ],
  [
    "connected-as-notification",
    "A client is told that it is connected by a notification.",
    of("connected", (frame) => ({ ...frame, type: "notification" })),
    SIMULATOR,
  ],
];

const MESSAGES: readonly Way[] = [
  ["from-missing", "A message does not say where it is from.", of("message", (frame) => without(frame, "from"))],
  ["group-missing", "A message to a group does not say to which.", of("message", (frame) => without(frame, "group"))],
  [
    "from-user-missing",
    "A message of a client does not say of which user.",
    of("message", (frame) => without(frame, "fromUserId")),
  ],
  [
    "from-user-invented",
    "A message of nobody is said to be of a user.",
    of("message", (frame) =>
      frame.from === "group" ? { ...frame, fromUserId: frame.fromUserId ?? "anonymous" } : frame,
    ),
  ],
  [
    "data-type-missing",
    "A message does not say what its data is.",
    of("message", (frame) => without(frame, "dataType")),
  ],
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
    of("message", (frame) => ({ type: "message", message: without(frame, "type") })),
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
    "raw-client-gets-envelope",
    "A raw client gets the frames of the JSON subprotocol.",
    delivering((message, deliver, protocol) => {
      if (protocol !== null) return deliver(message);
      const text = JSON.stringify({ type: "message", dataType: message.payload.dataType, data: message.payload.data });
      deliver({ ...message, payload: { dataType: "text", data: text } });
    }),
  ],
  [
    "raw-client-gets-base64",
    "A raw client gets bytes as base64.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType !== "binary") return deliver(message);
      deliver({ ...message, payload: { dataType: "text", data: payload.data.toString("base64") } });
    }),
  ],
  [
    "raw-client-gets-bytes",
    "A raw client gets texts as bytes.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType === "binary") return deliver(message);
      const text = payload.dataType === "json" ? payload.text : payload.data;
      deliver({ ...message, payload: { dataType: "binary", data: Buffer.from(text) } });
    }),
  ],
  [
    "raw-client-gets-bare-text",
    "A raw client gets JSON that is a text without its quotes.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType !== "json" || typeof payload.data !== "string") return deliver(message);
      deliver({ ...message, payload: { dataType: "text", data: payload.data } });
    }),
  ],
  [
    "raw-client-gets-nothing",
    "A raw client gets no messages.",
    delivering((message, deliver, protocol) => (protocol === null ? undefined : deliver(message))),
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

const ACKS: readonly Way[] = [
  ["ack-missing", "No frame is acknowledged.", of("ack", () => undefined)],
  [
    "ack-of-success-missing",
    "What was done is not acknowledged.",
    of("ack", (frame) => (frame.success === true ? undefined : frame)),
  ],
  [
    "ack-always-success",
    "Every frame is acknowledged as done.",
    of("ack", ({ type, ackId }) => ({ type, ackId, success: true })),
  ],
  [
    "ack-never-success",
    "No frame is acknowledged as done.",
    of("ack", ({ type, ackId }) => ({
      type,
      ackId,
      success: false,
      error: { name: "InternalServerError", message: "No." },
    })),
  ],
  ["ack-without-error", "A refusal does not say why.", of("ack", (frame) => without(frame, "error"))],
  [
    "ack-other-error",
    "Every refusal is a BadRequest.",
    of("ack", (frame) =>
      frame.error === undefined ? frame : { ...frame, error: { name: "BadRequest", message: "No." } },
    ),
  ],
  [
    "ack-error-beside-success",
    "What was done is acknowledged with an error beside it.",
    of("ack", (frame) => ({ error: { name: "None", message: "" }, ...frame })),
  ],
  [
    "ack-id-of-32-bits",
    "An ackId comes back as a number of 32 bits.",
    of("ack", (frame) => ({ ...frame, ackId: Number(frame.ackId) | 0 })),
  ],
  [
    "ack-counted",
    "Acks are counted by the service.",
    () => {
      let count = 0;
      return {
        outgoing: outgoing((frame) => {
          count -= 1;
          return frame.type === "ack" ? { ...frame, ackId: count } : frame;
        }),
      };
    },
  ],
  ["pong-missing", "A ping is not answered.", of("pong", () => undefined)],
  ["pong-as-ack", "A ping is answered by an ack.", of("pong", () => ({ type: "ack", success: true }))],
];

const SEQUENCES: readonly Way[] = [
  [
    "sequence-id-missing",
    "Messages to reliable clients have no sequenceId.",
    of("message", (frame) => without(frame, "sequenceId")),
  ],
  [
    "sequence-id-always",
    "Messages to all clients have a sequenceId.",
    of("message", (frame) => ({ sequenceId: 1, ...frame })),
  ],
  [
    "sequence-id-always-1",
    "The sequenceId does not count.",
    of("message", (frame) => ("sequenceId" in frame ? { ...frame, sequenceId: 1 } : frame)),
  ],
  [
    "sequence-id-down",
    "The sequenceId counts down.",
    of("message", (frame) =>
      "sequenceId" in frame ? { ...frame, sequenceId: 1_000_000 - Number(frame.sequenceId) } : frame,
    ),
  ],
  [
    "sequence-id-as-text",
    "The sequenceId is a text.",
    of("message", (frame) =>
      "sequenceId" in frame ? { ...frame, sequenceId: `no. ${String(frame.sequenceId)}` } : frame,
    ),
  ],
  [
    "sequence-id-anew",
    "A message that comes again has another sequenceId.",
    () => {
      let count = 0;
      return {
        outgoing: outgoing((frame) => {
          count += 1;
          return "sequenceId" in frame ? { ...frame, sequenceId: count } : frame;
        }),
      };
    },
    "A simulator counted per sender: https://github.com/Azure/azure-sdk-for-js/pull/33106",
  ],
];

export const wrongFrames: readonly Mutant[] = [...CONNECTED, ...MESSAGES, ...ACKS, ...SEQUENCES].map(
  ([name, sentence, make, history]) =>
    wrongEmulator(
      {
        id: `frames/${name}`,
        sentence,
        ...(history !== undefined && { history }),
        operations: ["sockets", ...SENDS],
        cases: /^sockets\/(?!handshake|roles)|^send-to-\w+\/(json|text|bytes|reaches|no-user|excluded-can|kept)/,
      },
      make,
    ),
);
