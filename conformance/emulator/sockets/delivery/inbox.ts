import { OVERHEAD_BYTES } from "./socket-limits.js";

/** A frame as it came from a client. */
export interface Received {
  readonly data: Buffer;
  readonly binary: boolean;
}

/**
 * The frames of one client, handled one after the other: while the application handles an event, what the client sent after
 * it waits.
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
   * @param handle must not throw, nor reject
   * @param limit how many bytes may wait before the client should be read no further
   * @param changed called when it becomes full, and when it is no longer
   */
  constructor(handle: (received: Received) => void | Promise<void>, limit: number, changed: (full: boolean) => void) {
    this.#handle = handle;
    this.#limit = limit;
    this.#changed = changed;
  }

  /** Whether the client should not be read further. */
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

  /** Forgets what waits, and takes no more. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#count(-this.#bytes);
  }

  /** At once where it can be, which is nearly always: a promise for each frame would cost much. */
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
