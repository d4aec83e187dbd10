import { WebPubSubError } from "./web-pub-sub-error.js";

const attemptsOf = new WeakMap<Response, number>();

/** Keeps how often a request was sent before it was answered, for {@link unusableResponseError}. */
export function recordAttempts(response: Response, attempts: number): void {
  attemptsOf.set(response, attempts);
}

/**
 * The error of an answer that is a success by its status, and yet not what was asked for.
 *
 * @param problem what is wrong with it, to follow the name of the operation in a sentence
 */
export function unusableResponseError(
  operation: string,
  response: Response,
  problem: string,
  cause?: unknown,
): WebPubSubError {
  return new WebPubSubError(`${operation} ${problem}`, {
    operation,
    // Where middleware answers in the place of the service, nothing was sent.
    attempts: attemptsOf.get(response) ?? 0,
    retryable: false,
    response,
    cause,
  });
}
