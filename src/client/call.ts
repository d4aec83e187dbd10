import type { OperationRequest } from "../../generated/operation.js";
import { type PathValues, pathOf, type QueryValues, queryOf } from "../request/parameters.js";
import { type OutgoingBody, serializeBody } from "../request/request-body.js";
import { explain401 } from "../response/explain-401.js";
import { explainRedirect } from "../response/explain-redirect.js";
import { type ServiceError, serviceError } from "../response/service-error.js";
import { recordAttempts, unusableResponseError } from "../response/unusable-response.js";
import { failedResponse } from "../response/web-pub-sub-error.js";
import { type FinalAttempt, type RetryContext, sendWithRetries } from "../retry/attempts.js";
import { type RetryOptions, readRetry } from "../retry/retry-policy.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { positiveInteger } from "../shared/positive-integer.js";
import { fetchTransport } from "../transport/fetch-transport.js";
import { LightRequest } from "../transport/light-request.js";
import type { OutgoingRequest, Transport } from "../transport/transport.js";
import type { Settings } from "./client-options.js";

// A call, in the order in which it happens: `prepareCall` reads the options, `dispatch` makes the request and attempts to
// send it, `toResult` reads the response. This is the hot path: the benchmarks notice every object that is copied here.

/** The options of a call at run time, for any operation. */
export interface AnyCallOptions extends Omit<RequestInit, "body"> {
  params?: { path?: PathValues; query?: QueryValues };
  body?: unknown;
  fetch?: (request: Request) => Promise<Response>;
  retry?: RetryOptions | false;
  timeout?: number;
  deadline?: number;
  throwOnError?: boolean;
}

/** An operation of the client's api-version, with its operationId. */
export interface NamedOperation {
  readonly operationId: string;
  readonly operation: OperationRequest;
}

/** A call whose options were read and checked. */
interface PreparedCall extends RetryContext {
  readonly operation: OperationRequest;
  /** Without the query. */
  readonly address: string;
  readonly query: string;
  readonly headers: Headers;
  readonly body: OutgoingBody | undefined;
  /** The parameters as middleware sees them: they are serialized already. */
  readonly params: { readonly path: PathValues; readonly query: QueryValues };
  /** The remaining options of `fetch`, such as `cache`. */
  readonly init: RequestInit;
  readonly throwOnError: boolean;
  /** What was sent; undefined if middleware responded instead of the service. */
  sentRequest: OutgoingRequest | undefined;
  finalAttempt: FinalAttempt | undefined;
}

/** What openapi-fetch makes of a response. */
interface FetchResult {
  data?: unknown;
  error?: unknown;
  response: Response;
}

type CallResult = { data: unknown; response: Response } | { error: ServiceError; response: Response };

/** The `request` method of an openapi-fetch client, without its types. */
export type FetchClientRequest = (method: string, path: string, options: object) => Promise<FetchResult>;

/**
 * Reads and checks the options of a call. Sends nothing.
 *
 * @throws {InvalidInputError} if a value does not fit the operation
 */
export function prepareCall(
  { operationId, operation }: NamedOperation,
  options: AnyCallOptions,
  settings: Settings,
  defaultTransport: Transport,
): PreparedCall {
  const {
    params = {},
    body,
    headers: given,
    fetch,
    retry,
    timeout = settings.timeout,
    deadline = settings.deadline,
    throwOnError,
    signal,
    ...init
  } = options;
  if ("query" in init || "path" in init) throw new InvalidInputError("Pass `path` and `query` in `params`.");
  const headers = new Headers(given);
  const serialized = serializeBody(operation, body, headers.get("Content-Type"));
  if (serialized !== undefined) headers.set("Content-Type", serialized.contentType);
  return {
    operationId,
    operation,
    idempotent: operation.idempotent,
    address: settings.baseUrl + pathOf(operation, params.path),
    query: queryOf(operation, settings.apiVersion, params.query),
    headers,
    body: serialized?.body,
    params: { path: params.path ?? {}, query: { "api-version": settings.apiVersion, ...params.query } },
    init,
    signals: signalsOf(signal),
    transport: fetch === undefined ? defaultTransport : fetchTransport(fetch),
    getToken: settings.getToken,
    audienceOf: settings.audienceOf,
    policy: readRetry(retry, settings.policy),
    timeout: positiveInteger("timeout", timeout),
    deadline: positiveInteger("deadline", deadline),
    hooks: settings.hooks,
    throwOnError: throwOnError ?? settings.throwOnError,
    sentRequest: undefined,
    finalAttempt: undefined,
  };
}

