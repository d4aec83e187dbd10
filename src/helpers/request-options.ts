import type { RetryOptions } from "../retry/retry-policy.js";

/** How long a call may take and how it is retried, for the helpers that make one. */
export interface RequestOptions {
  /** Aborts the call, also between its attempts. */
  signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds. From 1. @default the client's */
  timeout?: number | undefined;
  /** How long each call may take as a whole, in milliseconds. From 1. @default the client's */
  deadline?: number | undefined;
  /** How failed attempts are made again: what is left out is the client's; false: never. */
  retry?: RetryOptions | false | undefined;
}

/** The limits alone, without what else is among the options of a helper. */
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
