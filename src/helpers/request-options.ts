import type { RetryOptions } from "../retry/retry-policy.js";

/**
 * The limits of the calls that a helper makes.
 *
 * @example
 * await groupExists(client, { hub: "chat", group: "lobby", timeout: 2_000, retry: false });
 */
export interface RequestOptions {
  /** Aborts the call, during an attempt or between attempts. */
  signal?: AbortSignal | undefined;
  /** Maximum time for one attempt, in milliseconds. Minimum 1. @default the client's */
  timeout?: number | undefined;
  /** Maximum time for each call with all its attempts, in milliseconds. Minimum 1. @default the client's */
  deadline?: number | undefined;
  /** How failed attempts are retried, over the client's policy; false disables retries. @default the client's */
  retry?: RetryOptions | false | undefined;
}

/** Picks the limits from the options of a helper. */
export function pickRequestOptions({ signal, timeout, deadline, retry }: RequestOptions): {
  [Name in keyof RequestOptions]: Exclude<RequestOptions[Name], undefined>;
} {
  return {
    ...(signal !== undefined && { signal }),
    ...(timeout !== undefined && { timeout }),
    ...(deadline !== undefined && { deadline }),
    ...(retry !== undefined && { retry }),
  };
}
