import { fetchTransport } from "./fetch-transport.js";
import type { Transport } from "./transport.js";

/** Sends with the platform's `fetch`. It is looked up for each request, so that a later replacement takes effect. */
export function platformTransport(): Transport<Response> {
  return fetchTransport((url, init) => globalThis.fetch(url, init));
}
