import { WebPubSubError } from "./web-pub-sub-error.js";

/**
 * The error of an answer that is a success by its status, and yet not what was asked for.
 *
 * @param problem what is wrong with it, to follow the name of the operation in a sentence
 */
export function unusableAnswer(operation: string, response: Response, problem: string): WebPubSubError {
  // How often it was sent before it was answered is not known here.
  return new WebPubSubError(`${operation} ${problem}`, { operation, attempts: 1, retryable: false, response });
}
