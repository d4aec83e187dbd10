import * as ws from "ws";

/** A frame ready to be sent. */
export interface OutgoingFrame {
  /** With the head that WebSocket puts before it: what a server sends is the same for every client. */
  readonly wire: Buffer;
  /** What the client gets. */
  readonly bytes: Buffer;
  /** As the log shows it: JSON of a subprotocol as an object, what a raw client gets as text or bytes. */
  readonly shown: unknown;
}

interface Framing {
  /** The head, and what it was given. */
  frame(
    bytes: Buffer,
    options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean },
  ): Buffer[];
}

// `ws` exports what it makes frames with, its types do not. Its own `send` makes the head anew for each receiver and hands
// it over apart from the rest, with which a broadcast takes a good fourth longer.
const { Sender } = ws as unknown as { Sender: Framing };

/** @param text bytes of it are UTF-8 */
export function textFrame(text: string | Buffer, shown: unknown): OutgoingFrame {
  return frame(1, typeof text === "string" ? Buffer.from(text) : text, shown);
}

export function binaryFrame(bytes: Buffer, shown: unknown): OutgoingFrame {
  return frame(2, bytes, shown);
}

function frame(opcode: number, payload: Buffer, shown: unknown): OutgoingFrame {
  const parts = Sender.frame(payload, { fin: true, rsv1: false, opcode, mask: false, readOnly: true });
  const wire = Buffer.concat(parts);
  return { wire, bytes: wire.subarray(wire.length - payload.length), shown };
}
