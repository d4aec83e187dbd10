import * as ws from "ws";

/** A frame to a client, ready to send. */
export interface OutgoingFrame {
  /** The payload with its WebSocket header. Frames of a server are not masked, so all receivers get the same bytes. */
  readonly encoded: Buffer;
  /** The payload. */
  readonly bytes: Buffer;
  /** The payload as the log shows it: an object for JSON subprotocols, text or bytes for simple clients. */
  readonly shown: unknown;
}

interface Framing {
  /** @returns the header and the payload */
  frame(
    bytes: Buffer,
    options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean },
  ): Buffer[];
}

// `ws` 8 exports `Sender`, its types do not. `WebSocket.send` would make the header again for each receiver and write it
// apart from the payload, with which a broadcast takes about a quarter longer.
const { Sender } = ws as unknown as { Sender: Framing };

/** @param text a string, or its UTF-8 bytes */
export function textFrame(text: string | Buffer, shown: unknown): OutgoingFrame {
  return frame(1, typeof text === "string" ? Buffer.from(text) : text, shown);
}

export function binaryFrame(bytes: Buffer, shown: unknown): OutgoingFrame {
  return frame(2, bytes, shown);
}

function frame(opcode: number, payload: Buffer, shown: unknown): OutgoingFrame {
  const parts = Sender.frame(payload, { fin: true, rsv1: false, opcode, mask: false, readOnly: true });
  const encoded = Buffer.concat(parts);
  return { encoded, bytes: encoded.subarray(encoded.length - payload.length), shown };
}
