import type { Cancellation } from "./cancellation.js";

/** A request, as plain as it can be. */
export interface OutgoingRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: OutgoingBody | undefined;
  /** What else `fetch` is to be told, such as `cache`. Of no meaning to a pool of connections. */
  readonly init?: RequestInit;
}

export type OutgoingBody = string | Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

/** Sends requests. Never follows redirects. */
export interface Transport {
  /**
   * Resolves when the whole response is there. Sets `cancellation.sent` before the server can have got anything.
   *
   * @throws {TransportError} if there is none, or not the whole of one
   * @throws {InvalidInputError} if it is a request that cannot be sent
   * @throws the reason of the cancellation, if it was given up
   */
  send(request: OutgoingRequest, cancellation: Cancellation): Promise<Response>;
  /** Closes the connections, which nothing may be on its way on. */
  close(): Promise<void>;
}

/** There is no response, or not the whole of one. */
export class TransportError extends Error {
  override readonly name = "TransportError";

  constructor(cause: unknown) {
    super(reasonOf(cause), { cause });
  }
}

/** What failed, in words. `fetch` says no more than that it did, and why in its cause. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.cause instanceof Error) return reasonOf(cause.cause);
  // The error of several addresses that were tried says nothing itself.
  if (cause instanceof AggregateError && cause.message === "") return cause.errors.map(reasonOf).join(", ");
  return cause.message || cause.name;
}

/** Statuses whose responses have no body, so that `Response` takes none. */
export function isBodiless(method: string, status: number): boolean {
  return method === "HEAD" || status === 204 || status === 205 || status === 304;
}
