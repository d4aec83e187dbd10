/** A REST request, logged once its response is known. */
export interface RequestEntry {
  readonly kind: "request";
  /** The number of the entry, counted over all kinds. Minimum 1. */
  readonly sequence: number;
  /** The operationId; null if no operation matches the request. */
  readonly operation: string | null;
  readonly method: string;
  /** The path as received, without the query. */
  readonly path: string;
  readonly hub: string | null;
  /** The path and query parameters as parsed; empty if they are invalid. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** 0 if no response was sent: because of a fault, or because the client disconnected. */
  readonly status: number;
  readonly principal: "access-key" | "entra" | null;
  /** Why the token was rejected; absent if it was not. */
  readonly rejectionReason?: string;
}

/** A frame that was sent to a client. */
export interface DeliveryEntry {
  readonly kind: "delivery";
  readonly sequence: number;
  readonly hub: string;
  readonly connectionId: string;
  readonly userId: string | null;
  /** An object for clients of a JSON subprotocol; the text or bytes for a simple client. */
  readonly frame: unknown;
  /** The operationId or the type of the client frame that caused it; `system` for frames of the service itself. */
  readonly causedBy: string;
}

/** A client that connected, was rejected, or disconnected. */
export interface ConnectionEntry {
  readonly kind: "connection";
  readonly sequence: number;
  readonly event: "connected" | "rejected" | "suspended" | "recovered" | "closed";
  readonly hub: string;
  readonly connectionId: string | null;
  readonly userId: string | null;
  /** Why it was rejected, suspended or closed. */
  readonly reason?: string;
}

export type LogEntry = RequestEntry | DeliveryEntry | ConnectionEntry;
type NewEntry = LogEntry extends infer Entry ? (Entry extends LogEntry ? Omit<Entry, "sequence"> : never) : never;

/** The log keeps this many of the newest entries, and up to twice as many, unless they exceed {@link MAX_BYTES}. */
const MAX_ENTRIES = 10_000;
/** The size of the request URLs and messages in the log. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What the emulator did, in order. Keeps at least the newest 10,000 entries, or the newest 32 MiB of them. */
export class Log {
  #entries: LogEntry[] = [];
  /** In bytes, for each entry. */
  #sizes: number[] = [];
  #bytes = 0;
  #sequence = 0;
  #waiters = new Set<(entry: LogEntry) => void>();
  /** Called with each new entry. */
  listener: ((entry: LogEntry) => void) | undefined;

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  get requests(): readonly RequestEntry[] {
    return this.#entries.filter((entry) => entry.kind === "request");
  }

  get deliveries(): readonly DeliveryEntry[] {
    return this.#entries.filter((entry) => entry.kind === "delivery");
  }

  /**
   * @param entry kept as it is, not copied
   * @param size the bytes that the entry refers to and no earlier entry does
   */
  add(entry: NewEntry, size = 0): void {
    this.#sequence += 1;
    const numbered = Object.assign(entry, { sequence: this.#sequence }) as LogEntry;
    this.#entries.push(numbered);
    this.#sizes.push(size);
    this.#bytes += size;
    if (this.#entries.length >= MAX_ENTRIES * 2 || this.#bytes > MAX_BYTES) this.#dropOldest();
    this.listener?.(numbered);
    for (const waiter of [...this.#waiters]) waiter(numbered);
  }

  /**
   * Waits for an entry that matches.
   *
   * @param predicate called with the entries so far and then with each new one
   * @param options.timeoutMs how long to wait, in milliseconds of real time; default 5000
   * @returns the first entry that the predicate returns true for
   * @throws {Error} if none matches in time, or what the predicate throws
   */
  async waitFor<Entry extends LogEntry = LogEntry>(
    predicate: (entry: LogEntry) => boolean,
    { timeoutMs = 5000 } = {},
  ): Promise<Entry> {
    const found = this.#entries.find(predicate);
    if (found !== undefined) return found as Entry;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter = (entry: LogEntry) => {
        try {
          if (!predicate(entry)) return;
          resolve(entry as Entry);
        } catch (error) {
          // The caller of `waitFor` made the mistake, not the request that is being logged.
          reject(error);
        }
        stop();
      };
      const timer = setTimeout(() => {
        stop();
        reject(
          new Error(
            `waitFor: no matching log entry within ${timeoutMs.toLocaleString("en")} ms (entries so far: ${this.#entries.length}).`,
          ),
        );
      }, timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  /** Removes all entries. The numbers go on. */
  clear(): void {
    this.#entries = [];
    this.#sizes = [];
    this.#bytes = 0;
  }

  /** Drops half at once, so that adding to a full log costs no more than adding to an empty one. */
  #dropOldest(): void {
    let from = Math.max(0, this.#entries.length - MAX_ENTRIES);
    for (let index = 0; index < from; index += 1) this.#bytes -= this.#sizes[index] ?? 0;
    while (this.#bytes > MAX_BYTES / 2) {
      this.#bytes -= this.#sizes[from] ?? 0;
      from += 1;
    }
    this.#entries = this.#entries.slice(from);
    this.#sizes = this.#sizes.slice(from);
  }
}
