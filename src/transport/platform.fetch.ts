import { fetchTransport } from "./fetch-transport.js";
import type { Transport } from "./transport.js";

/** The platform's `fetch`. Looked up at each request, so that whoever replaces it later is heard. */
export function platformTransport(): Transport {
  return fetchTransport((request) => globalThis.fetch(request));
}
