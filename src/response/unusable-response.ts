import { WebPubSubError } from "./web-pub-sub-error.js";

const attemptsOf = new WeakMap<Response, number>();

/** Records how many attempts a response took, for {@link unusableResponseError}. */
export function recordAttempts(response: Response, attempts: number): void {
  attemptsOf.set(response, attempts);
}

/**
 * The error of a response with a success status that the caller cannot use.
 *
 * @param problem what is wrong, as the rest of a sentence that begins with the operation: `returned no token.`
 */
export function unusableResponseError(
  operation: string,
  response: Response,
  problem: string,
  cause?: unknown,
): WebPubSubError {
  return new WebPubSubError(`${operation} ${problem}`, {
    operation,
    // If middleware responded instead of the service, nothing was sent.
    attempts: attemptsOf.get(response) ?? 0,
    retryable: false,
    response,
    cause,
  });
}
