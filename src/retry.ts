import { InvalidInputError } from "./invalid-input.js";
import { readRetryAfter } from "./retry-after.js";

/** How failed attempts are made again. */
export interface RetryOptions {
  /** How often a request is sent again at the most. From 0. @default 3 */
  maxRetries?: number;
  /** The longest wait before the first retry, in milliseconds; doubled for each further one. From 1. @default 500 */
  baseDelay?: number;
  /** The longest wait where the service does not say, in milliseconds. @default 8000 */
  maxDelay?: number;
  /** The longest wait that the service may ask for, in milliseconds. If it asks for more, the failure is handed back. @default 60000 */
  maxRetryAfter?: number;
  /**
   * Whether what must not be done twice (sends, and closing many connections) is sent again even though the service may have acted on it.
   * @default false
   */
  unsafe?: boolean;
}

export interface RetryPolicy {
  readonly maxRetries: number;
  readonly baseDelay: number;
  readonly maxDelay: number;
  readonly maxRetryAfter: number;
  readonly unsafe: boolean;
}

const DEFAULTS: RetryPolicy = { maxRetries: 3, baseDelay: 500, maxDelay: 8000, maxRetryAfter: 60_000, unsafe: false };

/** @param retry false: never @throws {InvalidInputError} if a number is out of range */
export function readRetry(retry: RetryOptions | false | undefined, base: RetryPolicy = DEFAULTS): RetryPolicy {
  if (retry === false) return { ...base, maxRetries: 0 };
  if (retry === undefined) return base;
  const policy = { ...base };
  for (const name of ["maxRetries", "baseDelay", "maxDelay", "maxRetryAfter"] as const) {
    const value = retry[name];
    if (value === undefined) continue;
    const least = name === "baseDelay" ? 1 : 0;
    if (!Number.isInteger(value) || value < least) {
      throw new InvalidInputError(`\`retry.${name}\` is ${value}: it has to be a whole number from ${least}.`);
    }
    policy[name] = value;
  }
  return { ...policy, unsafe: retry.unsafe ?? policy.unsafe };
}

/** How an attempt ended without success. */
export type Failure =
  | { readonly kind: "response"; readonly response: Response }
  /** @param unsent whether nothing of the request reached the service */
  | { readonly kind: "connection"; readonly unsent: boolean }
  /** The attempt took too long. */
  | { readonly kind: "timeout" };

/**
 * Whether an attempt can be made again without doing harm. What may be done twice can after 408, 429, 5xx and every failure
 * of the connection; what may not, only where it is certain that the service did not act: it said so (429, and 503 with
 * `Retry-After`), or there never was a connection.
 */
export function isRetryable(failure: Failure, idempotent: boolean): boolean {
  if (failure.kind === "connection") return idempotent || failure.unsent;
  if (failure.kind === "timeout") return idempotent;
  const { status, headers } = failure.response;
  if (status === 429) return true;
  if (status === 503 && headers.has("Retry-After")) return true;
  return idempotent && (status === 408 || status >= 500);
}

/**
 * How long to wait before the next attempt, in milliseconds: what the service asks for, or else a random part of a time that
 * doubles (exponential back-off with full jitter).
 *
 * @param retries how many retries there were before
 * @returns undefined where the service asks for longer than the policy allows
 */
export function delayBefore(retries: number, failure: Failure, policy: RetryPolicy, now: number): number | undefined {
  const asked =
    failure.kind === "response" ? readRetryAfter(failure.response.headers.get("Retry-After"), now) : undefined;
  if (asked !== undefined) return asked <= policy.maxRetryAfter ? asked : undefined;
  return Math.random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** retries);
}
