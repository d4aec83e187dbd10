/** A request that was answered. */
export interface RequestEntry {
  readonly kind: "request";
  /** Counts up over all entries. */
  readonly sequence: number;
  /** The operationId; null where no operation was found. */
  readonly operation: string | null;
  readonly method: string;
  /** As it arrived, without the query. */
  readonly path: string;
  readonly hub: string | null;
  /** The path and query parameters as they were understood. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** 0 where the answer was lost: to a fault, or because the client was gone. */
  readonly status: number;
  readonly principal: "access-key" | "entra" | null;
  /** Why it was refused, where it was for its token. */
  readonly rejectionReason?: string;
}

/** A frame on its way to a client. */
export interface DeliveryEntry {
  readonly kind: "delivery";
  readonly sequence: number;
  readonly hub: string;
  readonly connectionId: string;
  readonly userId: string | null;
  /** JSON of a subprotocol as an object; a raw client's text or bytes as they are. */
  readonly frame: unknown;
  /** The operationId or the type of the client's frame that caused it; `system` for the service's own. */
  readonly causedBy: string;
}

/** A client that came, was refused, or went. */
export interface ConnectionEntry {
  readonly kind: "connection";
  readonly sequence: number;
  readonly event: "connected" | "rejected" | "suspended" | "recovered" | "closed";
  readonly hub: string;
  readonly connectionId: string | null;
  readonly userId: string | null;
  /** Why it was refused or closed. */
  readonly reason?: string;
}

export type LogEntry = RequestEntry | DeliveryEntry | ConnectionEntry;
type NewEntry = LogEntry extends infer Entry ? (Entry extends LogEntry ? Omit<Entry, "sequence"> : never) : never;

/** How many entries are kept at the least, unless they are too large; the oldest go first. */
const MAX_ENTRIES = 10_000;
/** How much the entries that are kept hold at the most: the addresses of requests and the messages, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What the emulator did, in order. Of very much the newest is kept: 10,000 entries at the least, or 32 MiB. */
export class Log {
  #entries: LogEntry[] = [];
  /** What each entry holds. */
  #sizes: number[] = [];
  #bytes = 0;
  #sequence = 0;
  #waiters = new Set<(entry: LogEntry) => void>();
  /** Called with every entry, for a log on a terminal. */
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
   * @param entry is kept, and not copied
   * @param size how much it holds that nothing else in the log does, in bytes
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
   * The first entry, of those that are there and those to come, that the predicate is true of.
   *
   * @throws {Error} after `timeout` milliseconds of real time (default 5000), with the number of entries that were looked at;
   * or what the predicate throws
   */
  async waitFor<Entry extends LogEntry = LogEntry>(
    predicate: (entry: LogEntry) => boolean,
    { timeout = 5000 } = {},
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
          // It is the mistake of the one who waits, not of the request whose entry it is.
          reject(error);
        }
        stop();
      };
      const timer = setTimeout(() => {
        stop();
        reject(
          new Error(
            `No entry of the log was what was waited for, ${timeout} ms long; ${this.#entries.length} are there.`,
          ),
        );
      }, timeout);
      this.#waiters.add(waiter);
    });
  }

  clear(): void {
    this.#entries = [];
    this.#sizes = [];
    this.#bytes = 0;
  }

  /** Seldom and by half, so that a full log costs no more than an empty one. */
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
