import type { Clock } from "../../clock.js";
import type { Message } from "../../state/message.js";
import type { OutgoingFrame } from "../frames/frame.js";
import { withSequenceId } from "../frames/message-frame.js";
import type { Carrier } from "./carrier.js";
import { type Limits, OVERHEAD_BYTES } from "./socket-limits.js";

/** Something for the client, in the order in which it gets it. */
interface OutboxEntry {
  /** Undefined: a frame of the service's own, which is not kept beyond the socket. */
  readonly message: Message | undefined;
  readonly frame: OutgoingFrame;
  /** From 1, given as it is first sent; 0 before. */
  sequenceId: number;
}

/** Why nothing more can be put in: the client reads too slowly, or acknowledges too little. */
export type Overflow = "outgoing" | "reliable";

export interface OutboxOptions {
  readonly reliable: boolean;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Called with each frame that goes out, and the message that it is of. */
  readonly sent: (frame: OutgoingFrame, message: Message | undefined) => void;
  /** What goes out in the place of a frame. @default the frame */
  readonly outgoing?: (frame: OutgoingFrame) => readonly OutgoingFrame[];
}

/**
 * What is on its way to one client: frames that wait until the socket has room, and for a reliable connection the messages
 * that were not acknowledged. A message whose time is over is dropped rather than sent.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  // Sets, because of a set any member can be taken out cheaply, and it keeps the order.
  readonly #waiting = new Set<OutboxEntry>();
  readonly #unacknowledged = new Set<OutboxEntry>();
  #waitingBytes = 0;
  #keptBytes = 0;
  #lastSequenceId = 0;
  #carrier: Carrier | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Begins to send by another carrier: first the frame, then every message that was not acknowledged. */
  attach(carrier: Carrier, first: OutgoingFrame | undefined): void {
    this.detach();
    this.#carrier = carrier;
    if (first !== undefined) this.put(first);
    for (const entry of this.#unacknowledged) this.#wait(entry);
    this.flush();
  }

  /** The carrier is gone. What was not kept for the next is lost with it. */
  detach(): void {
    this.#carrier = undefined;
    this.#waiting.clear();
    this.#waitingBytes = 0;
  }

  /** Puts in a frame of the service's own. */
  put(frame: OutgoingFrame): Overflow | undefined {
    return this.#send({ message: undefined, frame, sequenceId: 0 });
  }

  /** Puts in a message. @returns what is full, in which case it was not put in */
  putMessage(message: Message, frame: OutgoingFrame): Overflow | undefined {
    const entry: OutboxEntry = { message, frame, sequenceId: 0 };
    if (this.#options.reliable) {
      if (!this.#fits(entry)) this.#dropExpired();
      if (!this.#fits(entry)) return "reliable";
      this.#unacknowledged.add(entry);
      this.#keptBytes += entry.frame.bytes.length;
    }
    return this.#send(entry);
  }

  /** The client has every message up to that one. */
  acknowledge(sequenceId: bigint): void {
    for (const entry of this.#unacknowledged) {
      if (entry.sequenceId === 0 || entry.sequenceId > sequenceId) return;
      this.#removeKept(entry);
      this.#removeWaiting(entry);
    }
  }

  /** Sends what waits for as long as there is room. */
  flush(): void {
    while (this.#carrier?.ready === true) {
      const [entry] = this.#waiting;
      if (entry === undefined) return;
      this.#removeWaiting(entry);
      this.#write(this.#carrier, entry);
    }
  }

  /** Sends what waits whether there is room or not: nothing can come after it. */
  finish(last: OutgoingFrame | undefined): void {
    const carrier = this.#carrier;
    if (carrier !== undefined) {
      for (const entry of this.#waiting) this.#write(carrier, entry);
      if (last !== undefined) this.#write(carrier, { message: undefined, frame: last, sequenceId: 0 });
    }
    this.close();
  }

  /** Forgets everything. */
  close(): void {
    this.detach();
    this.#unacknowledged.clear();
    this.#keptBytes = 0;
  }

  #send(entry: OutboxEntry): Overflow | undefined {
    const carrier = this.#carrier;
    if (carrier === undefined) return undefined;
    if (this.#waiting.size === 0 && carrier.ready) {
      this.#write(carrier, entry);
      return undefined;
    }
    this.#wait(entry);
    if (!this.#isOverLimit(carrier)) return undefined;
    this.#dropExpired();
    return this.#isOverLimit(carrier) ? "outgoing" : undefined;
  }

  #write(carrier: Carrier, entry: OutboxEntry): void {
    const { message, frame } = entry;
    if (this.#isExpired(entry)) {
      this.#removeKept(entry);
      return;
    }
    let numbered = frame;
    if (message !== undefined && this.#options.reliable) {
      if (entry.sequenceId === 0) {
        this.#lastSequenceId += 1;
        entry.sequenceId = this.#lastSequenceId;
      }
      numbered = withSequenceId(frame, entry.sequenceId);
    }
    const { outgoing } = this.#options;
    if (outgoing === undefined) {
      if (carrier.send(numbered)) this.#options.sent(numbered, message);
      return;
    }
    for (const each of outgoing(numbered)) if (carrier.send(each)) this.#options.sent(each, message);
  }

  #isOverLimit(carrier: Carrier): boolean {
    return this.#waitingBytes + carrier.bufferedBytes > this.#options.limits.outgoingBytes;
  }

  #fits(entry: OutboxEntry): boolean {
    const { reliableMessages, reliableBytes } = this.#options.limits;
    return this.#unacknowledged.size < reliableMessages && this.#keptBytes + entry.frame.bytes.length <= reliableBytes;
  }

  #isExpired({ message }: OutboxEntry): boolean {
    return message?.expires !== undefined && this.#options.clock.now() >= message.expires;
  }

  #dropExpired(): void {
    for (const entry of [...this.#waiting, ...this.#unacknowledged]) {
      if (!this.#isExpired(entry)) continue;
      this.#removeWaiting(entry);
      this.#removeKept(entry);
    }
  }

  #wait(entry: OutboxEntry): void {
    this.#waiting.add(entry);
    this.#waitingBytes += sizeOf(entry);
  }

  #removeWaiting(entry: OutboxEntry): void {
    if (this.#waiting.delete(entry)) this.#waitingBytes -= sizeOf(entry);
  }

  #removeKept(entry: OutboxEntry): void {
    if (this.#unacknowledged.delete(entry)) this.#keptBytes -= entry.frame.bytes.length;
  }
}

function sizeOf({ frame }: OutboxEntry): number {
  return frame.bytes.length + OVERHEAD_BYTES;
}
