import { connect, isIP, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { Exchange } from "./exchange.js";
import { waitForRateLimit } from "./rate-limit.js";

/** What ends the head of a response. */
const END_OF_HEAD = "\r\n\r\n";

/**
 * Sends a request without an HTTP client, which would hide what must not be there: the body of the response is every byte
 * that came after its head.
 *
 * @param timeoutMs how long is waited for the other side to end the connection, in milliseconds
 * @throws {TargetUnreachableError} if there is no connection
 * @throws {ConformanceError} if what comes back has no whole head
 */
export async function sendRawHttp(target: Target, request: Exchange["request"], timeoutMs: number): Promise<Exchange> {
  const { method, url, headers, body } = request;
  const head = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `host: ${url.host}`,
    "connection: close",
    ...(body.length > 0 ? [`content-length: ${body.length}`] : []),
    ...[...headers].map(([name, value]) => `${name}: ${value}`),
  ];
  const answer = await sendBytes(
    target,
    Buffer.concat([Buffer.from(`${head.join("\r\n")}${END_OF_HEAD}`), body]),
    timeoutMs,
  );
  return { request, response: readResponse(answer, request) };
}

/**
 * Sends bytes to a target, and gives all that comes back until the other side ends the connection: nothing, where it just
 * ends.
 *
 * @param timeoutMs how long is waited for that end, in milliseconds; what has come by then is given
 * @throws {TargetUnreachableError} if there is no connection
 */
export async function sendBytes(target: Target, bytes: Uint8Array | string, timeoutMs: number): Promise<Buffer> {
  await waitForRateLimit(target);
  const { protocol, hostname, port } = new URL(target.endpoint);
  const host = hostname.replace(/^\[|\]$/g, "");
  const secure = protocol === "https:";
  const address = { host, port: Number(port) || (secure ? 443 : 80) };
  // A server of many names has to be told which; an address is none.
  const socket = secure
    ? connectSecurely({ ...address, ...(isIP(host) === 0 && { servername: host }) })
    : connect(address);
  try {
    return await exchangeBytes(socket, secure ? "secureConnect" : "connect", bytes, timeoutMs);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new TargetUnreachableError(`Nothing answers at ${target.endpoint} (${code ?? message}).`, { cause: error });
  } finally {
    socket.destroy();
  }
}

/** @throws what the socket fails with before there is a connection; afterwards it has just ended */
function exchangeBytes(
  socket: Socket,
  connected: string,
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
      () => (isConnected ? end() : reject(new Error(`no connection in ${timeoutMs} ms`))),
      timeoutMs,
    );
    socket.on(connected, () => {
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

function readResponse(answer: Buffer, request: Exchange["request"]): Exchange["response"] {
  const length = answer.indexOf(END_OF_HEAD);
  const [statusLine = "", ...lines] = answer.toString("latin1", 0, Math.max(length, 0)).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})( |$)/.exec(statusLine)?.[1] ?? 0);
  if (status === 0) {
    const response = { status, headers: new Headers(), body: answer };
    throw new ConformanceError("What came back has no whole head of an HTTP response.", { request, response });
  }
  const headers = new Headers();
  for (const line of lines) headers.append(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim());
  return { status, headers, body: answer.subarray(length + END_OF_HEAD.length) };
}
