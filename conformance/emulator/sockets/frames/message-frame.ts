import type { Message } from "../../state/message.js";
import { binaryFrame, type OutgoingFrame, textFrame } from "./frame.js";

/** Made once for all receivers of a message. */
const jsonFrames = new WeakMap<Message, OutgoingFrame>();
const simpleFrames = new WeakMap<Message, OutgoingFrame>();

/** The frame of a message for clients of `json.webpubsub.azure.v1`. */
export function jsonFrame(message: Message): OutgoingFrame {
  return cached(jsonFrames, message, makeJsonFrame);
}

/** The frame of a message for simple clients: only its content. */
export function simpleFrame(message: Message): OutgoingFrame {
  return cached(simpleFrames, message, makeSimpleFrame);
}

/** The frame of {@link jsonFrame} for a client of `json.reliable.webpubsub.azure.v1`. */
export function withSequenceId(frame: OutgoingFrame, sequenceId: number): OutgoingFrame {
  const start = Buffer.from(`{"sequenceId":${sequenceId},`);
  return textFrame(Buffer.concat([start, frame.bytes.subarray(1)]), { sequenceId, ...(frame.shown as object) });
}

function cached(
  frames: WeakMap<Message, OutgoingFrame>,
  message: Message,
  make: (message: Message) => OutgoingFrame,
): OutgoingFrame {
  let frame = frames.get(message);
  if (frame === undefined) {
    frame = make(message);
    frames.set(message, frame);
  }
  return frame;
}

function makeJsonFrame({ payload, from, metadata }: Message): OutgoingFrame {
  const head = {
    type: "message",
    from: from.kind,
    ...(from.kind === "group" && { group: from.group, fromUserId: from.userId }),
    dataType: payload.dataType,
  };
  const data = payload.dataType === "binary" ? payload.data.toString("base64") : payload.data;
  // JSON is forwarded as text: parsed and serialized again, 1.0 would become 1.
  const dataText = payload.dataType === "json" ? payload.text : JSON.stringify(data);
  const tail = metadata === undefined ? "" : `,"metadata":${JSON.stringify(metadata)}`;
  const text = `${JSON.stringify(head).slice(0, -1)},"data":${dataText}${tail}}`;
  return textFrame(text, { ...head, data, ...(metadata !== undefined && { metadata }) });
}

function makeSimpleFrame({ payload }: Message): OutgoingFrame {
  if (payload.dataType === "binary") return binaryFrame(payload.data, payload.data);
  const text = payload.dataType === "json" ? payload.text : payload.data;
  return textFrame(text, text);
}
