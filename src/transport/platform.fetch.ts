import { fetchTransport } from "./fetch-transport.js";
import type { Transport } from "./transport.js";

/** Sends with the platform's `fetch`, looked up for each request, so that replacing it later works. */
export function platformTransport(): Transport {
  return fetchTransport((request) => globalThis.fetch(request));
}
