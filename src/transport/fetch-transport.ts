import type { OutgoingBody } from "../request/request-body.js";
import { neverConnected } from "./never-connected.js";
import { isBodiless, type Transport, TransportError } from "./transport.js";

/**
 * Whether `fetch` may send a request twice. Deno does so if a reused connection ends without a response, although the service may
 * have acted on the request. It does not if the body cannot be copied.
 */
const RESENDS = "Deno" in globalThis;

/** Sends requests with the `fetch` of the caller or the platform. */
export function fetchTransport(fetch: (request: Request) => Promise<Response>): Transport {
  return {
    async send({ method, url, headers, body, init }, cancellation) {
      const controller = new AbortController();
      const request = new Request(url, {
        ...init,
        method,
        headers,
        // A token is valid for one URL: the target of a redirect would reject it, and must not see it.
        redirect: "manual",
        signal: controller.signal,
        ...(body !== undefined && { body: RESENDS ? uncopyable(body) : body }),
        ...(body instanceof ReadableStream && { duplex: "half" }),
      });
      const abort = (reason: unknown) => controller.abort(reason);
      try {
        cancellation.sent = true;
        // A race, because the caller's `fetch` may ignore the signal.
        const response = await cancellation.race(fetch(request), abort);
        if (isBodiless(method, response.status) || response.body === null) return response;
        const { status, statusText, headers } = response;
        // Read here, so that an incomplete body is a failure of this attempt.
        const bytes = await cancellation.race(response.arrayBuffer(), abort);
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

/** Makes a body one that cannot be copied. An empty body is unchanged: as a Blob it would be sent without its length. */
function uncopyable(body: OutgoingBody): OutgoingBody {
  if (body instanceof ReadableStream || body instanceof Blob) return body;
  const length = typeof body === "string" ? body.length : body.byteLength;
  return length === 0 ? body : new Blob([body]);
}
