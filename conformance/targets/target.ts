import type { Capability } from "./capability.js";

/**
 * A server under test.
 *
 * @example
 * const target: Target = {
 *   name: "my server",
 *   endpoint: "http://127.0.0.1:8080",
 *   accessKey: process.env.ACCESS_KEY,
 *   capabilities: ["validation", "empty-values", "state", "sockets", "authentication", "access-key"],
 * };
 */
export interface Target {
  /** What reports call it. */
  readonly name: string;
  /** The base URL that requests go to, without a slash at the end. */
  readonly endpoint: string;
  /** The key that tokens are signed with. Either this or `token`. */
  readonly accessKey?: string;
  /** A token that is sent unchanged, such as one of Microsoft Entra. */
  readonly token?: string;
  /** The base URL that tokens are signed for, where requests go through a proxy. @default the endpoint */
  readonly audience?: string;
  /** Cases that need another capability are undecidable. */
  readonly capabilities: readonly Capability[];
  /** The time of the target, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** Moves the clock of the target. Required with the capability `clock`. */
  readonly advance?: (seconds: number) => Promise<void>;
  /** Starts another target of this kind, for a case that would disturb others. @default the case runs on this target */
  readonly startIsolated?: () => Promise<StartedTarget>;
  /** How long a frame, a handshake or a close may take. @default 5000 */
  readonly timeoutMs?: number;
  /** @default unlimited */
  readonly requestsPerSecond?: number;
}

/** A target that is running. */
export interface StartedTarget {
  readonly target: Target;
  /** Stops the target, if it was started for the run. */
  close(): Promise<void>;
}

/** A target could not be started, or the preflight rejected it: nothing was decided. The message says what to do. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/** The target cannot be reached, or not any more: nothing was decided. */
export class TargetUnreachableError extends Error {
  override readonly name = "TargetUnreachableError";
}

/** What Prism can do. It treats an empty query parameter as absent. */
export const PRISM_CAPABILITIES: Target["capabilities"] = ["responses", "validation", "exclusive"];

/** What a server with state can do that has other users. */
export const SERVER_CAPABILITIES: Target["capabilities"] = [
  "validation",
  "empty-values",
  "state",
  "sockets",
  "authentication",
];

/** The key for targets that do not verify signatures. */
export const PLACEHOLDER_ACCESS_KEY = "a-key-that-opens-nothing-but-is-long-enough-to-sign-with";
