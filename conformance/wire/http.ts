import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { Exchange } from "./exchange.js";
import { waitForRateLimit } from "./rate-limit.js";

const RESPONSE_TIMEOUT_MS = 30_000;
/** How often a throttled request is sent, and the longest wait before the next attempt. */
const MAX_ATTEMPTS = 5;
const MAX_WAIT_SECONDS = 60;
/** The codes of errors that mean that there never was a connection. */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|.*CERT.*|EPROTO|ERR_SSL_.*)$/;
/** The codes of errors that mean that the other side closed the connection. */
const CONNECTION_CLOSED = /^(ECONNRESET|ECONNABORTED|EPIPE)$/;

/**
 * Sends a request as soon as the rate limit of the target allows it, and again while the target returns 429, unless the request
 * asks a mock for that response.
 *
 * @returns the first response that is not 429; the last one after five attempts
 * @throws {TargetUnreachableError} if there is no connection
 * @throws {ConformanceError} if there is no complete response
 */
export async function send(target: Target, request: Exchange["request"]): Promise<Exchange> {
  const isRequested = /\bcode=429\b/.test(request.headers.get("prefer") ?? "");
  for (let attempt = 1; ; attempt += 1) {
    await waitForRateLimit(target);
    const exchange = await sendOnce(request);
    if (exchange.response.status !== 429 || isRequested || attempt === MAX_ATTEMPTS) return exchange;
    const seconds = Number(exchange.response.headers.get("retry-after") ?? 1);
    const wait = Math.min(Number.isFinite(seconds) && seconds >= 0 ? seconds : 1, MAX_WAIT_SECONDS);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

/** Idle connections are closed well before servers close them, so that no request is sent on one that just was closed. */
const AGENT_OPTIONS = { keepAlive: true, timeout: 2000 };
const agents = { "http:": new HttpAgent(AGENT_OPTIONS), "https:": new HttpsAgent(AGENT_OPTIONS) };

/**
 * Sends a request once, by the HTTP client of Node.js: the platform's fetch takes three times as long, opens a new
 * connection after every HEAD and blocks some ports. Redirects are not followed.
 *
 * @param timeoutMs how long the complete response may take @default 30 seconds
 * @throws {TargetUnreachableError} if there is no connection
 * @throws {ConformanceError} if there is no complete response
 */
export async function sendOnce(request: Exchange["request"], timeoutMs = RESPONSE_TIMEOUT_MS): Promise<Exchange> {
  try {
    return { request, response: await receiveResponse(request, timeoutMs) };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (NEVER_CONNECTED.test(code)) {
      throw new TargetUnreachableError(`Could not connect to ${request.url.origin} (${code}).`, { cause: error });
    }
    const response = { status: 0, headers: new Headers(), body: new Uint8Array() };
    throw new ConformanceError(problemOf(error as NodeJS.ErrnoException), { request, response });
  }
}

/** There is a connection, but no complete response. The message is a sentence. */
class ResponseError extends Error {}

function problemOf(error: NodeJS.ErrnoException): string {
  const { code = "", message } = error;
  if (error instanceof ResponseError) return message;
  if (code.startsWith("HPE_")) return `The response is not valid HTTP (${code}).`;
  if (CONNECTION_CLOSED.test(code)) return `The connection was closed without a response (${code}).`;
  return `The request failed: ${message}.`;
}

function receiveResponse(request: Exchange["request"], timeoutMs: number): Promise<Exchange["response"]> {
  const { method, url, headers, body } = request;
  const isSecure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (isSecure ? httpsRequest : httpRequest)(url, {
      method,
      agent: agents[isSecure ? "https:" : "http:"],
      // A Content-Length of 0 too, as in the recorded requests to the service.
      headers: {
        ...Object.fromEntries(headers),
        ...(method !== "GET" && method !== "HEAD" && { "content-length": body.length }),
      },
    });
    let hasHead = false;
    const timer = setTimeout(() => {
      const time = `${timeoutMs / 1000} s`;
      reject(new ResponseError(hasHead ? `The response was incomplete after ${time}.` : `No response within ${time}.`));
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on("close", () => clearTimeout(timer));
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      hasHead = true;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", ({ code, message }: NodeJS.ErrnoException) =>
        reject(new ResponseError(`The response was incomplete (${code ?? message}).`)),
      );
      response.on("end", () => {
        const { statusCode: status = 0, rawHeaders } = response;
        resolve({ status, headers: headersOf(rawHeaders), body: new Uint8Array(Buffer.concat(chunks)) });
      });
    });
    outgoing.end(body);
  });
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < raw.length; index += 2) headers.append(raw[index] ?? "", raw[index + 1] ?? "");
  return headers;
}
