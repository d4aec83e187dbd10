import createFetchClient, { type Middleware } from "openapi-fetch";
import { platformTransport } from "#transport";
import { type ApiVersions, type LatestApiVersion, requestsOf } from "../../generated/index.js";
import type { OperationRequest } from "../../generated/operation.js";
import { type PathValues, pathOf, type QueryValues, queryOf } from "../request/parameters.js";
import { serializeBody } from "../request/request-body.js";
import { explain401 } from "../response/explain-401.js";
import { explainRedirect } from "../response/explain-redirect.js";
import { serviceError } from "../response/service-error.js";
import { recordAttempts, unusableResponseError } from "../response/unusable-response.js";
import { failedResponse } from "../response/web-pub-sub-error.js";
import { type FinalAttempt, sendWithRetries } from "../retry/attempts.js";
import { type RetryOptions, readRetry } from "../retry/retry-policy.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { fetchTransport } from "../transport/fetch-transport.js";
import { LightRequest } from "../transport/light-request.js";
import type { OutgoingBody, OutgoingRequest, Transport } from "../transport/transport.js";
import {
  type ApiVersion,
  type ClientBaseOptions,
  type ClientOptions,
  positiveInteger,
  readOptions,
} from "./client-options.js";
import { setClientSettings } from "./client-settings.js";
import type { Client } from "./client-types.js";

type Fetch = (request: Request) => Promise<Response>;

/** A call's options as they are at run time, whatever the operation. */
interface AnyCallOptions extends Omit<RequestInit, "body"> {
  params?: { path?: PathValues; query?: QueryValues };
  body?: unknown;
  fetch?: Fetch;
  retry?: RetryOptions | false;
  timeout?: number;
  deadline?: number;
  throwOnError?: boolean;
}

/**
 * Makes a typed fetch for the Azure Web PubSub REST API.
 *
 * It fills in the api-version, signs each request, sends bodies by their Content-Type and arrays as repeated
 * parameters, refuses values that would name another operation, retries what can do no harm, and gives every failure an
 * `error` of one shape.
 *
 * @param connectionString `Endpoint=https://…;AccessKey=…;Version=1.0;`, as the portal shows it.
 * @throws {InvalidInputError} if something that the client is made from is missing or unusable.
 * @example
 * const client = createClient(process.env.WEBPUBSUB_CONNECTION_STRING ?? "");
 * const { error } = await client.POST("/api/hubs/{hub}/:send", {
 *   params: { path: { hub: "chat" } },
 *   body: { text: "hello" },
 * });
 */
