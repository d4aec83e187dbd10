/** An attempt that is about to be sent. */
export interface RequestEvent {
  /** The operationId, such as `sendToAll`. */
  readonly operation: string;
  readonly method: string;
  /** With its query. */
  readonly url: string;
  /** From 1. */
  readonly attempt: number;
}

/** An attempt that has ended. */
export interface ResponseEvent extends RequestEvent {
  /** Undefined where there was no response. */
  readonly status: number | undefined;
  /**
   * Undefined where there was a response; otherwise why not: a `ConnectionError`, a `TimeoutError`, an `AbortedError`, or what
   * the credential threw.
   */
  readonly error: unknown;
  /** From signing to the last byte, in milliseconds. */
  readonly duration: number;
}

/** An attempt that is going to be made again. */
export interface RetryEvent extends ResponseEvent {
  /** How long is waited before, in milliseconds. */
  readonly delay: number;
}

/**
 * Called as calls go on, for logs, measures and traces. Not told: headers, bodies and tokens. What a hook throws fails the
 * call, so it had better not.
 */
export interface Hooks {
  /** Before each attempt. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** After each attempt, whatever came of it. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Before the wait for the next attempt. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}
