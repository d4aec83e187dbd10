import { Readable } from "node:stream";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Dispatcher } from "undici";
import { InvalidInputError, quote } from "../shared/invalid-input.js";
import type { AnyResponse } from "./any-response.js";
import type { Cancellation } from "./cancellation.js";
import { LightResponse } from "./light-response.js";
import { isBodiless, makeResponse, type OutgoingRequest, type Transport, TransportError } from "./transport.js";

// Written for undici 7.30.2. platform.node.test.ts tests what its documentation does not promise: `onRequestStart` comes after the
// connection and before the first byte, `reset: false` keeps a connection open after HEAD, and the error codes of requests that
// undici does not send.

/** How long an idle connection stays open if the server sends no limit. */
const KEEP_ALIVE_MS = 20_000;

// Loaded with the first request, because undici takes ten times as long to load as all modules of the client.
type Undici = typeof import("undici");
let undici: Undici | undefined;

async function load(): Promise<Undici> {
  undici ??= await import("undici");
  return undici;
}

const PROXY_VARIABLES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"];

/** The options of `fetch` that a request may have, for a program that runs on other platforms too: the pool has no use for them. */
const FETCH_OPTIONS = new Set(
  "cache,cf,credentials,dispatcher,duplex,integrity,keepalive,mode,next,priority,referrer,referrerPolicy,window".split(
    ",",
  ),
);

/**
 * Sends through a connection pool of undici. Connections are reused even after HEAD, where the `fetch` of Node.js closes them. Idle
 * connections do not keep the process running. If the environment names a proxy when the first request is made (`HTTP_PROXY`,
 * `HTTPS_PROXY`, `NO_PROXY`, or in lower case), the requests go through it.
 *
 * @param origin the origin of requests, such as `https://contoso.webpubsub.azure.com`. Middleware can choose another origin, which
 * gets a separate pool.
 * @param connections the maximum number of connections for each origin
 */
