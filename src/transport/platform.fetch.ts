import { fetchTransport } from "./fetch-transport.js";
import type { Transport } from "./transport.js";

/** The platform's `fetch`. Looked up at each request, so that whoever replaces it later is heard. */
export function platformTransport(): Transport {
  return fetchTransport((request) => globalThis.fetch(request));
}

/** Whether requests are to be made as light as the transport takes them. */
export const takesLightRequests = false;
