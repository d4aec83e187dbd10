import { OVERHEAD_BYTES } from "./socket-limits.js";

/** A frame that a client sent. */
export interface Received {
  readonly data: Buffer;
  readonly binary: boolean;
}

/**
 * Handles the frames of one client one after the other: while the application handles an event, later frames wait.
 */
export class Inbox {
  readonly #handle: (received: Received) => void | Promise<void>;
  readonly #limit: number;
  readonly #changed: (full: boolean) => void;
  readonly #waiting: Received[] = [];
  #bytes = 0;
  #busy = false;
  #full = false;
  #closed = false;

  /**
   * @param handle must not throw or reject
   * @param limit the bytes that may wait before the inbox is full
   * @param changed called when the inbox becomes full, and when it no longer is
   */
  constructor(handle: (received: Received) => void | Promise<void>, limit: number, changed: (full: boolean) => void) {
    this.#handle = handle;
    this.#limit = limit;
    this.#changed = changed;
  }

  /** Whether reading from the client should pause. */
  get full(): boolean {
    return this.#full;
  }

  push(received: Received): void {
    if (this.#closed) return;
    if (this.#busy) {
      this.#waiting.push(received);
      this.#count(sizeOf(received));
      return;
    }
    this.#take(received);
  }

  /** Drops the waiting frames and ignores later ones. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#count(-this.#bytes);
  }

  /** Synchronous if the handler is, as it nearly always is: a promise for each frame would be slow. */
  #take(received: Received): void {
    const handling = this.#handle(received);
    if (handling === undefined) return;
    this.#busy = true;
    void handling.then(() => {
      this.#busy = false;
      while (!this.#busy && this.#waiting.length > 0) {
        const next = this.#waiting.shift() as Received;
        this.#count(-sizeOf(next));
        this.#take(next);
      }
    });
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    const full = this.#bytes > this.#limit;
    if (full === this.#full) return;
    this.#full = full;
    this.#changed(full);
  }
}

function sizeOf({ data }: Received): number {
  return data.length + OVERHEAD_BYTES;
}
