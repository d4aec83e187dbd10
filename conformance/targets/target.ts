import type { Capability } from "../case.js";

/** A server that is held to the description. */
export interface Target {
  readonly name: string;
  /** Where it is, without a slash at the end. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly capabilities: readonly Capability[];
}

/** A target that this run has started, or reached. */
export interface StartedTarget {
  readonly target: Target;
  close(): Promise<void>;
}

/** A target could not be started or does not answer: nothing was decided. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/** What Prism can decide. It takes an empty query value for an absent one. */
export const PRISM_CAPABILITIES: Target["capabilities"] = ["responses", "validation"];

/** The key for targets that do not check signatures. It opens nothing. */
export const ANY_KEY = "a-key-that-opens-nothing-but-is-long-enough-to-sign-with";
