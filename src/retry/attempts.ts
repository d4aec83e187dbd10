import type { TokenProvider } from "../auth/token-provider.js";
import { AbortedError, ConnectionError, TimeoutError, WebPubSubError } from "../response/web-pub-sub-error.js";
import type { AnyResponse } from "../transport/any-response.js";
import { Cancellation } from "../transport/cancellation.js";
import { type OutgoingRequest, type Transport, TransportError } from "../transport/transport.js";
import { type Hooks, notify, type RequestEvent, type ResponseEvent } from "./hooks.js";
import { delayBefore, isRetryable, type RetryPolicy } from "./retry-policy.js";
import { ABORTED, isAborted, runWithin, startTimeLimit, TIME_IS_UP } from "./time-limit.js";

/** Everything that sending a call needs besides the request. */
export interface RetryContext {
  readonly operationId: string;
  readonly requestId: string;
  readonly idempotent: boolean;
  readonly transport: Transport;
  readonly getToken: TokenProvider;
  /** The audience of a token for a request to this URL. */
  readonly audienceOf: (url: string) => string;
  readonly policy: RetryPolicy;
  /** The limit of one attempt, in milliseconds. */
  readonly timeout: number;
  /** The limit of all attempts and the waits between them, in milliseconds. */
  readonly deadline: number;
  /** When the deadline ends, by `performance.now()`. */
  readonly end: number;
  /** Any of them aborts the call. */
  readonly signals: readonly AbortSignal[];
  readonly hooks: Hooks;
}

/** The response of the last attempt, and the number of attempts. */
export interface FinalAttempt {
  readonly response: AnyResponse;
  readonly attempts: number;
  /** Whether the same call may succeed later and is safe to repeat. */
  readonly retryable: boolean;
}

/** One attempt, with its response or the reason that there is none. */
interface Attempt {
  readonly event: RequestEvent;
  readonly response: AnyResponse | undefined;
  readonly error: unknown;
  /** In milliseconds. */
  readonly duration: number;
}

/**
 * Sends a request until it succeeds or the policy allows no more retries. Each attempt gets a token.
 *
 * @param request the request; the token is set in its headers unless they have an `Authorization`
 * @throws {AbortedError | TimeoutError | ConnectionError} if the last attempt has no response
 * @throws what the credential throws
 */
export async function sendWithRetries(request: OutgoingRequest, call: RetryContext): Promise<FinalAttempt> {
  const { end } = call;
  const getToken = "authorization" in request.headers ? undefined : call.getToken;
  // A stream can be read once.
  const maxRetries = request.body instanceof ReadableStream ? 0 : call.policy.maxRetries;
  const repeatable = isRepeatable(call);

  for (let number = 1; ; number += 1) {
    const attempt = await sendOnce(request, call, number, end, getToken);
    const { response, error } = attempt;
    const retryable =
      response === undefined ? error instanceof WebPubSubError && error.retryable : isRetryable(response, repeatable);
    const delay = retryable && number <= maxRetries ? delayBefore(number - 1, response, call.policy) : undefined;
    if (delay === undefined || performance.now() + delay >= end) {
      if (response === undefined) throw error;
      return { response, attempts: number, retryable };
    }
    notify(call.hooks.onRetry, () => ({ ...responseEvent(attempt), delay }));
    await wait(delay, call, number);
  }
}

/** What is known of a call while it runs. */
interface CallProgress {
  /** Undefined until a request was made. */
  readonly sentRequest: OutgoingRequest | undefined;
  readonly finalAttempt: FinalAttempt | undefined;
}

/**
 * Runs what is around the attempts of a call, such as middleware, within the limits of the call.
 *
 * @throws {AbortedError | TimeoutError} if it takes longer; before it is run, if a signal is aborted already
 */
export async function withinLimits<T>(call: RetryContext & CallProgress, run: () => Promise<T>): Promise<T> {
  try {
    return await runWithin(call.signals, call.end - performance.now(), run);
  } catch (thrown) {
    const { sentRequest, finalAttempt } = call;
    const attempts = finalAttempt?.attempts ?? (sentRequest === undefined ? 0 : 1);
    throw toClientError(thrown, call, attempts, "", sentRequest !== undefined, true);
  }
}

