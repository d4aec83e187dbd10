import type { Interception } from "../../emulator/interception.js";
import type { Mutant } from "../mutant.js";
import { mutantsOf, type Variant } from "../variants.js";
import { delivering, wrongOutgoing } from "./outgoing-frames.js";

const VARIANTS: readonly Variant<() => Interception>[] = [
  [
    "envelope",
    "A simple client gets frames of the JSON subprotocol.",
    delivering((message, deliver, protocol) => {
      if (protocol !== null) return deliver(message);
      const text = JSON.stringify({ type: "message", dataType: message.payload.dataType, data: message.payload.data });
      deliver({ ...message, payload: { dataType: "text", data: text } });
    }),
  ],
  [
    "base64",
    "A simple client gets bytes as base64.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType !== "binary") return deliver(message);
      deliver({ ...message, payload: { dataType: "text", data: payload.data.toString("base64") } });
    }),
  ],
  [
    "bytes",
    "A simple client gets text in binary frames.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType === "binary") return deliver(message);
      const text = payload.dataType === "json" ? payload.text : payload.data;
      deliver({ ...message, payload: { dataType: "binary", data: Buffer.from(text) } });
    }),
  ],
  [
    "bare-text",
    "A simple client gets a JSON string without its quotes.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType !== "json" || typeof payload.data !== "string") return deliver(message);
      deliver({ ...message, payload: { dataType: "text", data: payload.data } });
    }),
  ],
  [
    "nothing",
    "A simple client gets no messages.",
    delivering((message, deliver, protocol) => (protocol === null ? undefined : deliver(message))),
  ],
];

export const simpleMessages: readonly Mutant[] = mutantsOf(
  "raw-messages",
  wrongOutgoing({
    written: [{ topics: ["group messages"] }, { topics: ["operation"], aspects: ["media types"], needs: "sockets" }],
  }),
  VARIANTS,
);
