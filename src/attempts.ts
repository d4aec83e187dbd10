import type { Authorize } from "./authorize.js";
import type { Hooks, RequestEvent } from "./hooks.js";
import { delayBefore, type Failure, isRetryable, type RetryPolicy } from "./retry.js";
import { Cancellation } from "./transport/cancellation.js";
import { type OutgoingRequest, type Transport, TransportError } from "./transport/transport.js";
import { AbortedError, ConnectionError, TimeoutError } from "./web-pub-sub-error.js";

/** Everything that a call is made by. */
export interface Attempts {
  readonly operation: string;
  readonly idempotent: boolean;
  readonly transport: Transport;
  readonly authorize: Authorize;
  /** The address that a token for the request address has to name. */
  readonly audienceOf: (url: string) => string;
  readonly policy: RetryPolicy;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  /** For all attempts and the waiting between them, in milliseconds. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly hooks: Hooks;
}

/** The response that came of it in the end. */
export interface Outcome {
  readonly response: Response;
  readonly attempts: number;
  /** Whether the same call may succeed later, and would do no harm. */
  readonly retryable: boolean;
  /** The token of the last attempt; undefined where the caller had put in one. */
  readonly token: string | undefined;
}

/** Why an attempt was given up. */
const TIMED_OUT = Symbol("timed out");
const ABORTED = Symbol("aborted");

/**
 * Sends a request, each attempt with a token of its own, and again as long as the policy says so.
 *
 * @throws {AbortedError | TimeoutError | ConnectionError} if there is no response in the end
 */
export async function attempt(request: OutgoingRequest, call: Attempts): Promise<Outcome> {
  const { operation, hooks, policy, signal } = call;
  const { method, url } = request;
  const end = performance.now() + call.deadline;
  const isSigned = request.headers.has("Authorization");
  // A stream can be read once.
  const repeatable = !(request.body instanceof ReadableStream);

  for (let number = 1; ; number += 1) {
    const event: RequestEvent = { operation, method, url, attempt: number };
    const start = performance.now();
    if (signal?.aborted) throw aborted(call, number - 1);
    hooks.onRequest?.(event);
    let failure: Failure;
    let response: Response | undefined;
    let error: unknown;
    let token: string | undefined;
    try {
      response = await limited(call, Math.min(call.timeout, end - start), async (cancellation) => {
        if (!isSigned) {
          const authorization = call.authorize(call.audienceOf(url));
          token = typeof authorization === "string" ? authorization : await cancellation.race(authorization);
          request.headers.set("Authorization", `Bearer ${token}`);
        }
        return call.transport.send(request, cancellation);
      });
      failure = { kind: "response", response };
    } catch (thrown) {
      error = thrown;
      if (thrown === TIMED_OUT) failure = { kind: "timeout" };
      else if (thrown instanceof TransportError) failure = { kind: "connection", unsent: thrown.unsent };
      else if (thrown === ABORTED) throw aborted(call, number);
      else throw thrown;
    }
    const duration = performance.now() - start;
    hooks.onResponse?.({
      ...event,
      status: response?.status,
      error: error === TIMED_OUT ? undefined : error,
      duration,
    });
    if (response !== undefined && response.status < 400) return { response, attempts: number, retryable: false, token };

    const retryable = isRetryable(failure, call.idempotent || policy.unsafe);
    const delay =
      retryable && repeatable && number <= policy.maxRetries
        ? delayBefore(number - 1, failure, policy, Date.now())
        : undefined;
    if (delay === undefined || performance.now() + delay >= end) {
      if (response !== undefined) return { response, attempts: number, retryable, token };
      throw failed(failure, error, call, number, retryable);
    }
    hooks.onRetry?.({
      ...event,
      status: response?.status,
      error: error === TIMED_OUT ? undefined : error,
      duration,
      delay,
    });
    await wait(delay, signal).catch(() => {
      throw aborted(call, number);
    });
  }
}

/** Gives an attempt up when it takes too long, or the caller aborts it. */
async function limited(
  { signal }: Attempts,
  milliseconds: number,
  act: (cancellation: Cancellation) => Promise<Response>,
): Promise<Response> {
  const cancellation = new Cancellation();
  const timer = setTimeout(() => cancellation.cancel(TIMED_OUT), Math.max(0, milliseconds));
  const abort = () => cancellation.cancel(ABORTED);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await act(cancellation);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(ABORTED);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

function aborted({ operation, signal }: Attempts, attempts: number): AbortedError {
  const cause: unknown = signal?.reason;
  return new AbortedError(`${operation} was aborted.`, { operation, attempts, retryable: false, cause });
}

function failed(failure: Failure, error: unknown, call: Attempts, attempts: number, retryable: boolean): Error {
  const { operation, timeout } = call;
  const sent = attempts === 1 ? "" : ` after ${attempts} attempts`;
  if (failure.kind === "timeout") {
    return new TimeoutError(`${operation} had no response in ${timeout} ms${sent}.`, {
      operation,
      attempts,
      retryable,
    });
  }
  const { message, cause } = error as TransportError;
  return new ConnectionError(`${operation} got no whole response${sent}: ${message}`, {
    operation,
    attempts,
    retryable,
    cause,
  });
}
