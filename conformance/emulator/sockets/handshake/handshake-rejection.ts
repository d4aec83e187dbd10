import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Why a client cannot connect, as an HTTP response. */
export interface HandshakeRejection {
  readonly status: number;
  /** For the log; empty if the request names none. */
  readonly hub: string;
  /** A sentence. It is the body of the response, except that a 401 has none. */
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
}

export function httpResponseTo({ status, reason, headers }: HandshakeRejection): HttpResponse {
  const body = status === 401 ? "" : reason;
  return {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Content-Length": Buffer.byteLength(body), ...headers },
    body,
  };
}

/** Writes the response to an upgrade request, for which Node.js leaves only the stream, and closes the stream. */
export function rejectUpgrade(stream: Duplex, rejection: HandshakeRejection): void {
  const { headers, body } = httpResponseTo(rejection);
  const lines = Object.entries({ ...headers, Connection: "close" }).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${rejection.status} ${STATUS_CODES[rejection.status]}`, ...lines].join("\r\n");
  // Otherwise a client that does not close its half would keep the stream open.
  stream.once("finish", () => stream.destroy());
  stream.end(`${head}\r\n\r\n${body}`);
}
