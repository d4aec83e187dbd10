import type { ErrorDetail, InnerError, ServiceError } from "./service-error.js";

/** What is known about a call that failed. */
export interface FailedCall {
  /** The operationId, such as `sendToAll`. */
  readonly operation: string;
  /** How many attempts were made. */
  readonly attempts: number;
  /** Whether the same call may succeed later and is safe to repeat. */
  readonly retryable: boolean;
  /** Left out if no request was made. */
  readonly requestId?: string;
  /** Left out if there was no response. */
  readonly response?: Response;
  /** What the service reported. Left out if there was no response. */
  readonly error?: ServiceError;
  /** In milliseconds. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The error of a call that failed: the service rejected the request or failed, there is no response, or it cannot be read. The
 * subclasses are the cases that programs handle differently. No member and no text contains the token of the request; `JSON.stringify`
 * writes everything but `response`, `cause` and `stack`.
 *
 * @example
 * const { error } = await client.HEAD("/api/health");
 * if (error) console.error(error.status, error.code, error.retryable);
 */
export class WebPubSubError extends Error {
  override readonly name: string = "WebPubSubError";
  /** The operationId, such as `sendToAll`. */
  declare readonly operation: string;
  /** How many attempts were made; 0 if none was, for example because middleware responded. */
  declare readonly attempts: number;
  /** Whether the same call may succeed later and is safe to repeat. */
  declare readonly retryable: boolean;
  /**
   * The `x-ms-client-request-id` that all attempts were sent with: to find the call in logs of a gateway, or for support. Undefined if no
   * request was made.
   */
  declare readonly requestId: string | undefined;
  /** The status of the response; undefined without a response. */
  declare readonly status: number | undefined;
  /**
   * The service's code, from the body or else from `x-ms-error-code`: `Error.BadRequest`, `Warning.User.NotExisted`. Without a
   * code of the service, `Http.` and the status: `Http.401`. Undefined without a response.
   */
  declare readonly code: string | undefined;
  /** What the failure is about, such as `filter`, if the service reported it. */
  declare readonly target: string | undefined;
  /** Failures that led to this one, if the service reported any. */
  declare readonly details: readonly ErrorDetail[] | undefined;
  /** A more specific cause, if the service reported one. */
  declare readonly inner: InnerError | undefined;
  /** For an invalid request: the messages by the name of the invalid part, if the service reported them. */
  declare readonly errors: Readonly<Record<string, readonly string[]>> | undefined;
  /** How long the service asks to wait before another request (`Retry-After`), in milliseconds; undefined if it does not. */
  declare readonly retryAfter: number | undefined;
  /** Undefined without a response. Its body was read. */
  declare readonly response: Response | undefined;

  constructor(message: string, { cause, response, error, retryAfter, ...call }: FailedCall) {
    super(message, cause === undefined ? {} : { cause });
    Object.assign(this, call, error, { message }, retryAfter !== undefined && { retryAfter });
    if (response === undefined) return;
    Object.assign(this, { status: response.status });
    // Not enumerable, so that a printed error is short.
    Object.defineProperty(this, "response", { value: response });
  }

  /** The members as a plain object, for logs. */
  toJSON(): object {
    return { ...this, message: this.message };
  }
}

/**
 * The service rejected the token (401; the message compares its claims with the expected values), or the caller has no permission
 * for the operation (403).
 */
export class AuthenticationError extends WebPubSubError {
  override readonly name = "AuthenticationError";
}

/** The service received too many requests (429), even after the retries. */
export class ThrottledError extends WebPubSubError {
  override readonly name = "ThrottledError";
}

/** The call took longer than `timeout` or `deadline` allows. The service may have acted. */
export class TimeoutError extends WebPubSubError {
  override readonly name = "TimeoutError";
}

/** The caller's `signal` was aborted; its reason is the `cause`. The service may have acted. */
export class AbortedError extends WebPubSubError {
  override readonly name = "AbortError";
}

/** The connection failed, or broke off before the response was complete. The transport's error is the `cause`. */
export class ConnectionError extends WebPubSubError {
  override readonly name = "ConnectionError";
}

/**
 * The error of a response with a failure status.
 *
 * @param explanation what the failure means, in place of the service's message
 */
export function failedResponse(
  failed: FailedCall & { response: Response; error: ServiceError },
  explanation?: string,
): WebPubSubError {
  const { operation, response, error } = failed;
  const { status } = response;
  const meaning = explanation ?? error.message;
  // If the service gave no message, the message is the status.
  const reason = meaning.startsWith(`${status}`) ? meaning : `${status}: ${meaning}`;
  const message = `${operation} failed with ${reason}${error.code.startsWith("Http.") ? "" : ` (${error.code})`}`;
  if (status === 401 || status === 403) return new AuthenticationError(message, failed);
  if (status === 429) return new ThrottledError(message, failed);
  return new WebPubSubError(message, failed);
}
