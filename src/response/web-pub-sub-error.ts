import type { ServiceError } from "./service-error.js";

/** What is known of a call that failed. */
export interface FailedCall {
  /** The operationId, such as `sendToAll`. */
  readonly operation: string;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Whether the same call may succeed later, and would do no harm. */
  readonly retryable: boolean;
  /** Not there where there was no response. */
  readonly response?: Response;
  /** What the service said. Not there where there was no response. */
  readonly error?: ServiceError;
  readonly cause?: unknown;
}

/**
 * A call failed. Thrown where there is no response, or none that can be read; and, with `throwOnError`, where the service
 * refused or failed.
 */
export class WebPubSubError extends Error {
  override readonly name: string = "WebPubSubError";
  /** The operationId, such as `sendToAll`. */
  readonly operation: string;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Whether the same call may succeed later, and would do no harm. */
  readonly retryable: boolean;
  /** The status of the response; undefined where there was none. */
  readonly status: number | undefined;
  /** The service's code, such as `Error.BadRequest`; undefined where there was no response. */
  readonly code: string | undefined;
  /** What the failure is about, if the service said. */
  readonly target: string | undefined;
  /** All that the service said, in one shape. */
  readonly error: ServiceError | undefined;
  /** Undefined where there was none. */
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

/** The service did not accept the token (401), or who it is of may not do that (403). The message compares what differs. */
export class AuthenticationError extends WebPubSubError {
  override readonly name = "AuthenticationError";
}

/** The service had too many requests (429), also after the retries. */
export class ThrottledError extends WebPubSubError {
  override readonly name = "ThrottledError";
}

/** It took longer than `timeout` or `deadline` allows. The service may have acted. */
export class TimeoutError extends WebPubSubError {
  override readonly name = "TimeoutError";
}

/** The caller's `signal` was aborted; its reason is the `cause`. The service may have acted. */
export class AbortedError extends WebPubSubError {
  override readonly name = "AbortError";
}

/** There was no response, or not the whole of one; why is the `cause`. */
export class ConnectionError extends WebPubSubError {
  override readonly name = "ConnectionError";
}

/** The error of a response that tells of a failure. */
export function failedResponse(failed: FailedCall & { response: Response; error: ServiceError }): WebPubSubError {
  const { operation, response, error } = failed;
  const { status } = response;
  // Where the service said nothing, the status is the message.
  const said = error.message.startsWith(`${status}`) ? error.message : `${status}: ${error.message}`;
  const message = `${operation} failed with ${said}${error.code.startsWith("Http.") ? "" : ` (${error.code})`}`;
  if (status === 401 || status === 403) return new AuthenticationError(message, failed);
  if (status === 429) return new ThrottledError(message, failed);
  return new WebPubSubError(message, failed);
}
