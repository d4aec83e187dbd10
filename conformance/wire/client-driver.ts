import { type ApiVersion, createClient } from "webpubsub-fetch";
import type { Operation } from "../../generated/operation.js";

import type { Target } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import { type Exchange, jsonOf } from "./exchange.js";
import { send } from "./http.js";
import { encodeBody, type RequestValues } from "./message-bodies.js";
import { checkToken } from "./tokens.js";

interface ClientResult {
  data?: unknown;
  error?: { code: string };
}

/** The client as it is used here: paths and options come from the operation table, at run time. */
type AnyClient = Record<string, (path: string, options: object) => Promise<ClientResult>>;

/** Sends a request through our client, and checks what the client sent and gave back. */
export async function sendByClient(
  target: Target,
  operation: Operation,
  apiVersion: string,
  { path, query, body }: RequestValues,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchange> {
  let exchange: Exchange | undefined;
  const fetch = async (request: Request): Promise<Response> => {
    // Read once and sent as bytes: cloning a request or a response takes longer than the exchange itself.
    const bytes = request.body === null ? new Uint8Array() : new Uint8Array(await request.arrayBuffer());
    const sent = { method: request.method, url: new URL(request.url), headers: request.headers, body: bytes };
    exchange = await send(target, sent);
    const { status, headers, body: answer } = exchange.response;
    const bodiless = answer.length === 0 && (status === 204 || request.method === "HEAD" || status === 304);
    return new Response(bodiless ? null : (answer as Uint8Array<ArrayBuffer>), { status, headers });
  };
  const bytes =
    body !== undefined && (body.mediaType === "application/octet-stream" || body.value instanceof Uint8Array);
  const result = await clientOf(target, apiVersion as ApiVersion)
    [operation.method]?.(operation.path, {
      params: { path, query },
      headers: { ...headers, ...(body !== undefined && { "Content-Type": body.mediaType }) },
      ...(body !== undefined && { body: bytes ? encodeBody(body) : body.value }),
      fetch,
    })
    .catch((error: unknown) => {
      // A success that the client cannot use: the server's fault, if it answered that.
      throw exchange === undefined ? error : new ConformanceError((error as Error).message, exchange);
    });
  if (result === undefined || exchange === undefined) {
    throw new ConformanceError(`The client has no method ${operation.method}, or sent nothing.`);
  }
  checkResult(result, exchange);
  checkToken(target, exchange);
  return exchange;
}

const clients = new WeakMap<Target, Map<string, AnyClient>>();

/** One client for all cases against a target, so that what it remembers between calls is replayed as well. */
function clientOf(target: Target, apiVersion: ApiVersion): AnyClient {
  const ofTarget = clients.get(target) ?? new Map<string, AnyClient>();
  clients.set(target, ofTarget);
  let client = ofTarget.get(apiVersion);
  if (client === undefined) {
    const { endpoint, audience = endpoint, accessKey, token: bearer = "", now } = target;
    const getToken = async () => ({ token: bearer, expiresOnTimestamp: Date.now() + 3_600_000 });
    client = createClient({
      endpoint: audience,
      ...(accessKey === undefined ? { credential: { getToken } } : { accessKey }),
      apiVersion,
      // One request, one exchange: a case is about what the server answers to it.
      retry: false,
      ...(audience !== endpoint && { reverseProxyEndpoint: endpoint }),
      ...(now !== undefined && { now }),
    }) as unknown as AnyClient;
    ofTarget.set(apiVersion, client);
  }
  return client;
}

/** Whether the client handed back `data` on success and `error` on failure, and the right ones. */
function checkResult({ data, error }: ClientResult, exchange: Exchange): void {
  const { status } = exchange.response;
  const json = jsonOf(exchange) as { code?: string; error?: { code?: string } } | undefined;
  if (status < 300) {
    if (error === undefined && JSON.stringify(data) === JSON.stringify(json)) return;
    throw new ConformanceError(
      `The client gave data ${JSON.stringify(data)} and error ${JSON.stringify(error)}.`,
      exchange,
    );
  }
  const code = json?.error?.code ?? json?.code ?? exchange.response.headers.get("x-ms-error-code") ?? `Http.${status}`;
  if (data === undefined && error?.code === code) return;
  throw new ConformanceError(
    `The client gave the error ${JSON.stringify(error)}, and its code should be ${code}.`,
    exchange,
  );
}
