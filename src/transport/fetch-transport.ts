import type { OutgoingBody } from "../request/request-body.js";
import { neverConnected } from "./never-connected.js";
import { type Fetch, isBodiless, makeResponse, type Transport, TransportError } from "./transport.js";

/**
 * Whether `fetch` may send a request twice. Deno does so if a reused connection ends without a response, although the service may
 * have acted on the request. It does not if the body cannot be copied.
 */
const RESENDS = "Deno" in globalThis;

/** Sends requests with the `fetch` of the caller or the platform. */
export function fetchTransport(fetch: Fetch): Transport<Response> {
  return {
    async send({ method, url, headers, body, init, maxResponseBytes }, cancellation) {
      const controller = new AbortController();
      const abort = (reason: unknown) => controller.abort(reason);
      try {
        cancellation.sent = true;
        // Not as a `Request`: a `fetch` that a framework replaced can lose its length. A race, because the caller's `fetch` may
        // ignore the signal.
        const sending = fetch(url, {
          ...init,
          method,
          headers: new Headers(headers),
          // A token is valid for one URL: the target of a redirect would reject it, and must not see it.
          redirect: "manual",
          signal: controller.signal,
          ...(body !== undefined && { body: RESENDS ? uncopyable(body) : body }),
          ...(body instanceof ReadableStream && { duplex: "half" }),
        });
        const response = requireResponse(await cancellation.race(sending, abort));
        if (isBodiless(method, response.status) || response.body === null) return response;
        // Read here, so that an incomplete body is a failure of this attempt.
        const { chunks, isWhole } = await cancellation.race(readBody(response.body, maxResponseBytes), abort);
        const { status, statusText, headers: received } = response;
        return makeResponse(response.url, new Blob(chunks), { status, statusText, headers: received }, isWhole);
      } catch (error) {
        if (controller.signal.aborted) throw controller.signal.reason;
        if (neverConnected(error)) cancellation.sent = false;
        throw new TransportError(error);
      }
    },
    close: async () => undefined,
  };
}

/** Not by its class: the `fetch` of a library has a `Response` of its own. */
function requireResponse(response: Response): Response {
  if (response?.headers && response.type !== "error") return response;
  throw new TypeError("`fetch` returned no response");
}

async function readBody(body: ReadableStream<Uint8Array<ArrayBuffer>>, maxBytes: number) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let remaining = maxBytes;
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return { chunks, isWhole: true };
    chunks.push(value.subarray(0, remaining));
    remaining -= value.byteLength;
    if (remaining >= 0) continue;
    reader.cancel().catch(() => undefined);
    return { chunks, isWhole: false };
  }
}

/** Makes a body one that cannot be copied. An empty body is unchanged: as a Blob it would be sent without its length. */
function uncopyable(body: OutgoingBody): OutgoingBody {
  if (body instanceof ReadableStream || body instanceof Blob) return body;
  const length = typeof body === "string" ? body.length : body.byteLength;
  return length === 0 ? body : new Blob([body]);
}
