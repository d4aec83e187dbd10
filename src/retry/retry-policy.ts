import { InvalidInputError, quote, requireKnown } from "../shared/invalid-input.js";
import type { AnyResponse } from "../transport/any-response.js";
import { readRetryAfter } from "./retry-after.js";

/** How failed attempts are retried. All numbers are integers. */
export interface RetryOptions {
  /** Maximum number of retries. Minimum 0. @default 3 */
  maxRetries?: number | undefined;
  /**
   * Maximum wait before the first retry, in milliseconds; doubles with each further retry. The actual wait is random.
   * Minimum 1.
   * @default 500
   */
  baseDelay?: number | undefined;
  /** Maximum wait without a `Retry-After` of the service, in milliseconds. Minimum 0. @default 8000 */
  maxDelay?: number | undefined;
  /**
   * Maximum `Retry-After` that the client follows, in milliseconds. If the service asks for a longer wait, the call fails
   * at once. Minimum 0.
   * @default 60000
   */
  maxRetryAfter?: number | undefined;
  /**
   * Whether operations that are not idempotent (sends, and closing many connections) are retried even if the service may
   * have acted on the first attempt.
   * @default false
   */
  retryNonIdempotent?: boolean | undefined;
}

export interface RetryPolicy {
  readonly maxRetries: number;
  readonly baseDelay: number;
  readonly maxDelay: number;
  readonly maxRetryAfter: number;
  readonly retryNonIdempotent: boolean;
}

const DEFAULTS: RetryPolicy = {
  maxRetries: 3,
  baseDelay: 500,
  maxDelay: 8000,
  maxRetryAfter: 60_000,
  retryNonIdempotent: false,
};

/**
 * @param retry the caller's options; false disables retries
 * @param base the policy for options that `retry` leaves out
 * @throws {InvalidInputError} if `retry` is neither an object nor false, or a number is out of range
 */
export function readRetry(retry: RetryOptions | false | undefined, base: RetryPolicy = DEFAULTS): RetryPolicy {
  if (retry === undefined) return base;
  if (retry === false) return { ...base, maxRetries: 0 };
  if (typeof retry !== "object" || retry === null) {
    throw new InvalidInputError(
      `\`retry\` is ${quote(retry)}; it must be false or an object such as { maxRetries: 5 }.`,
    );
  }
  requireKnown("retry", retry, Object.keys(base));
  const policy = { ...base };
  for (const name of ["maxRetries", "baseDelay", "maxDelay", "maxRetryAfter"] as const) {
    const value = retry[name];
    if (value === undefined) continue;
    const minimum = name === "baseDelay" ? 1 : 0;
    if (!Number.isSafeInteger(value) || value < minimum) {
      throw new InvalidInputError(
        `\`retry.${name}\` is ${quote(value)}; it must be an integer of at least ${minimum}.`,
      );
    }
    policy[name] = value;
  }
  const { retryNonIdempotent = policy.retryNonIdempotent } = retry;
  if (typeof retryNonIdempotent !== "boolean") {
    throw new InvalidInputError(
      `\`retry.retryNonIdempotent\` is ${quote(retryNonIdempotent)}; it must be true or false.`,
    );
  }
  return { ...policy, retryNonIdempotent };
}

/**
 * Whether a retry after a failed response is safe. For a repeatable request, it is safe after 408, 429 and 5xx; for others, only if
 * the service says that it did not act: 429, and 503 with a `Retry-After`.
 *
 * @param repeatable whether sending the request twice is harmless
 */
export function isRetryable({ status, headers }: AnyResponse, repeatable: boolean): boolean {
  if (status === 429) return true;
  if (repeatable) return status === 408 || status >= 500;
  return status === 503 && readRetryAfter(headers.get("Retry-After"), 0) !== undefined;
}

/**
 * The wait before the next attempt, in milliseconds: the `Retry-After` of the service, or else exponential backoff with full jitter.
 *
 * @param retries the number of retries so far
 * @param response the response of the failed attempt; undefined if there was none
 * @returns undefined if the service asks for a longer wait than the policy allows
 */
export function delayBefore(
  retries: number,
  response: AnyResponse | undefined,
  policy: RetryPolicy,
): number | undefined {
  const requested = response && requestedDelayMs(response);
  if (requested !== undefined) return requested <= policy.maxRetryAfter ? requested : undefined;
  return Math.random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** retries);
}

/** The wait that a response asks for with `Retry-After`, in milliseconds; undefined without a valid one. */
export function requestedDelayMs({ headers }: AnyResponse): number | undefined {
  // A date in Retry-After follows the clock of the service, which may differ from the local one.
  const date = Date.parse(headers.get("Date") ?? "");
  return readRetryAfter(headers.get("Retry-After"), Number.isNaN(date) ? Date.now() : date);
}
