import { neverConnected } from "./never-connected.js";
import { isBodiless, type OutgoingBody, type Transport, TransportError } from "./transport.js";

/**
 * Deno's `fetch` sends a request again by itself where a connection that was used before ends without an answer, though the
 * service may have acted on it; but not where it has a body that cannot be copied.
 */
const RESENDS = "Deno" in globalThis;

/** Sends with a function that has the contract of the platform's `fetch`: a caller's own, or the platform's. */
export function fetchTransport(fetch: (request: Request) => Promise<Response>): Transport {
  return {
    async send({ method, url, headers, body, init }, cancellation) {
      const controller = new AbortController();
      const request = new Request(url, {
        ...init,
        method,
        headers,
        // A token names one address: it is of no use where a redirect leads, and not meant for it.
        redirect: "manual",
        signal: controller.signal,
        ...(body !== undefined && { body: RESENDS ? sentOnce(body) : body }),
        ...(body instanceof ReadableStream && { duplex: "half" }),
      });
      const giveUp = (reason: unknown) => controller.abort(reason);
      try {
        cancellation.sent = true;
        // A fetch of the caller's own need not heed the signal.
        const response = await cancellation.race(fetch(request), giveUp);
        if (isBodiless(method, response.status) || response.body === null) return response;
        const { status, statusText, headers } = response;
        // Read now, so that a body that is cut off counts as part of the attempt.
        const bytes = await cancellation.race(response.arrayBuffer(), giveUp);
        return new Response(bytes, { status, statusText, headers });
      } catch (error) {
        if (controller.signal.aborted) throw controller.signal.reason;
        if (neverConnected(error)) cancellation.sent = false;
        throw new TransportError(error);
      }
    },
    close: async () => undefined,
  };
}

/** As one that cannot be copied. Nothing stays as it is: as a Blob it would be sent without its length. */
function sentOnce(body: OutgoingBody): OutgoingBody {
  if (body instanceof ReadableStream || body instanceof Blob) return body;
  const length = typeof body === "string" ? body.length : body.byteLength;
  return length === 0 ? body : new Blob([body]);
}
