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

/** The client without its types: paths and options come from the table of operations at run time. */
type AnyClient = Record<string, (path: string, options: object) => Promise<ClientResult>>;

/**
 * Sends a request with our client, and checks the token that the client sent and the result that it returned.
 *
 * @throws {TargetUnreachableError} if there is no connection
 * @throws {ConformanceError} if there is no complete response, or the client sent or returned something wrong
 */
export async function sendByClient(
  target: Target,
  operation: Operation,
  apiVersion: string,
  { path, query, body }: RequestValues,
  headers: Readonly<Record<string, string>> = {},
): Promise<Exchange> {
  let exchange: Exchange | undefined;
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    // Read once and sent as bytes: cloning a request or a response takes longer than the exchange.
    const bytes = request.body === null ? new Uint8Array() : new Uint8Array(await request.arrayBuffer());
    const sent = { method: request.method, url: new URL(request.url), headers: request.headers, body: bytes };
    exchange = await send(target, sent);
    const { status, headers, body: responseBody } = exchange.response;
    const isBodiless = responseBody.length === 0 && (status === 204 || request.method === "HEAD" || status === 304);
    return new Response(isBodiless ? null : (responseBody as Uint8Array<ArrayBuffer>), { status, headers });
  };
  const isBytes =
    body !== undefined && (body.mediaType === "application/octet-stream" || body.value instanceof Uint8Array);
  const result = await clientOf(target, apiVersion as ApiVersion)
    [operation.method]?.(operation.path, {
      params: { path, query },
      headers: { ...headers, ...(body !== undefined && { "Content-Type": body.mediaType }) },
      ...(body !== undefined && { body: isBytes ? encodeBody(body) : body.value }),
      fetch,
    })
    .catch((error: unknown) => {
      // There was a response, but not one that the client can use: a fault of the server.
      throw exchange === undefined ? error : new ConformanceError((error as Error).message, exchange);
    });
  if (result === undefined || exchange === undefined) {
    throw new ConformanceError("The client sent no request.");
  }
  checkResult(result, exchange, operation);
  checkToken(target, exchange);
  return exchange;
}

const clients = new WeakMap<Target, Map<string, AnyClient>>();

/** One client for all cases against a target, so that what it caches between calls is tested too. */
function clientOf(target: Target, apiVersion: ApiVersion): AnyClient {
  const clientsOfTarget = clients.get(target) ?? new Map<string, AnyClient>();
  clients.set(target, clientsOfTarget);
  let client = clientsOfTarget.get(apiVersion);
  if (client === undefined) {
    const { endpoint, audience = endpoint, accessKey, token = "", now } = target;
    const getToken = async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
    client = createClient({
      endpoint: audience,
      // The caller chose the target, which may be a container of the same network.
      allowInsecureConnection: true,
      ...(accessKey === undefined ? { credential: { getToken } } : { accessKey }),
      apiVersion,
      // A case is about the response to one request.
      retry: false,
      ...(audience !== endpoint && { reverseProxyEndpoint: endpoint }),
      ...(now !== undefined && { now }),
    }) as unknown as AnyClient;
    clientsOfTarget.set(apiVersion, client);
  }
  return client;
}

/**
 * Checks that the client returned the body as `data` on success, and an `error` with the code of the response on failure. The body of a
 * success that should have none is for the case to judge: the client leaves it.
 */
export function checkResult(
  { data, error }: ClientResult,
  exchange: Exchange,
  { respondsWithJson }: Pick<Operation, "respondsWithJson">,
): void {
  const { status } = exchange.response;
  const json = jsonOf(exchange) as { code?: string; error?: { code?: string } } | undefined;
  if (status < 300) {
    const expected = respondsWithJson ? json : undefined;
    if (error === undefined && JSON.stringify(data) === JSON.stringify(expected)) return;
    throw new ConformanceError(
      `Expected the body of the response as data, got data ${JSON.stringify(data)} and error ${JSON.stringify(error)} from the client.`,
      exchange,
    );
  }
  const code = json?.error?.code ?? json?.code ?? exchange.response.headers.get("x-ms-error-code") ?? `Http.${status}`;
  if (data === undefined && error?.code === code) return;
  throw new ConformanceError(
    `Expected an error with the code ${code}, got the error ${JSON.stringify(error)} from the client.`,
    exchange,
  );
}
