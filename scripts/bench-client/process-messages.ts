import type { SideName } from "./compared-clients.js";

/** What can be asked of the process of a client. */
export interface ClientProcess {
  /** Loads the client, and makes one. */
  start: (options: { side: SideName; endpoint: string }) => Promise<void>;
  /** Sends to one group for that many milliseconds, with 16 on their way at any time. */
  sendFor: (milliseconds: number) => Promise<Sent>;
  /** Sends that often, to each audience in turn. */
  sendTo: (options: { count: number; audiences: Audiences }) => Promise<void>;
  /** What is in use once all that is not has been collected, in bytes. Needs `--expose-gc`. */
  memory: () => Promise<Memory>;
}

export interface Sent {
  readonly sends: number;
  /** How long the process computed, and how long that took, in milliseconds. */
  readonly cpu: number;
  readonly took: number;
}

/** `few`: ten groups. `many`: a user that there was no send to before, each time. */
export type Audiences = "few" | "many";

export interface Memory {
  /** The heap, and what belongs to its objects outside of it. */
  readonly heap: number;
  /** What the operating system gives the process. */
  readonly resident: number;
}

/** What can be asked of the process of the server. */
export interface ServerProcess {
  endpoint: () => string;
  /** The last request, as it came. */
  last: () => string;
}
