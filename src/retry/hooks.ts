/** An attempt that is about to be made. */
export interface RequestEvent {
  /** The operationId, such as `sendToAll`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** Includes the query. */
  readonly url: string;
  /** Counted from 1. */
  readonly attempt: number;
}

/** An attempt that has ended. */
export interface ResponseEvent extends RequestEvent {
  /** Undefined without a response. */
  readonly status: number | undefined;
  /**
   * Undefined with a response; otherwise the reason that there is none: a `ConnectionError`, a `TimeoutError`, an
   * `AbortedError`, or what the credential threw.
   */
  readonly error: unknown;
  /** From signing to the last byte, in milliseconds. */
  readonly duration: number;
}

/** A failed attempt that will be retried. */
export interface RetryEvent extends ResponseEvent {
  /** The wait before the next attempt, in milliseconds. */
  readonly delay: number;
}

/**
 * Functions that are called during calls, for logs, metrics and traces. They do not receive headers, bodies or tokens. An
 * exception in a hook makes the call reject with it.
 */
export interface Hooks {
  /** Called before each attempt. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Called after each attempt, successful or not. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Called before the wait for the next attempt. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}
