import type { Cancellation } from "./cancellation.js";

/** A request, as plain as it can be. */
export interface OutgoingRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: OutgoingBody | undefined;
}

export type OutgoingBody = string | Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

/** Sends requests. Never follows redirects. */
export interface Transport {
  /**
   * Resolves when the whole response is there.
   *
   * @throws {TransportError} if there is none, or not the whole of one; the reason of the cancellation if it was given up
   */
  send(request: OutgoingRequest, cancellation: Cancellation): Promise<Response>;
  /** Closes the connections once what is on its way is through. */
  close(): Promise<void>;
}

/** There is no response, or not the whole of one. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  /** Whether it is certain that nothing of the request reached the server. */
  readonly unsent: boolean;

  constructor(cause: unknown, unsent: boolean) {
    super(reasonOf(cause), { cause });
    this.unsent = unsent;
  }
}

/** What failed, in words. `fetch` says no more than that it did, and why in its cause. */
function reasonOf(cause: unknown): string {
  const { cause: deeper, message, code } = cause as { cause?: unknown; message?: string; code?: string };
  if (deeper instanceof Error) return reasonOf(deeper);
  return [message, code].find((text) => text) ?? "the connection failed";
}

const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether an error of Node.js says that there never was a connection. */
export function neverConnected(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown };
  return (code !== undefined && NEVER_CONNECTED.has(code)) || (cause instanceof Error && neverConnected(cause));
}

/** Statuses whose responses have no body, so that `Response` takes none. */
export function isBodiless(method: string, status: number): boolean {
  return method === "HEAD" || status === 204 || status === 205 || status === 304;
}