export function platformTransport(origin: string, connections: number): Transport {
  const dispatchers = new Map<string, Dispatcher>();
  const dispatcherOf = (target: string, { EnvHttpProxyAgent, Pool }: Undici): Dispatcher => {
    let dispatcher = dispatchers.get(target);
    if (dispatcher === undefined) {
      const options = { connections, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS };
      // Without a tunnel for http, because many proxies allow tunnels to port 443 only.
      dispatcher = PROXY_VARIABLES.some((name) => process.env[name])
        ? new EnvHttpProxyAgent({ ...options, proxyTunnel: false })
        : new Pool(target, options);
      dispatchers.set(target, dispatcher);
    }
    return dispatcher;
  };
  return {
    async send(request, cancellation) {
      const { url, init = {} } = request;
      for (const name in init) requireFetchOption(name);
      const loaded = undici ?? (await load());
      const undiciBody = undiciBodyOf(request.body);
      const body = undiciBody instanceof Promise ? await undiciBody : undiciBody;
      const target = url.startsWith(`${origin}/`) ? origin : new URL(url).origin;
      const dispatcher = (init as { dispatcher?: Dispatcher }).dispatcher ?? dispatcherOf(target, loaded);
      return new Promise((resolve, reject) => {
        const handler = new UndiciHandler(request, cancellation, resolve, reject);
        dispatcher.dispatch(
          {
            origin: target,
            path: url.slice(target.length),
            method: request.method as Dispatcher.HttpMethod,
            headers: request.headers,
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
      const opened = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(opened.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

/** @throws {InvalidInputError} if it is not an option of `fetch`, but a misspelt one for example */
function requireFetchOption(name: string): void {
  if (FETCH_OPTIONS.has(name)) return;
  throw new InvalidInputError(`${quote(name)} is not an option of a call, and not one of \`fetch\`. Leave it out.`);
}

/** The error codes of undici for an invalid request, which it does not send. */
const INVALID_REQUEST_CODES = new Set([
  "UND_ERR_INVALID_ARG",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH",
]);

/** Collects the response to one request from the events of undici. */
class UndiciHandler implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest;
  readonly #cancellation: Cancellation;
  readonly #resolve: (response: AnyResponse) => void;
  readonly #reject: (error: unknown) => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #controller: Dispatcher.DispatchController | undefined;
  #cancelled = false;
  #status = 0;
  #statusText = "";
  #headers: Record<string, string | string[] | undefined> = {};

  constructor(
    request: OutgoingRequest,
    cancellation: Cancellation,
    resolve: (response: AnyResponse) => void,
    reject: (error: unknown) => void,
  ) {
    this.#request = request;
    this.#cancellation = cancellation;
    this.#resolve = resolve;
    this.#reject = reject;
    cancellation.listen((reason) => {
      this.#cancelled = true;
      // Rejects at once, because a request that waits for a connection has no controller yet.
      reject(reason);
      this.#cancelRequest();
    });
  }

  #cancelRequest(): void {
    this.#controller?.abort(new Error("cancelled"));
  }

  /** Called when the request has a connection, before anything is written to it. */
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
    // Some servers write it in their own language, but `Response` accepts only Latin-1.
    this.#statusText = statusText.replaceAll(/[^\t\x20-\x7e\xa0-\xff]/g, "?");
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    if (this.#bytes <= this.#request.maxResponseBytes) return;
    this.onResponseEnd();
    this.#cancelRequest();
  }

  onResponseEnd(): void {
    try {
      const status = this.#status;
      const isLight = status >= 200 && status < 300 && this.#chunks.length === 0 && this.#request.method !== "HEAD";
      this.#resolve(isLight ? new LightResponse(status, this.#headers, () => this.#response()) : this.#response());
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
    const { method, url, maxResponseBytes } = this.#request;
    const init = { status: this.#status, statusText: this.#statusText, headers };
    if (isBodiless(method, this.#status) || this.#chunks.length === 0) return makeResponse(url, null, init, true);
    const isWhole = this.#bytes <= maxResponseBytes;
    const received = isWhole ? Buffer.concat(this.#chunks) : Buffer.concat(this.#chunks, maxResponseBytes);
    const coding = this.#headers["content-encoding"];
    if (typeof coding !== "string") return makeResponse(url, received, init, isWhole);
    const body = decompress(received, coding, maxResponseBytes);
    return makeResponse(url, body ?? null, init, isWhole && body !== undefined);
  }
}

const DECOMPRESSORS = new Map([
  ["gzip", gunzipSync],
  ["x-gzip", gunzipSync],
  ["deflate", inflateSync],
  ["br", brotliDecompressSync],
]);

/**
 * Undoes the content codings of a body, the last one first. The client asks for none, but a server may use them all the same.
 *
 * @returns undefined if the body has more than `maxOutputLength` bytes
 * @throws {Error} if the coding is unknown, or the body does not follow it
 */
function decompress(
  body: Buffer<ArrayBuffer>,
  codings: string,
  maxOutputLength: number,
): Buffer<ArrayBuffer> | undefined {
  try {
    return codings
      .toLowerCase()
      .split(/\s*,\s*/)
      .reduceRight((bytes, coding) => {
        if (coding === "identity") return bytes;
        const decompressor = DECOMPRESSORS.get(coding);
        if (decompressor === undefined) throw new Error(`unknown Content-Encoding ${coding}`);
        return decompressor(bytes, { maxOutputLength }) as Buffer<ArrayBuffer>;
      }, body);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return undefined;
    throw error;
  }
}

/** The body in a form that undici accepts. */
function undiciBodyOf(body: OutgoingRequest["body"]): string | Uint8Array | Readable | null | Promise<Uint8Array> {
  if (body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof Blob) return body.arrayBuffer().then((bytes) => new Uint8Array(bytes));
  if (Readable.isDisturbed(body as unknown as Readable)) {
    throw new InvalidInputError("The body is a stream of which something was read already. Pass a new one.");
  }
  return Readable.fromWeb(body as import("node:stream/web").ReadableStream);
}
