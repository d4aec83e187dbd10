import type { ServiceError } from "./service-error.js";

/** What is known about a call that failed. */
export interface FailedCall {
  /** The operationId, such as `sendToAll`. */
  readonly operation: string;
  /** How many attempts were made. */
  readonly attempts: number;
  /** Whether the same call may succeed later and is safe to repeat. */
  readonly retryable: boolean;
  /** Left out if there was no response. */
  readonly response?: Response;
  /** What the service reported. Left out if there was no response. */
  readonly error?: ServiceError;
  readonly cause?: unknown;
}

/**
 * The error of a call that failed: there is no response, or it cannot be read; with `throwOnError`, also if the service rejected the
 * request or failed. The subclasses are the cases that programs handle differently.
 *
 * @example
 * try {
 *   await client.HEAD("/api/health", { throwOnError: true });
 * } catch (error) {
 *   if (error instanceof WebPubSubError) console.error(error.status, error.code, error.retryable);
 * }
 */
export class WebPubSubError extends Error {
  override readonly name: string = "WebPubSubError";
  /** The operationId, such as `sendToAll`. */
  readonly operation: string;
  /** How many attempts were made; 0 if none was, for example because middleware responded. */
  readonly attempts: number;
  /** Whether the same call may succeed later and is safe to repeat. */
  readonly retryable: boolean;
  /** The status of the response; undefined without a response. */
  readonly status: number | undefined;
  /** The service's code, such as `Error.BadRequest`; undefined without a response. */
  readonly code: string | undefined;
  /** What the failure is about, such as `filter`, if the service reported it. */
  readonly target: string | undefined;
  /** Everything that the service reported, in one shape; undefined without a response. */
  readonly error: ServiceError | undefined;
  /** Undefined without a response. */
  readonly response: Response | undefined;

  constructor(message: string, { operation, attempts, retryable, response, error, cause }: FailedCall) {
    super(message, cause === undefined ? {} : { cause });
    this.operation = operation;
    this.attempts = attempts;
    this.retryable = retryable;
    this.status = response?.status;
    this.code = error?.code;
    this.target = error?.target;
    this.error = error;
    this.response = response;
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

/** The error of a response with a failure status. */
export function failedResponse(failed: FailedCall & { response: Response; error: ServiceError }): WebPubSubError {
  const { operation, response, error } = failed;
  const { status } = response;
  // If the service gave no message, the message is the status.
  const reason = error.message.startsWith(`${status}`) ? error.message : `${status}: ${error.message}`;
  const message = `${operation} failed with ${reason}${error.code.startsWith("Http.") ? "" : ` (${error.code})`}`;
  if (status === 401 || status === 403) return new AuthenticationError(message, failed);
  if (status === 429) return new ThrottledError(message, failed);
  return new WebPubSubError(message, failed);
}
