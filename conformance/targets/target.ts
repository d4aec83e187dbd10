import type { Capability } from "./capability.js";

/** A server that is held to the description. */
export interface Target {
  readonly name: string;
  /** Where it is, without a slash at the end. */
  readonly endpoint: string;
  /** The key that requests are signed with. Either this or `bearer`. */
  readonly accessKey?: string;
  /** A token that is sent as it is, such as one of Microsoft Entra. */
  readonly token?: string;
  /** What tokens are signed for, where requests go through a proxy. @default the endpoint */
  readonly audience?: string;
  readonly capabilities: readonly Capability[];
  /** Its time, where that is not the computer's. */
  readonly now?: () => number;
  /** Moves its time. There where it has the capability `clock`. */
  readonly advance?: (seconds: number) => Promise<void>;
  /** Another one like it that nobody else uses, for what would disturb others. @default it is used itself */
  readonly startIsolated?: () => Promise<StartedTarget>;
  /** How long something that has to happen may take, in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
  /** How many requests may be sent to it a second. @default any number */
  readonly requestsPerSecond?: number;
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

/** The target cannot be reached (any more): nothing was decided. */
export class TargetUnreachableError extends Error {
  override readonly name = "TargetUnreachableError";
}

/** What Prism can decide. It takes an empty query value for an absent one. */
export const PRISM_CAPABILITIES: Target["capabilities"] = ["responses", "validation", "exclusive"];

/** What a server with state can decide that is somebody's. */
export const SERVER_CAPABILITIES: Target["capabilities"] = [
  "validation",
  "empty-values",
  "state",
  "sockets",
  "authentication",
];

/** The key for targets that do not check signatures. It opens nothing. */
export const PLACEHOLDER_ACCESS_KEY = "a-key-that-opens-nothing-but-is-long-enough-to-sign-with";
