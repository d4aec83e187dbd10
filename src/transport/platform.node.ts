import { Readable } from "node:stream";
import type { Dispatcher, Pool } from "undici";
import { InvalidInputError } from "../shared/invalid-input.js";
import type { Cancellation } from "./cancellation.js";
import { isBodiless, type OutgoingRequest, type Transport, TransportError } from "./transport.js";

/** How long a connection that nothing is sent on is kept, in milliseconds, where the server does not say. */
const KEEP_ALIVE = 20_000;

// Loaded when the first request is sent: to load it takes ten times as long as all of our own modules.
let PoolOfUndici: typeof Pool | undefined;

async function load(): Promise<typeof Pool> {
  PoolOfUndici ??= (await import("undici")).Pool;
  return PoolOfUndici;
}

/**
 * A pool of connections, by undici. Connections are reused, after HEAD too, which Node's own fetch closes them after; idle
 * ones do not keep the process open.
 *
 * @param origin where requests go, such as `https://contoso.webpubsub.azure.com`; what middleware sends elsewhere has a pool
 * of its own
 * @param connections how many there are to an origin at the most
 */
export function platformTransport(origin: string, connections: number): Transport {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string, Undici: typeof Pool): Pool => {
    let pool = pools.get(origin);
    if (pool === undefined) {
      pool = new Undici(origin, { connections, pipelining: 1, keepAliveTimeout: KEEP_ALIVE });
      pools.set(origin, pool);
    }
    return pool;
  };
  return {
    async send(request, cancellation) {
      const { url, method, headers } = request;
      const Undici = PoolOfUndici ?? (await load());
      const plain = plainBody(request.body);
      const body = plain instanceof Promise ? await plain : plain;
      const to = url.startsWith(`${origin}/`) ? origin : new URL(url).origin;
      return new Promise((resolve, reject) => {
        const exchange = new UndiciHandler(method, cancellation, resolve, reject);
        poolOf(to, Undici).dispatch(
          {
            path: url.slice(to.length),
            method: method as Dispatcher.HttpMethod,
            headers: listed(headers),
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
      const opened = [...pools.values()];
      pools.clear();
      await Promise.all(opened.map((pool) => pool.destroy()));
    },
  };
}

/** What undici says of a request that it does not send, because there can be no such request. */
const UNSENDABLE = new Set(["UND_ERR_INVALID_ARG", "UND_ERR_NOT_SUPPORTED", "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH"]);

/** One request and its response, as undici tells of it. */
class UndiciHandler implements Dispatcher.DispatchHandler {
  readonly #method: string;
  readonly #cancellation: Cancellation;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (error: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled = false;
  #status = 0;
  #statusText = "";
  #headers: Record<string, string | string[] | undefined> = {};

  constructor(
    method: string,
    cancellation: Cancellation,
    resolve: (response: Response) => void,
    reject: (error: unknown) => void,
  ) {
    this.#method = method;
    this.#cancellation = cancellation;
    this.#resolve = resolve;
    this.#reject = reject;
    cancellation.listen((reason) => {
      this.#cancelled = true;
      // Now, because what waits for a connection has no controller yet.
      reject(reason);
      this.#cancelRequest();
    });
  }

  #cancelRequest(): void {
    this.#controller?.abort(new Error("given up"));
  }

  /** There is a connection, and nothing has been written to it yet. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cancelled) this.#cancelRequest();
    else this.#cancellation.sent = true;
  }

  /** Called for informational responses too, before the one that counts. */
  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = "",
  ): void {
    this.#status = status;
    this.#headers = headers;
    // Some servers write in their own language, which `Response` takes no letter of beyond Latin-1.
    this.#statusText = statusText.replaceAll(/[^\t\x20-\x7e\xa0-\xff]/g, "?");
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    try {
      this.#resolve(this.#response());
    } catch (error) {
      this.#reject(new TransportError(error));
    }
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error & { code?: string }): void {
    const unsendable = error.code !== undefined && UNSENDABLE.has(error.code);
    this.#reject(
      unsendable
        ? new InvalidInputError(`The request cannot be sent: ${error.message}.`, { cause: error })
        : new TransportError(error),
    );
  }

  /** @throws {TypeError | RangeError} if `Response` does not take it */
  #response(): Response {
    const headers: [string, string][] = [];
    for (const [name, values] of Object.entries(this.#headers)) {
      if (typeof values === "string") headers.push([name, values]);
      else for (const value of values ?? []) headers.push([name, value]);
    }
    const bodiless = isBodiless(this.#method, this.#status);
    const body = bodiless || this.#chunks.length === 0 ? null : Buffer.concat(this.#chunks);
    return new Response(body, { status: this.#status, statusText: this.#statusText, headers });
  }
}

/** Names and values in turn. Written out, because `flat` takes longer than undici does to make a request. */
function listed(headers: Headers): string[] {
  const list: string[] = [];
  for (const [name, value] of headers) list.push(name, value);
  return list;
}

/** As undici takes it. */
function plainBody(body: OutgoingRequest["body"]): string | Uint8Array | Readable | null | Promise<Uint8Array> {
  if (body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return body.arrayBuffer().then((bytes) => new Uint8Array(bytes));
  return Readable.fromWeb(body as import("node:stream/web").ReadableStream);
}