export function createClient<Version extends ApiVersion = LatestApiVersion, Throws extends boolean = false>(
  connectionString: string,
  options?: ClientBaseOptions<Version, Throws>,
): Client<ApiVersions[Version], Throws>;
/** Makes a typed fetch from an endpoint and an access key or a Microsoft Entra credential. */
export function createClient<Version extends ApiVersion = LatestApiVersion, Throws extends boolean = false>(
  options: ClientOptions<Version, Throws>,
): Client<ApiVersions[Version], Throws>;
export function createClient(first: string | ClientOptions, rest?: ClientBaseOptions): unknown {
  const settings = readOptions(first, rest);
  const { baseUrl, audienceOf, getToken, hooks } = settings;
  const { origin } = new URL(baseUrl);
  let middlewareCount = 0;
  const defaultTransport: Transport =
    settings.fetch === undefined ? platformTransport(origin, settings.connections) : fetchTransport(settings.fetch);
  const fetchClient = createFetchClient<Record<string, never>>({
    baseUrl,
    headers: settings.headers,
    bodySerializer: (body: unknown) => body,
    redirect: "manual",
  });
  const operationsByRoute = new Map(
    Object.entries(requestsOf[settings.apiVersion]).map(([id, shape]: [string, OperationRequest]) => [
      `${shape.method} ${shape.path}`,
      { id, shape },
    ]),
  );
  const request = fetchClient.request as unknown as (
    method: string,
    path: string,
    options: object,
  ) => Promise<FetchResult>;

  const send = async (method: OperationRequest["method"], path: string, options: AnyCallOptions) => {
    const described = operationsByRoute.get(`${method} ${path}`);
    if (described === undefined) {
      throw new InvalidInputError(`api-version ${settings.apiVersion} has no ${method} ${path}.`);
    }
    const { id: operation, shape } = described;
    const { params = {}, body, headers, fetch, retry, timeout, deadline, throwOnError, signal, ...init } = options;
    const sent = new Headers(headers);
    const serialized = serializeBody(shape, body, sent.get("Content-Type"));
    if (serialized !== undefined) sent.set("Content-Type", serialized.contentType);
    const address = baseUrl + pathOf(shape, params.path);
    const query = queryOf(shape, settings.apiVersion, params.query);
    const signals = signalsOf(signal);
    const retryContext = {
      operation,
      idempotent: shape.idempotent,
      transport: fetch === undefined ? defaultTransport : fetchTransport(fetch),
      getToken,
      audienceOf,
      policy: readRetry(retry, settings.policy),
      timeout: timeout === undefined ? settings.timeout : positiveInteger("timeout", timeout),
      deadline: deadline === undefined ? settings.deadline : positiveInteger("deadline", deadline),
      signals,
      hooks,
    };
    let outcome: FinalAttempt | undefined;
    let sentRequest: OutgoingRequest | undefined;
    const light = middlewareCount === 0;
    const fetchInit = {
      // openapi-fetch copies this object, and it takes longer to add a member to a copy than to replace one.
      method,
      headers: sent,
      // Read here, where what is no JSON can be told.
      parseAs: "text",
      // Serialized already; the parameters are for middleware to see.
      params: { path: params.path ?? {}, query: { "api-version": settings.apiVersion, ...params.query } },
      pathSerializer: () => address,
      querySerializer: () => query,
      body: serialized?.body,
      ...(serialized?.body instanceof ReadableStream && { duplex: "half" }),
      Request: light ? LightRequest : undefined,
      async fetch(request: Request): Promise<Response> {
        sentRequest = {
          method: request.method,
          url: request.url,
          // Middleware that sees the request again, after the response, does not see the token.
          headers: light ? request.headers : new Headers(request.headers),
          body: light ? serialized?.body : await bodyOf(request, serialized?.body),
          init,
        };
        outcome = await sendWithRetries(
          sentRequest,
          light ? retryContext : { ...retryContext, signals: [...signals, request.signal] },
        );
        return outcome.response;
      },
    };
    // What fetch is to be told besides is for middleware to see.
    const answer = await request(method, path, light ? fetchInit : { ...init, ...fetchInit });
    const { response } = answer;
    // Where middleware answers in the place of the service, nothing was sent.
    const { attempts = 0, retryable = false } = outcome ?? {};
    const failed = { operation, attempts, retryable, response };
    if (response.ok) return { data: parse(answer, failed, shape.respondsWithJson), response };
    const error = serviceError(response, answer.error);
    error.message = explainRedirect(response) ?? error.message;
    if (response.status === 401 && sentRequest !== undefined) {
      const { url, headers } = sentRequest;
      error.message = explain401({
        authorization: headers.get("Authorization"),
        url,
        audience: audienceOf(url),
        response,
        message: error.message,
        now: settings.now(),
      });
    }
    if (throwOnError ?? settings.throwOnError) throw failedResponse({ ...failed, error });
    return { error, response };
  };

  let pendingCalls = 0;
  let notifyIdle: (() => void) | undefined;
  let closed: Promise<void> | undefined;
  const call =
    (method: OperationRequest["method"]) =>
    async (path: string, options: AnyCallOptions = {}) => {
      if (closed !== undefined) throw new InvalidInputError("The client is closed. Make another with createClient.");
      pendingCalls += 1;
      try {
        return await send(method, path, options);
      } finally {
        pendingCalls -= 1;
        if (pendingCalls === 0) notifyIdle?.();
      }
    };
  const closeOnceIdle = async () => {
    if (pendingCalls > 0) {
      await new Promise<void>((resolve) => {
        notifyIdle = resolve;
      });
    }
    await defaultTransport.close();
  };
  const close = () => {
    closed ??= closeOnceIdle();
    return closed;
  };
  const client = {
    GET: call("GET"),
    PUT: call("PUT"),
    POST: call("POST"),
    DELETE: call("DELETE"),
    HEAD: call("HEAD"),
    use(...middleware: Middleware[]) {
      fetchClient.use(...middleware);
      middlewareCount += middleware.length;
    },
    eject(...middleware: Middleware[]) {
      fetchClient.eject(...middleware);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  setClientSettings(client, settings);
  return client;
}

/** @throws {InvalidInputError} if it is something else, such as its controller */
function signalsOf(signal: AbortSignal | null | undefined): AbortSignal[] {
  if (signal === undefined || signal === null) return [];
  if (typeof signal.addEventListener === "function") return [signal];
  throw new InvalidInputError("`signal` is not an AbortSignal. Pass the `signal` of an AbortController.");
}

interface FetchResult {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What is sent: as it was serialized, unless middleware has put another request in the place of ours. */
async function bodyOf(sentRequest: Request, serialized: OutgoingBody | undefined): Promise<OutgoingBody | undefined> {
  if (sentRequest.body === null) return undefined;
  if (serialized instanceof ReadableStream) return sentRequest.body ?? undefined;
  return sentRequest.arrayBuffer();
}

/** @throws {WebPubSubError} if there is something that is no JSON, or nothing where there should be JSON */
function parse(
  { data, response }: FetchResult,
  { operation, attempts }: { operation: string; attempts: number },
  respondsWithJson: boolean,
): unknown {
  const text = typeof data === "string" ? data : "";
  const { status, headers } = response;
  if (text === "" && !respondsWithJson) return undefined;
  recordAttempts(response, attempts);
  if (text === "") throw unusableResponseError(operation, response, `was answered with ${status} and no body.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const type = headers.get("Content-Type") ?? "no Content-Type";
    const problem = `was answered with ${status} and a body that is no JSON (${type}): ${text.slice(0, 100)}`;
    throw unusableResponseError(operation, response, problem, cause);
  }
}
