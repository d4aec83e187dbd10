import { type PathValues, pathOf, type QueryValues, queryOf } from "../request/parameters.js";
import { type OutgoingBody, serializeBody } from "../request/request-body.js";
import { explain401 } from "../response/explain-401.js";
import { explainRedirect } from "../response/explain-redirect.js";
import { serviceError } from "../response/service-error.js";
import { recordOrigin, unusableResponseError } from "../response/unusable-response.js";
import { failedResponse, type WebPubSubError } from "../response/web-pub-sub-error.js";
import { type FinalAttempt, type RetryContext, sendWithRetries } from "../retry/attempts.js";
import { type RetryOptions, readRetry, requestedDelayMs } from "../retry/retry-policy.js";
import { headersOf, type PlainHeaders } from "../shared/headers.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { positiveInteger } from "../shared/positive-integer.js";
import { type AnyResponse, responseOf } from "../transport/any-response.js";
import { fetchTransport } from "../transport/fetch-transport.js";
import { LightRequest } from "../transport/light-request.js";
import { type Fetch, isTruncated, type OutgoingRequest, type Transport } from "../transport/transport.js";
import type { Settings } from "./client-options.js";
import type { NamedOperation } from "./client-settings.js";
import type { OpenCalls } from "./open-calls.js";

// A call, in the order in which it happens: `prepareCall` reads the options, `dispatch` makes the request and attempts to
// send it, `toResult` reads the response. This is the hot path: the benchmarks notice every object that is copied here.

/** A page of a listing is the longest response that the API has: 200 connections. */
const MAX_JSON_BYTES = 16_777_216;
/** Of any other response, only the error is read. */
const MAX_BYTES = 1_048_576;
const REQUEST_ID = "x-ms-client-request-id";

/** The options of a call at run time, for any operation. */
export interface AnyCallOptions extends Omit<RequestInit, "body"> {
  params?: { path?: PathValues; query?: QueryValues };
  body?: unknown;
  fetch?: Fetch;
  retry?: RetryOptions | false;
  timeout?: number;
  deadline?: number;
  throwOnError?: boolean;
}

/** A call whose options were read and checked. */
interface PreparedCall extends RetryContext {
  readonly operation: NamedOperation["operation"];
  /** Without the query. */
  readonly address: string;
  readonly query: string;
  readonly headers: PlainHeaders;
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
  response: AnyResponse;
}

type CallResult = { data: unknown; response: Response } | { error: WebPubSubError; response: Response };

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
  for (const name in init) {
    if (name === "query" || name === "path" || operation.parameters.some((each) => each.name === name)) {
      throw new InvalidInputError(`Pass \`${name}\` in \`params\`.`);
    }
  }
  // Not by spreading: adding a member to such a copy takes two microseconds.
  const headers = Object.assign({}, settings.headers, headersOf(given));
  const requestId = headers[REQUEST_ID] || crypto.randomUUID();
  headers[REQUEST_ID] = requestId;
  const serialized = serializeBody(operation, body, headers["content-type"]);
  if (serialized !== undefined) headers["content-type"] = serialized.contentType;
  return {
    operationId,
    operation,
    requestId,
    idempotent: operation.idempotent,
    address: settings.baseUrl + pathOf(operation, params.path),
    query: queryOf(operation, settings.apiVersion, params.query),
    headers,
    body: serialized?.body,
    params: { path: params.path ?? {}, query: { "api-version": settings.apiVersion, ...params.query } },
    init: settings.dispatcher === undefined ? init : ({ dispatcher: settings.dispatcher, ...init } as RequestInit),
    signals: signalsOf(signal),
    transport: fetch === undefined ? defaultTransport : fetchTransport(fetch),
    getToken: settings.getToken,
    audienceOf: settings.audienceOf,
    policy: readRetry(retry, settings.policy),
    timeout: positiveInteger("timeout", timeout),
    deadline: positiveInteger("deadline", deadline),
    end: performance.now() + deadline,
    hooks: settings.hooks,
    throwOnError: throwOnError ?? settings.throwOnError,
    sentRequest: undefined,
    finalAttempt: undefined,
  };
}

/**
 * Sends a call through openapi-fetch, and so through the client's middleware.
 *
 * @param track runs what closing the client waits for; undefined if the client has no middleware
 */