/** Sends a call through openapi-fetch, and so through the client's middleware. */
export function dispatch(
  call: PreparedCall,
  hasMiddleware: boolean,
  fetchClientRequest: FetchClientRequest,
): Promise<FetchResult> {
  const { operation, address, query, headers, body, params, init } = call;
  const fetchInit = {
    // openapi-fetch copies this object, and it takes longer to add a member to a copy than to replace one.
    method: operation.method,
    headers,
    // As text, because openapi-fetch says too little about a body that is not JSON.
    parseAs: "text",
    params,
    pathSerializer: () => address,
    querySerializer: () => query,
    body,
    ...(body instanceof ReadableStream && { duplex: "half" }),
    Request: hasMiddleware ? undefined : LightRequest,
    async fetch(request: Request): Promise<Response> {
      const sentRequest = {
        method: request.method,
        url: request.url,
        // A copy, so that middleware does not see the token when it sees the request again, after the response.
        headers: hasMiddleware ? new Headers(request.headers) : request.headers,
        body: hasMiddleware ? await bodyOf(request, body) : body,
        init,
      };
      call.sentRequest = sentRequest;
      call.finalAttempt = await sendWithRetries(
        sentRequest,
        hasMiddleware ? { ...call, signals: [...call.signals, request.signal] } : call,
      );
      return call.finalAttempt.response;
    },
  };
  // Only middleware sees the options of `fetch` on the request; what is sent takes them from `init`.
  return fetchClientRequest(operation.method, operation.path, hasMiddleware ? { ...init, ...fetchInit } : fetchInit);
}

/**
 * Reads the response of a call.
 *
 * @param now the client's clock, in milliseconds since 1970
 * @throws {WebPubSubError} if a success has a body that is not JSON; with `throwOnError`, if the call failed
 */
export function toResult(call: PreparedCall, result: FetchResult, now: () => number): CallResult {
  const { operationId: operation, finalAttempt } = call;
  const { response } = result;
  // If middleware responded instead of the service, nothing was sent.
  const { attempts = 0, retryable = false } = finalAttempt ?? {};
  if (response.ok) return { data: parseData(call, result, attempts), response };
  const error = describeError(call, result, now);
  if (call.throwOnError) throw failedResponse({ operation, attempts, retryable, response, error });
  return { error, response };
}

/** The service's error; for a redirect and for 401 with a message that says what to do. */
function describeError(
  { sentRequest, audienceOf }: PreparedCall,
  { error: body, response }: FetchResult,
  now: () => number,
): ServiceError {
  const error = serviceError(response, body);
  error.message = explainRedirect(response) ?? error.message;
  if (response.status === 401 && sentRequest !== undefined) {
    const { url, headers } = sentRequest;
    error.message = explain401({
      authorization: headers.get("Authorization"),
      url,
      audience: audienceOf(url),
      response,
      message: error.message,
      now: now(),
    });
  }
  return error;
}

/** @throws {WebPubSubError} if the body is not JSON, or empty where the operation responds with JSON */
function parseData(
  { operationId, operation }: PreparedCall,
  { data, response }: FetchResult,
  attempts: number,
): unknown {
  const text = typeof data === "string" ? data : "";
  const { status, headers } = response;
  if (text === "" && !operation.respondsWithJson) return undefined;
  recordAttempts(response, attempts);
  if (text === "") {
    throw unusableResponseError(operationId, response, `returned ${status} without a body; JSON was expected.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const type = headers.get("Content-Type") ?? "no Content-Type";
    const problem = `returned ${status} with a body that is not JSON (${type}): ${text.slice(0, 100)}`;
    throw unusableResponseError(operationId, response, problem, cause);
  }
}

/** @throws {InvalidInputError} if it is not an AbortSignal, but its controller for example */
export function signalsOf(signal: AbortSignal | null | undefined): AbortSignal[] {
  if (signal === undefined || signal === null) return [];
  const { aborted, addEventListener: add, removeEventListener: remove } = signal;
  if (typeof aborted === "boolean" && typeof add === "function" && typeof remove === "function") return [signal];
  throw new InvalidInputError("`signal` is not an AbortSignal. Pass the `signal` of an AbortController.");
}

/** The body to send: as it was serialized, unless middleware replaced the request. */
async function bodyOf(request: Request, serialized: OutgoingBody | undefined): Promise<OutgoingBody | undefined> {
  if (request.body === null) return undefined;
  if (serialized instanceof ReadableStream) return request.body ?? undefined;
  return request.arrayBuffer();
}
