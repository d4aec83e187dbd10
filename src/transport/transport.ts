import type { OutgoingBody } from "../request/request-body.js";
import type { PlainHeaders } from "../shared/headers.js";
import type { AnyResponse } from "./any-response.js";
import type { Cancellation } from "./cancellation.js";

/** A request as plain data. */
export interface OutgoingRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly url: string;
  readonly headers: PlainHeaders;
  readonly body: OutgoingBody | undefined;
  /** Further options of `fetch`, such as `cache`. A pool of connections ignores them. */
  readonly init?: RequestInit;
  /** How much of the body of the response is read, after decompression. */
  readonly maxResponseBytes: number;
}

/** A function that sends a request as the `fetch` of a platform does. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Sends requests. Never follows redirects. */
export interface Transport<Received extends AnyResponse = AnyResponse> {
  /**
   * Resolves when the response is complete, or as much of its body as is read: {@link isTruncated} tells. Sets `cancellation.sent` before the server can receive anything.
   *
   * @throws {TransportError} if there is no response, or only a part of one
   * @throws {InvalidInputError} if the request cannot be sent
   * @throws the reason of the cancellation, if the attempt was cancelled
   */
  send(request: OutgoingRequest, cancellation: Cancellation): Promise<Received>;
  /** Closes the connections. No request may be in progress. */
  close(): Promise<void>;
}

/** There is no response, or only a part of one. The message is the reason, short enough to fit in parentheses. */
export class TransportError extends Error {
  override readonly name = "TransportError";

  constructor(cause: unknown) {
    super(reasonOf(cause), { cause });
  }
}

/** The reason of a failure. `fetch` reports only "fetch failed" and keeps the reason in the cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.cause instanceof Error) return reasonOf(cause.cause);
  // Several addresses were tried: the error itself has no message.
  if (cause instanceof AggregateError && cause.message === "") {
    return [...new Set(cause.errors.map(reasonOf))].join(", ");
  }
  // Keeps only the code of "connect ECONNREFUSED 127.0.0.1:8080" and "getaddrinfo ENOTFOUND host": the rest repeats the address.
  const reason = cause.message.replace(/^(?:connect|getaddrinfo) (E[A-Z_]+).*/s, "$1");
  // OpenSSL writes its source files, too.
  return reason.replace(/^.*SSL routines:[^:]*:([^:]*):.*/s, "TLS: $1") || cause.name;
}

/** Whether the method or the status rules out a body, so that `Response` accepts none. */
export function isBodiless(method: string, status: number): boolean {
  return method === "HEAD" || status === 204 || status === 205 || status === 304;
}

const truncated = new WeakSet<Response>();

/**
 * Makes the response of an attempt.
 *
 * @param body as much as was read; null if nothing was, or the response has none
 * @param isWhole whether that is all
 * @throws {TypeError | RangeError} if `Response` does not accept the status or a header
 */
export function makeResponse(url: string, body: BodyInit | null, init: ResponseInit, isWhole: boolean): Response {
  const response = new Response(body, init);
  Object.defineProperty(response, "url", { value: url });
  if (!isWhole) truncated.add(response);
  return response;
}

/** Whether the body of a response was longer than what is read. */
export function isTruncated(response: Response): boolean {
  return truncated.has(response);
}
