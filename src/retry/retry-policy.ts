import { InvalidInputError, quote } from "../shared/invalid-input.js";
import { readRetryAfter } from "./retry-after.js";

/** How failed attempts are made again. Numbers are whole. */
export interface RetryOptions {
  /** How often a request is sent again at the most. From 0. @default 3 */
  maxRetries?: number | undefined;
  /** The longest wait before the first retry, in milliseconds; doubled for each further one. From 1. @default 500 */
  baseDelay?: number | undefined;
  /** The longest wait where the service does not say, in milliseconds. From 0. @default 8000 */
  maxDelay?: number | undefined;
  /**
   * The longest wait that the service may ask for, in milliseconds. If it asks for more, the failure is handed back at
   * once. From 0.
   * @default 60000
   */
  maxRetryAfter?: number | undefined;
  /**
   * Whether what must not be done twice (sends, and closing many connections) is sent again even though the service may
   * have acted on it.
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
 * @param retry false: never
 * @param base what is left out is taken from
 * @throws {InvalidInputError} if it is of another form, or a number is out of range
 */
export function readRetry(retry: RetryOptions | false | undefined, base: RetryPolicy = DEFAULTS): RetryPolicy {
  if (retry === undefined) return base;
  if (retry === false) return { ...base, maxRetries: 0 };
  if (typeof retry !== "object" || retry === null) {
    throw new InvalidInputError(
      `\`retry\` is ${quote(retry)}: it has to be false, or an object such as { maxRetries: 5 }.`,
    );
  }
  const policy = { ...base };
  for (const name of ["maxRetries", "baseDelay", "maxDelay", "maxRetryAfter"] as const) {
    const value = retry[name];
    if (value === undefined) continue;
    const least = name === "baseDelay" ? 1 : 0;
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidInputError(`\`retry.${name}\` is ${quote(value)}: it has to be a whole number from ${least}.`);
    }
    policy[name] = value;
  }
  const { retryNonIdempotent = policy.retryNonIdempotent } = retry;
  if (typeof retryNonIdempotent !== "boolean") {
    throw new InvalidInputError(
      `\`retry.retryNonIdempotent\` is ${quote(retryNonIdempotent)}: it has to be true or false.`,
    );
  }
  return { ...policy, retryNonIdempotent };
}

/**
 * Whether a request can be sent again after a failed response without doing harm. What may be done twice can after 408, 429
 * and 5xx; what may not, only where the service says that it did not act: 429, and 503 with a `Retry-After`.
 *
 * @param repeatable whether it may be done twice
 */
export function isRetryable({ status, headers }: Response, repeatable: boolean): boolean {
  if (status === 429) return true;
  if (repeatable) return status === 408 || status >= 500;
  return status === 503 && readRetryAfter(headers.get("Retry-After"), 0) !== undefined;
}

/**
 * How long to wait before the next attempt, in milliseconds: what the service asks for, or else a random part of a time that
 * doubles (exponential back-off with full jitter).
 *
 * @param retries how many retries there were before
 * @param response of the attempt that failed; undefined where there was none
 * @returns undefined where the service asks for longer than the policy allows
 */
export function delayBefore(retries: number, response: Response | undefined, policy: RetryPolicy): number | undefined {
  const asked = response && requestedDelayMs(response);
  if (asked !== undefined) return asked <= policy.maxRetryAfter ? asked : undefined;
  return Math.random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** retries);
}

function requestedDelayMs({ headers }: Response): number | undefined {
  // A date is one of the service's clock, which this computer's may differ from.
  const date = Date.parse(headers.get("Date") ?? "");
  return readRetryAfter(headers.get("Retry-After"), Number.isNaN(date) ? Date.now() : date);
}
