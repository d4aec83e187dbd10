import type { RequestOptions } from "../client/client-types.js";

/** Picks how a call is sent, and its limits, from the options of a helper. */
export function pickRequestOptions({
  fetch,
  dispatcher,
  signal,
  timeout,
  deadline,
  retry,
}: RequestOptions): RequestOptions {
  return { fetch, dispatcher, signal, timeout, deadline, retry };
}

/** The names of the options that every helper has. */
export const REQUEST_OPTIONS = ["fetch", "dispatcher", "signal", "timeout", "deadline", "retry"];
