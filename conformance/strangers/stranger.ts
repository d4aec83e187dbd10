import type { StartedTarget } from "../targets/target.js";

/** A server that nobody in the project wrote, or one that behaves like such a server. */
export interface Stranger {
  readonly id: string;
  /** How it differs from the emulator, in one sentence. */
  readonly summary: string;
  /** Why the service, or what is in front of it, may do so: a standard, a document, a recording. */
  readonly because: string;
  /** Starts it, as a target of the suite. */
  start(): Promise<StartedTarget>;
}
