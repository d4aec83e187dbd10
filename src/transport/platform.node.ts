import { Readable } from "node:stream";
import type { Dispatcher, Pool } from "undici";
import { InvalidInputError } from "../shared/invalid-input.js";
import type { Cancellation } from "./cancellation.js";
import { isBodiless, type OutgoingRequest, type Transport, TransportError } from "./transport.js";

// Everything here that knows undici was read from 7.30.2. What its documentation does not promise, platform.node.test.ts
// holds it to: `onRequestStart` comes after the connection and before the first byte, `reset: false` keeps a connection
// open after HEAD, and the error codes of requests that it does not send.

/** How long an idle connection is kept if the server does not say. */
const KEEP_ALIVE_MS = 20_000;

// Loaded with the first request: that takes ten times as long as loading all of our own modules.
let PoolOfUndici: typeof Pool | undefined;

async function load(): Promise<typeof Pool> {
  PoolOfUndici ??= (await import("undici")).Pool;
  return PoolOfUndici;
}

/**
 * A pool of connections, by undici. Connections are reused, even after HEAD, after which the `fetch` of Node.js closes
 * them. Idle connections do not keep the process running.
 *
 * @param origin where requests go, such as `https://contoso.webpubsub.azure.com`; other origins, which only middleware
 * can choose, get a pool each
 * @param connections the maximum for each origin
 */
export function platformTransport(origin: string, connections: number): Transport {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string, Undici: typeof Pool): Pool => {
    let pool = pools.get(origin);
    if (pool === undefined) {
      pool = new Undici(origin, { connections, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS });
      pools.set(origin, pool);
    }
    return pool;
  };
  return {
    async send(request, cancellation) {
      const { url, method, headers } = request;
      const Undici = PoolOfUndici ?? (await load());
      const undiciBody = undiciBodyOf(request.body);
      const body = undiciBody instanceof Promise ? await undiciBody : undiciBody;
      const target = url.startsWith(`${origin}/`) ? origin : new URL(url).origin;
      return new Promise((resolve, reject) => {
        const handler = new UndiciHandler(method, cancellation, resolve, reject);
        poolOf(target, Undici).dispatch(
          {
            path: url.slice(target.length),
            method: method as Dispatcher.HttpMethod,
            headers: headerList(headers),
            body,
            // Otherwise undici closes the connection after a HEAD.
            reset: false,
            // The client's own timer covers the whole attempt.
            headersTimeout: 0,
            bodyTimeout: 0,
          },
          handler,
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

/** The codes of undici for a request that it does not send because it is invalid. */
const INVALID_REQUEST_CODES = new Set([
  "UND_ERR_INVALID_ARG",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
]);

/** Collects the response to one request from the events of undici. */
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
      // Now, because a request that waits for a connection has no controller yet.
      reject(reason);
      this.#cancelRequest();
    });
  }

  #cancelRequest(): void {
    this.#controller?.abort(new Error("cancelled"));
  }

  /** There is a connection, and nothing has been written to it yet. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cancelled) this.#cancelRequest();
    else this.#cancellation.sent = true;
  }

  /** Called for informational responses too, before the final one. */
  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = "",
  ): void {
    this.#status = status;
    this.#headers = headers;
    // Some servers write it in their own language; `Response` accepts Latin-1 only.
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
    const isInvalidRequest = error.code !== undefined && INVALID_REQUEST_CODES.has(error.code);
    this.#reject(
      isInvalidRequest
        ? new InvalidInputError(`The request cannot be sent: ${error.message}.`, { cause: error })
        : new TransportError(error),
    );
  }

  /** @throws {TypeError | RangeError} if `Response` does not accept the status or a header */
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

/** Names and values in turn. Not with `flat`, which takes longer than undici needs to make a request. */
function headerList(headers: Headers): string[] {
  const list: string[] = [];
  for (const [name, value] of headers) list.push(name, value);
  return list;
}

/** The body in a form that undici accepts. */
function undiciBodyOf(body: OutgoingRequest["body"]): string | Uint8Array | Readable | null | Promise<Uint8Array> {
  if (body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return body.arrayBuffer().then((bytes) => new Uint8Array(bytes));
  return Readable.fromWeb(body as import("node:stream/web").ReadableStream);
}
