import type { Clock } from "../../clock.js";
import type { Message } from "../../state/message.js";
import type { OutgoingFrame } from "../frames/frame.js";
import { withSequenceId } from "../frames/message-frame.js";
import type { Carrier } from "./carrier.js";
import { type Limits, OVERHEAD_BYTES } from "./socket-limits.js";

/** A frame to send. */
interface OutboxEntry {
  /** The message that the frame carries; undefined for a frame of the service, which is lost with the socket. */
  readonly message: Message | undefined;
  readonly frame: OutgoingFrame;
  /** Assigned when the message is first sent, from 1; 0 before. */
  sequenceId: number;
}

/** The limit that was exceeded: that of unsent frames, or that of unacknowledged messages. */
export type Overflow = "outgoing" | "reliable";

export interface OutboxOptions {
  readonly reliable: boolean;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Called with each frame that was sent, and its message. */
  readonly sent: (frame: OutgoingFrame, message: Message | undefined) => void;
  /** Replaces a frame that is about to be sent. @default the frame itself */
  readonly outgoing?: (frame: OutgoingFrame) => readonly OutgoingFrame[];
}

/**
 * The frames to send to one client: those that wait until the socket can take more, and for a reliable connection the
 * messages that are not acknowledged. Expired messages are dropped instead of sent.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  // Sets keep the order, and any member can be removed cheaply.
  readonly #waiting = new Set<OutboxEntry>();
  readonly #unacknowledged = new Set<OutboxEntry>();
  #waitingBytes = 0;
  #keptBytes = 0;
  #lastSequenceId = 0;
  #carrier: Carrier | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Starts to send through another carrier: `first`, then the unacknowledged messages. */
  attach(carrier: Carrier, first: OutgoingFrame | undefined): void {
    this.detach();
    this.#carrier = carrier;
    if (first !== undefined) this.put(first);
    for (const entry of this.#unacknowledged) this.#wait(entry);
    this.flush();
  }

  /** Stops sending. Drops the waiting frames, except that unacknowledged messages are kept for the next carrier. */
  detach(): void {
    this.#carrier = undefined;
    this.#waiting.clear();
    this.#waitingBytes = 0;
  }

  /** Sends a frame of the service itself, or queues it. */
  put(frame: OutgoingFrame): Overflow | undefined {
    return this.#send({ message: undefined, frame, sequenceId: 0 });
  }

  /** Sends a message, or queues it. @returns the limit that it exceeds, if any: the connection must then be closed */
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

  /** Drops the messages up to `sequenceId`: the client has received them. */
  acknowledge(sequenceId: bigint): void {
    for (const entry of this.#unacknowledged) {
      if (entry.sequenceId === 0 || entry.sequenceId > sequenceId) return;
      this.#removeKept(entry);
      this.#removeWaiting(entry);
    }
  }

  /** Sends waiting frames while the socket can take more. */
  flush(): void {
    while (this.#carrier?.ready === true) {
      const [entry] = this.#waiting;
      if (entry === undefined) return;
      this.#removeWaiting(entry);
      this.#write(this.#carrier, entry);
    }
  }

  /** Sends all waiting frames and then `last`, however full the socket is, and closes. */
  finish(last: OutgoingFrame | undefined): void {
    const carrier = this.#carrier;
    if (carrier !== undefined) {
      for (const entry of this.#waiting) this.#write(carrier, entry);
      if (last !== undefined) this.#write(carrier, { message: undefined, frame: last, sequenceId: 0 });
    }
    this.close();
  }

  /** Drops everything. */
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