export function dispatch(
  call: PreparedCall,
  track: OpenCalls["track"] | undefined,
  fetchClientRequest: FetchClientRequest,
): Promise<FetchResult> {
  const { operation, address, query, headers, body, params, init } = call;
  const maxResponseBytes = operation.respondsWithJson ? MAX_JSON_BYTES : MAX_BYTES;
  const send = async (request: OutgoingRequest, context: RetryContext) => {
    call.sentRequest = request;
    call.finalAttempt = await sendWithRetries(request, context);
    return call.finalAttempt.response;
  };
  const options = {
    // openapi-fetch copies this object, and it takes longer to add a member to a copy than to replace one.
    method: operation.method,
    // As text, because openapi-fetch says too little about a body that is not JSON.
    parseAs: "text",
    params,
    pathSerializer: () => address,
    querySerializer: () => query,
    Request: LightRequest,
    fetch: ({ method, url }: Request) => send({ method, url, headers, body, init, maxResponseBytes }, call),
  };
  if (track === undefined) return fetchClientRequest(operation.method, operation.path, options);
  // Only middleware sees the headers, the body and the options of `fetch` on the request.
  return fetchClientRequest(operation.method, operation.path, {
    ...init,
    ...options,
    headers,
    body,
    ...(body instanceof ReadableStream && { duplex: "half" }),
    Request: undefined,
    fetch: (request: Request) =>
      track(async () => {
        const { method, url, signal } = request;
        // A copy, so that middleware does not see the token when it sees the request again, after the response.
        const headers = Object.fromEntries(request.headers);
        const sentBody = await bodyOf(request, body);
        const context = { ...call, signals: [...call.signals, signal] };
        return responseOf(await send({ method, url, headers, body: sentBody, init, maxResponseBytes }, context));
      }),
  });
}

/**
 * Reads the response of a call.
 *
 * @param now the client's clock, in milliseconds since 1970
 * @throws {WebPubSubError} if a success lacks the JSON that the operation responds with; with `throwOnError`, if the call failed
 */
export function toResult(call: PreparedCall, result: FetchResult, now: () => number): CallResult {
  const {
    finalAttempt,
    requestId,
    operation: { respondsWithJson, method },
  } = call;
  if ("result" in result.response && !respondsWithJson) return result.response.result;
  const response = responseOf(result.response);
  // If middleware responded instead of the service, nothing was sent.
  const { attempts = 0, retryable = false } = finalAttempt ?? {};
  // The responses that can turn out to be unusable.
  if (respondsWithJson || method === "HEAD") recordOrigin(response, { attempts, requestId });
  if (response.ok) return { data: respondsWithJson ? parseData(call, response, result.data) : undefined, response };
  const { operationId: operation, sentRequest, audienceOf } = call;
  const authorization = sentRequest?.headers.authorization ?? "";
  const error = serviceError(response, result.error, authorization.replace(/^.* /, ""));
  let explanation = explainRedirect(response);
  if (response.status === 401 && sentRequest !== undefined) {
    const { url } = sentRequest;
    const audience = audienceOf(url);
    explanation = explain401({ authorization, url, audience, response, message: error.message, now: now() });
  }
  const retryAfter = requestedDelayMs(response);
  const failed = { operation, attempts, retryable, requestId, response, error, retryAfter };
  const failure = failedResponse(failed, explanation);
  if (call.throwOnError) throw failure;
  return { error: failure, response };
}

/**
 * The JSON of a success. Where the operation responds with none, a body is not read: what was delivered is never reported as failed.
 *
 * @throws {WebPubSubError} if the body is not JSON, or empty
 */
function parseData({ operationId }: PreparedCall, response: Response, data: unknown): unknown {
  const text = typeof data === "string" ? data : "";
  const { status, headers } = response;
  const fail = (problem: string, cause?: unknown) => unusableResponseError(operationId, response, problem, cause);
  if (isTruncated(response)) throw fail(`returned ${status} with a body of more than ${MAX_JSON_BYTES} bytes.`);
  if (text === "") throw fail(`returned ${status} without a body; JSON was expected.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // Not the body: it can be a token.
    throw fail(`returned ${status} with a body that is not JSON (${headers.get("Content-Type")}).`, cause);
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
