import { connect, isIP, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { Exchange } from "./exchange.js";
import { waitForRateLimit } from "./rate-limit.js";

const END_OF_HEAD = "\r\n\r\n";

/**
 * Sends a request without an HTTP client, which would hide bytes that must not be there. The body of the response is every
 * byte after its head, without the framing of chunks.
 *
 * @param timeoutMs how long to wait until the target ends the connection; what has arrived by then is the response
 * @throws {TargetUnreachableError} if there is no connection
 * @throws {ConformanceError} if the response is not HTTP, or its head is incomplete
 */
export async function sendRawHttp(target: Target, request: Exchange["request"], timeoutMs: number): Promise<Exchange> {
  const received = await sendBytes(target, rawHttpOf(request), timeoutMs);
  return { request, response: readResponse(received, request) };
}

/** A request as it is written to a connection, which the server is to close. */
export function rawHttpOf({ method, url, headers, body }: Exchange["request"]): Buffer {
  const head = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `host: ${url.host}`,
    "connection: close",
    ...(body.length > 0 ? [`content-length: ${body.length}`] : []),
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}${END_OF_HEAD}`), body]);
}

/**
 * Sends bytes to a target and returns the bytes that arrive until the target ends the connection, even if there are none.
 *
 * @param timeoutMs how long to wait for that end; what has arrived by then is returned
 * @throws {TargetUnreachableError} if there is no connection
 */
export async function sendBytes(target: Target, bytes: Uint8Array | string, timeoutMs: number): Promise<Buffer> {
  await waitForRateLimit(target);
  const { protocol, hostname, port } = new URL(target.endpoint);
  const host = hostname.replace(/^\[|\]$/g, "");
  const isSecure = protocol === "https:";
  const address = { host, port: Number(port) || (isSecure ? 443 : 80) };
  // Server name indication is for names only, not for IP addresses.
  const socket = isSecure
    ? connectSecurely({ ...address, ...(isIP(host) === 0 && { servername: host }) })
    : connect(address);
  try {
    return await exchangeBytes(socket, isSecure ? "secureConnect" : "connect", bytes, timeoutMs);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new TargetUnreachableError(`Could not connect to ${target.endpoint} (${code ?? message}).`, { cause: error });
  } finally {
    socket.destroy();
  }
}

/** @throws the error of the socket if there never was a connection; a later error ends what is received */
function exchangeBytes(
  socket: Socket,
  connectEvent: string,
  bytes: Uint8Array | string,
  timeoutMs: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let isConnected = false;
    const end = () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    };
    const timer = setTimeout(
      () => (isConnected ? end() : reject(new Error(`no connection within ${timeoutMs} ms`))),
      timeoutMs,
    );
    socket.on(connectEvent, () => {
      isConnected = true;
      socket.write(bytes);
    });
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("end", end);
    socket.on("error", (error) => {
      if (isConnected) return end();
      clearTimeout(timer);
      reject(error);
    });
  });
}

function readResponse(received: Buffer, request: Exchange["request"]): Exchange["response"] {
  const length = received.indexOf(END_OF_HEAD);
  const [statusLine = "", ...lines] = received.toString("latin1", 0, Math.max(length, 0)).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})( |$)/.exec(statusLine)?.[1] ?? 0);
  if (status === 0) {
    const response = { status, headers: new Headers(), body: received };
    throw new ConformanceError("The response is not valid HTTP: its head is incomplete.", { request, response });
  }
  const headers = new Headers();
  for (const line of lines) headers.append(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim());
  const body = received.subarray(length + END_OF_HEAD.length);
  const isChunked = /\bchunked$/i.test(headers.get("transfer-encoding") ?? "") && request.method !== "HEAD";
  return { status, headers, body: isChunked ? contentOf(body) : body };
}

/** The content of a chunked body (RFC 9112, 7.1); from where it is not chunked any more, as it is. */
function contentOf(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf("\r\n", at);
    const [, size] = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(body.toString("latin1", at, Math.max(end, at))) ?? [];
    if (size === undefined) return Buffer.concat([...chunks, body.subarray(at)]);
    const start = end + 2;
    const length = Number.parseInt(size, 16);
    // The last chunk, then trailers, which are not content.
    if (length === 0) {
      const trailers = body.subarray(end);
      return Buffer.concat([...chunks, trailers.subarray(trailers.indexOf("\r\n\r\n") + 4)]);
    }
    chunks.push(body.subarray(start, start + length));
    at = start + length + 2;
  }
  return Buffer.concat(chunks);
}