/** Makes one attempt within the time limits, and calls the hooks before and after it. */
async function sendOnce(
  request: OutgoingRequest,
  call: RetryContext,
  number: number,
  end: number,
  getToken: TokenProvider | undefined,
): Promise<Attempt> {
  const { operationId: operation, requestId, signals, hooks } = call;
  const { method, url, headers } = request;
  if (signals.some(isAborted)) throw abortedError(call, number - 1);
  const event: RequestEvent = { operation, method, url, attempt: number, requestId };
  notify(hooks.onRequest, () => event);
  const start = performance.now();
  const cancellation = new Cancellation();
  const stopTimeLimit = startTimeLimit(signals, Math.min(call.timeout, end - start), cancellation);
  let response: AnyResponse | undefined;
  let error: unknown;
  try {
    // A hook may have aborted the call.
    if (signals.some(isAborted)) throw ABORTED;
    if (getToken !== undefined) {
      const provided = getToken(call.audienceOf(url));
      const token = typeof provided === "string" ? provided : await cancellation.race(provided);
      headers.authorization = `Bearer ${token}`;
    }
    response = await call.transport.send(request, cancellation);
  } catch (thrown) {
    error = toClientError(thrown, call, number, url, cancellation.sent, end - start < call.timeout);
  } finally {
    stopTimeLimit();
  }
  const attempt = { event, response, error, duration: performance.now() - start };
  notify(hooks.onResponse, () => responseEvent(attempt));
  return attempt;
}

function responseEvent({ event, response, error, duration }: Attempt): ResponseEvent {
  return { ...event, status: response?.status, error, duration };
}

function isRepeatable({ idempotent, policy }: RetryContext): boolean {
  return idempotent || policy.retryNonIdempotent;
}

/** @throws {AbortedError} if a signal is aborted before the time is over */
async function wait(milliseconds: number, call: RetryContext, attempts: number): Promise<void> {
  const cancellation = new Cancellation();
  const stopTimeLimit = startTimeLimit(call.signals, milliseconds, cancellation);
  try {
    // A hook may have aborted the call.
    if (call.signals.some(isAborted)) throw abortedError(call, attempts);
    await new Promise<void>((resolve, reject) =>
      cancellation.listen((reason) => (reason === TIME_IS_UP ? resolve() : reject(abortedError(call, attempts)))),
    );
  } finally {
    stopTimeLimit();
  }
}

function abortedError({ operationId: operation, requestId, signals }: RetryContext, attempts: number): AbortedError {
  const cause: unknown = signals.find(isAborted)?.reason;
  return new AbortedError(`${operation} was aborted.`, { operation, attempts, retryable: false, requestId, cause });
}

/**
 * The error that the caller sees for an attempt without a response.
 *
 * @param sent whether the server may have received a part of the request
 * @param isLast whether the deadline limited the attempt instead of the timeout
 */
function toClientError(
  thrown: unknown,
  call: RetryContext,
  attempts: number,
  url: string,
  sent: boolean,
  isLast: boolean,
): unknown {
  if (thrown === ABORTED) return abortedError(call, attempts);
  const { operationId: operation, requestId, timeout, deadline } = call;
  const failed = { operation, attempts, requestId, retryable: !sent || isRepeatable(call) };
  const after = attempts < 2 ? "" : `, after ${attempts} attempts`;
  if (thrown === TIME_IS_UP) {
    const limit = isLast ? deadline : timeout;
    const option = isLast ? "deadline" : "timeout";
    const problem = `no complete response within ${limit} ms (\`${option}\`)`;
    return new TimeoutError(`${operation} timed out: ${problem}${after}.`, failed);
  }
  if (!(thrown instanceof TransportError)) return thrown;
  const { message, cause } = thrown;
  const problem = sent
    ? `failed: no complete response (${message})`
    : `could not connect to ${new URL(url).host} (${message})`;
  return new ConnectionError(`${operation} ${problem}${after}.`, { ...failed, cause });
}
