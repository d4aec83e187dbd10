import { Readable } from "node:stream";
import { type Dispatcher, Pool } from "undici";
import { isBodiless, neverConnected, type OutgoingRequest, type Transport, TransportError } from "./transport.js";

/** Whether requests are to be made as light as the transport takes them. */
export const takesLightRequests = true;

/** How long a connection that nothing is sent on is kept, in milliseconds, where the server does not say. */
const KEEP_ALIVE = 20_000;

/**
 * A pool of connections to one origin, by undici. Connections are reused, after HEAD too, which Node's own fetch closes them
 * after; idle ones do not keep the process open.
 *
 * @param origin such as `https://contoso.webpubsub.azure.com`
 * @param connections how many there are at the most
 */
export function platformTransport(origin: string, connections: number): Transport {
  let pool: Pool | undefined;
  return {
    async send(request, cancellation) {
      const body = await plainBody(request.body);
      pool ??= new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: KEEP_ALIVE });
      const opened = pool;
      return new Promise((resolve, reject) => {
        const exchange = new Exchange(request, resolve, reject);
        cancellation.listen((reason) => exchange.cancel(reason));
        opened.dispatch(
          {
            path: request.url.slice(origin.length),
            method: request.method as Dispatcher.HttpMethod,
            headers: [...request.headers].flat(),
            body,
            // Otherwise undici closes the connection after a HEAD.
            reset: false,
            // The client's own timer covers the whole attempt.
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          exchange,
        );
      });
    },
    async close() {
      const opened = pool;
      pool = undefined;
      await opened?.close();
    },
  };
}

/** One request and its response, as undici tells of it. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled: { readonly reason: unknown } | undefined;
  #status = 0;
  #statusText = "";
  #headers: Record<string, string | string[] | undefined> = {};

  constructor(request: OutgoingRequest, resolve: (response: Response) => void, reject: (error: unknown) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  cancel(reason: unknown): void {
    this.#cancelled ??= { reason };
    this.#controller?.abort(new Error("given up"));
    // What waits for a connection has no controller yet.
    this.#reject(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cancelled !== undefined) controller.abort(new Error("given up"));
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = "",
  ): void {
    this.#status = status;
    this.#headers = headers;
    this.#statusText = statusText;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    try {
      this.#resolve(this.#response());
    } catch (error) {
      this.#reject(new TransportError(error, false));
    }
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(
      this.#cancelled === undefined ? new TransportError(error, neverConnected(error)) : this.#cancelled.reason,
    );
  }

  #response(): Response {
    const headers: [string, string][] = [];
    for (const [name, values] of Object.entries(this.#headers)) {
      for (const value of [values].flat()) if (value !== undefined) headers.push([name, value]);
    }
    const bodiless = isBodiless(this.#request.method, this.#status);
    const body = bodiless || this.#chunks.length === 0 ? null : Buffer.concat(this.#chunks);
    return new Response(body, { status: this.#status, statusText: this.#statusText, headers });
  }
}

/** As undici takes it. */
async function plainBody(body: OutgoingRequest["body"]): Promise<string | Uint8Array | Readable | null> {
  if (body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  return Readable.fromWeb(body as import("node:stream/web").ReadableStream);
}
