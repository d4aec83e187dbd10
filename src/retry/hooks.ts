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
  /** The `x-ms-client-request-id` of the request, which all attempts of a call share. */
  readonly requestId: string;
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
 * Functions that are called during calls, for logs, metrics and traces. They do not receive headers, bodies or tokens. What they throw
 * does not change the result of a call, because the service may have acted already: the first exception or rejection of each function
 * is written with `console.error`.
 */
export interface Hooks {
  /** Called before each attempt. */
  onRequest?: ((event: RequestEvent) => unknown) | undefined;
  /** Called after each attempt, successful or not. */
  onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /** Called before the wait for the next attempt. */
  onRetry?: ((event: RetryEvent) => unknown) | undefined;
}

const reported = new WeakSet<object>();

/** Calls a hook, if there is one. Never throws. @param eventOf called only then: copying an event takes a tenth of the time of a send */
export function notify<Event>(hook: ((event: Event) => unknown) | undefined, eventOf: () => Event): void {
  if (hook === undefined) return;
  const report = (error: unknown) => {
    if (reported.has(hook)) return;
    reported.add(hook);
    console.error(`webpubsub-fetch: the hook ${hook.name} failed.`, error);
  };
  try {
    const result = hook(eventOf());
    if (result instanceof Promise) result.catch(report);
  } catch (error) {
    report(error);
  }
}
