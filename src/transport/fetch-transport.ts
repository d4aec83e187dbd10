import { isBodiless, neverConnected, type Transport, TransportError } from "./transport.js";

/** Sends with a function that has the contract of the platform's `fetch`: a caller's own, or the platform's. */
export function fetchTransport(fetch: (request: Request) => Promise<Response>): Transport {
  return {
    async send({ method, url, headers, body }, cancellation) {
      const controller = new AbortController();
      const request = new Request(url, {
        method,
        headers,
        // A token names one address: it is of no use where a redirect leads, and not meant for it.
        redirect: "manual",
        signal: controller.signal,
        ...(body !== undefined && { body }),
        ...(body instanceof ReadableStream && { duplex: "half" }),
      });
      try {
        // A fetch of the caller's own need not heed the signal.
        const response = await cancellation.race(fetch(request), (reason) => controller.abort(reason));
        if (isBodiless(method, response.status) || response.body === null) return response;
        const { status, statusText, headers } = response;
        // Read now, so that a body that is cut off counts as part of the attempt.
        const bytes = await cancellation.race(response.arrayBuffer(), (reason) => controller.abort(reason));
        return new Response(bytes, { status, statusText, headers });
      } catch (error) {
        if (controller.signal.aborted) throw controller.signal.reason;
        throw new TransportError(error, neverConnected(error));
      }
    },
    close: async () => undefined,
  };
}
