import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Why a client cannot connect, told in HTTP. */
export interface HandshakeRejection {
  readonly status: number;
  /** For the log; empty where the request names none. */
  readonly hub: string;
  /** A sentence: the body of the answer, except that a 401 has none. */
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

/** Answers an upgrade request, of which Node leaves nothing but the stream, and ends it. */
export function rejectUpgrade(stream: Duplex, rejection: HandshakeRejection): void {
  const { headers, body } = httpResponseTo(rejection);
  const lines = Object.entries({ ...headers, Connection: "close" }).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${rejection.status} ${STATUS_CODES[rejection.status]}`, ...lines].join("\r\n");
  // Otherwise a client that does not close its half would keep the stream.
  stream.once("finish", () => stream.destroy());
  stream.end(`${head}\r\n\r\n${body}`);
}
