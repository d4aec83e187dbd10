import type { Mutant } from "../mutant.js";
import { delivering, mutantsOf, type Variant } from "./outgoing-frames.js";

const VARIANTS: readonly Variant[] = [
  [
    "envelope",
    "A raw client gets the frames of the JSON subprotocol.",
    delivering((message, deliver, protocol) => {
      if (protocol !== null) return deliver(message);
      const text = JSON.stringify({ type: "message", dataType: message.payload.dataType, data: message.payload.data });
      deliver({ ...message, payload: { dataType: "text", data: text } });
    }),
  ],
  [
    "base64",
    "A raw client gets bytes as base64.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType !== "binary") return deliver(message);
      deliver({ ...message, payload: { dataType: "text", data: payload.data.toString("base64") } });
    }),
  ],
  [
    "bytes",
    "A raw client gets texts as bytes.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType === "binary") return deliver(message);
      const text = payload.dataType === "json" ? payload.text : payload.data;
      deliver({ ...message, payload: { dataType: "binary", data: Buffer.from(text) } });
    }),
  ],
  [
    "bare-text",
    "A raw client gets JSON that is a text without its quotes.",
    delivering((message, deliver, protocol) => {
      const { payload } = message;
      if (protocol !== null || payload.dataType !== "json" || typeof payload.data !== "string") return deliver(message);
      deliver({ ...message, payload: { dataType: "text", data: payload.data } });
    }),
  ],
  [
    "nothing",
    "A raw client gets no messages.",
    delivering((message, deliver, protocol) => (protocol === null ? undefined : deliver(message))),
  ],
];

export const rawMessages: readonly Mutant[] = mutantsOf("raw-messages", VARIANTS);
