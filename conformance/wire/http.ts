import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { Exchange } from "./exchange.js";
import { waitForRateLimit } from "./rate-limit.js";

/** How long an answer may take, in milliseconds. */
const RESPONSE_TIMEOUT_MS = 30_000;
/** How often a request is sent that is throttled, and how long is waited for the next at the most, in seconds. */
const MAX_ATTEMPTS = 5;
const MAX_WAIT_SECONDS = 60;
/** What a connection that was never made is told by. */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|.*CERT.*|EPROTO|ERR_SSL_.*)$/;

const NOTHING = new Uint8Array();

/**
 * Sends a request at the target's pace, and again where the target says that there are too many.
 *
 * @throws {TargetUnreachableError} if there is no connection
 * @throws {ConformanceError} if the connection ends without an answer
 */
export async function send(target: Target, { method, url, headers, body }: Exchange["request"]): Promise<Exchange> {
  for (let attempt = 1; ; attempt += 1) {
    await waitForRateLimit(target);
    const exchange = await sendOnce({ method, url, headers, body });
    if (exchange.response.status !== 429 || attempt === MAX_ATTEMPTS) return exchange;
    const seconds = Number(exchange.response.headers.get("retry-after") ?? 1);
    const wait = Math.min(Number.isFinite(seconds) && seconds >= 0 ? seconds : 1, MAX_WAIT_SECONDS);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

/** Idle connections are let go well before servers do, so that none is used that the server has just closed. */
const AGENT_OPTIONS = { keepAlive: true, timeout: 2000 };
const agents = { "http:": new HttpAgent(AGENT_OPTIONS), "https:": new HttpsAgent(AGENT_OPTIONS) };

/** By Node's own client: the platform's fetch takes three times as long, and a new connection after every HEAD. */
async function sendOnce(request: Exchange["request"]): Promise<Exchange> {
  try {
    return { request, response: await receiveResponse(request) };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const reason = code || message;
    if (NEVER_CONNECTED.test(code))
      throw new TargetUnreachableError(`Nothing answers at ${request.url.origin} (${reason}).`);
    const answer = { status: 0, headers: new Headers(), body: NOTHING };
    throw new ConformanceError(`The request got no whole answer: ${reason}.`, { request, response: answer });
  }
}

function receiveResponse({ method, url, headers, body }: Exchange["request"]): Promise<Exchange["response"]> {
  const secure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method,
      agent: agents[secure ? "https:" : "http:"],
      // Its length is said where there is none too, as the service was recorded to be asked.
      headers: {
        ...Object.fromEntries(headers),
        ...(method !== "GET" && method !== "HEAD" && { "content-length": body.length }),
      },
    });
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`nothing came in ${RESPONSE_TIMEOUT_MS} ms`)),
      RESPONSE_TIMEOUT_MS,
    );
    outgoing.on("close", () => clearTimeout(timer));
    outgoing.on("error", reject);
    outgoing.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
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
