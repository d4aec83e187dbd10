import { WebPubSubError } from "./web-pub-sub-error.js";

/** What a call says about its response. */
interface ResponseOrigin {
  readonly attempts: number;
  readonly requestId: string;
}

const origins = new WeakMap<Response, ResponseOrigin>();

/** Records how a response was received, for {@link unusableResponseError}. */
export function recordOrigin(response: Response, origin: ResponseOrigin): void {
  origins.set(response, origin);
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
  const { attempts, requestId } = origins.get(response) as ResponseOrigin;
  return new WebPubSubError(`${operation} ${problem}`, {
    operation,
    attempts,
    requestId,
    retryable: false,
    response,
    cause,
  });
}
