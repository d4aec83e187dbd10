import type { ClientName } from "./compared-clients.js";

/** What a client process can do. */
export interface ClientProcess {
  /** Loads the client, creates one and sends once. */
  start: (options: { client: ClientName; endpoint: string }) => Promise<void>;
  /** Sends to one group for that many milliseconds, with 16 sends in progress at any time. */
  sendFor: (milliseconds: number) => Promise<Sent>;
  /** Sends `count` times, to each audience in turn. */
  sendTo: (options: { count: number; audiences: Audiences }) => Promise<void>;
  /** The memory in use after a garbage collection, in bytes. Needs `--expose-gc`. */
  memory: () => Promise<Memory>;
}

export interface Sent {
  readonly sends: number;
  readonly cpuMs: number;
  readonly elapsedMs: number;
}

/** `few`: ten groups. `many`: a new user for each send. */
export type Audiences = "few" | "many";

export interface Memory {
  /** The heap and the external memory of its objects. */
  readonly heap: number;
  /** The resident set size. */
  readonly resident: number;
}

/** What the server process can do. */
export interface BareServer {
  endpoint: () => string;
  /** The bytes of the last request, as Latin-1. */
  lastRequest: () => string;
}
