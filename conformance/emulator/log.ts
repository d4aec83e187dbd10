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
  readonly refusal?: string;
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
  readonly cause: string;
}

/** A client that came, was refused, or went. */
export interface ConnectionEntry {
  readonly kind: "connection";
  readonly sequence: number;
  readonly event: "connected" | "refused" | "suspended" | "recovered" | "closed";
  readonly hub: string;
  readonly connectionId: string | null;
  readonly userId: string | null;
  /** Why it was refused or closed. */
  readonly reason?: string;
}

export type LogEntry = RequestEntry | DeliveryEntry | ConnectionEntry;
type Unnumbered = LogEntry extends infer Entry ? (Entry extends LogEntry ? Omit<Entry, "sequence"> : never) : never;

/** How many entries are kept; the oldest go first. */
const KEPT = 10_000;

/** What the emulator did, in order. */
export class Log {
  #entries: LogEntry[] = [];
  #sequence = 0;
  #waiting = new Set<(entry: LogEntry) => void>();
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

  add(entry: Unnumbered): void {
    this.#sequence += 1;
    const numbered = { ...entry, sequence: this.#sequence } as LogEntry;
    this.#entries.push(numbered);
    // Cut seldom and by half, so that a full log costs no more than an empty one.
    if (this.#entries.length >= KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
    this.listener?.(numbered);
    for (const waiting of [...this.#waiting]) waiting(numbered);
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
        this.#waiting.delete(waiting);
      };
      const waiting = (entry: LogEntry) => {
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
      this.#waiting.add(waiting);
    });
  }

  clear(): void {
    this.#entries = [];
  }
}
