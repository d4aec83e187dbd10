import type { TokenProvider } from "../auth/token-provider.js";
import { AbortedError, ConnectionError, TimeoutError, WebPubSubError } from "../response/web-pub-sub-error.js";
import { Cancellation } from "../transport/cancellation.js";
import { type OutgoingRequest, type Transport, TransportError } from "../transport/transport.js";
import type { Hooks, RequestEvent, ResponseEvent } from "./hooks.js";
import { delayBefore, isRetryable, type RetryPolicy } from "./retry-policy.js";
import { whenAborted } from "./when-aborted.js";

/** Everything that a call is made by. */
export interface RetryContext {
  readonly operation: string;
  readonly idempotent: boolean;
  readonly transport: Transport;
  readonly getToken: TokenProvider;
  /** The address that a token for the request address has to name. */
  readonly audienceOf: (url: string) => string;
  readonly policy: RetryPolicy;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  /** For all attempts and the waiting between them, in milliseconds. */
  readonly deadline: number;
  /** Each of them aborts the call. */
  readonly signals: readonly AbortSignal[];
  readonly hooks: Hooks;
}

/** The response that came of it in the end. */
export interface FinalAttempt {
  readonly response: Response;
  readonly attempts: number;
  /** Whether the same call may succeed later, and would do no harm. */
  readonly retryable: boolean;
}

/** Why an attempt or a wait has ended. */
const TIME_IS_UP = Symbol("time is up");
const ABORTED = Symbol("aborted");

/**
 * Sends a request, each attempt with a token of its own, and again as long as the policy says so.
 *
 * @param request its headers get the token, unless they have an `Authorization`
 * @throws {AbortedError | TimeoutError | ConnectionError} if there is no response in the end
 * @throws what the credential, or a hook, throws
 */
export async function sendWithRetries(request: OutgoingRequest, call: RetryContext): Promise<FinalAttempt> {
  const { hooks, policy } = call;
  const { method, url, headers } = request;
  const end = performance.now() + call.deadline;
  const isSigned = headers.has("Authorization");
  // A stream can be read once.
  const maxRetries = request.body instanceof ReadableStream ? 0 : policy.maxRetries;
  const repeatable = call.idempotent || policy.retryNonIdempotent;

  for (let number = 1; ; number += 1) {
    if (call.signals.some(({ aborted }) => aborted)) throw abortedError(call, number - 1);
    const event: RequestEvent = { operation: call.operation, method, url, attempt: number };
    hooks.onRequest?.(event);
    const start = performance.now();
    const cancellation = new Cancellation();
    let response: Response | undefined;
    let error: unknown;
    try {
      response = await withTimeLimit(call.signals, Math.min(call.timeout, end - start), cancellation, async () => {
        if (!isSigned) {
          const authorization = call.getToken(call.audienceOf(url));
          const token = typeof authorization === "string" ? authorization : await cancellation.race(authorization);
          headers.set("Authorization", `Bearer ${token}`);
        }
        return call.transport.send(request, cancellation);
      });
    } catch (thrown) {
      error = toClientError(thrown, call, {
        attempts: number,
        retryable: repeatable || !cancellation.sent,
        isLast: end - start < call.timeout,
      });
    }
    const duration = performance.now() - start;
    // Made only for a hook that listens: to copy an object costs a tenth of a send.
    const ended = (): ResponseEvent => ({ ...event, status: response?.status, error, duration });
    hooks.onResponse?.(ended());
    if (response !== undefined && response.status < 400) return { response, attempts: number, retryable: false };

    const retryable =
      response === undefined ? error instanceof WebPubSubError && error.retryable : isRetryable(response, repeatable);
    const delay = retryable && number <= maxRetries ? delayBefore(number - 1, response, policy) : undefined;
    if (delay === undefined || performance.now() + delay >= end) {
      if (response !== undefined) return { response, attempts: number, retryable };
      throw error;
    }
    hooks.onRetry?.({ ...ended(), delay });
    await wait(delay, call.signals).catch(() => {
      throw abortedError(call, number);
    });
  }
}

/** Gives something up when it takes too long, or the caller aborts it. */
async function withTimeLimit<T>(
  signals: readonly AbortSignal[],
  milliseconds: number,
  cancellation: Cancellation,
  act: () => Promise<T>,
): Promise<T> {
  const timer = setTimeout(() => cancellation.cancel(TIME_IS_UP), Math.max(0, milliseconds));
  const abort = () => cancellation.cancel(ABORTED);
  const removeListeners = signals.map((signal) => whenAborted(signal, abort));
  try {
    // A hook may just have aborted it.
    if (signals.some(({ aborted }) => aborted)) throw ABORTED;
    return await act();
  } finally {
    clearTimeout(timer);
    for (const each of removeListeners) each();
  }
}

/** @throws ABORTED if the caller aborts it before the time is over */
async function wait(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  const cancellation = new Cancellation();
  await withTimeLimit(
    signals,
    milliseconds,
    cancellation,
    () =>
      new Promise<void>((resolve, reject) =>
        cancellation.listen((reason) => (reason === TIME_IS_UP ? resolve() : reject(reason))),
      ),
  );
}

function abortedError({ operation, signals }: RetryContext, attempts: number): AbortedError {
  const cause: unknown = signals.find(({ aborted }) => aborted)?.reason;
  return new AbortedError(`${operation} was aborted.`, { operation, attempts, retryable: false, cause });
}

/** What the caller gets to see of an attempt without a response. */
function toClientError(
  thrown: unknown,
  call: RetryContext,
  { attempts, retryable, isLast }: { attempts: number; retryable: boolean; isLast: boolean },
): unknown {
  const { operation, timeout, deadline } = call;
  const failed = { operation, attempts, retryable };
  const after = attempts === 1 ? "" : ` after ${attempts} attempts`;
  if (thrown === ABORTED) return abortedError(call, attempts);
  if (thrown === TIME_IS_UP) {
    const limit = isLast ? `its deadline of ${deadline} ms` : `its timeout of ${timeout} ms`;
    return new TimeoutError(`${operation} had no whole response within ${limit}${after}.`, failed);
  }
  if (!(thrown instanceof TransportError)) return thrown;
  const { message, cause } = thrown;
  return new ConnectionError(`${operation} got no whole response${after}: ${message}`, { ...failed, cause });
}
