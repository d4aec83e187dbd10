import createFetchClient, { type Middleware } from "openapi-fetch";
import { platformTransport, takesLightRequests } from "#transport";
import { type ApiVersions, type LatestApiVersion, requestsOf } from "../generated/index.js";
import type { RequestShape } from "../generated/operation.js";
import { attempt, type Outcome } from "./attempts.js";
import { serializeBody } from "./body.js";
import type { Client } from "./client-types.js";
import { explain401 } from "./explain-401.js";
import { InvalidInputError } from "./invalid-input.js";
import { type ApiVersion, type ClientOptions, type CommonOptions, fromOne, readOptions } from "./options.js";
import { type PathValues, pathOf, type QueryValues, queryOf } from "./parameters.js";
import { type RetryOptions, readRetry } from "./retry.js";
import { serviceError } from "./service-error.js";
import { fetchTransport } from "./transport/fetch-transport.js";
import { LightRequest } from "./transport/light-request.js";
import type { OutgoingBody, Transport } from "./transport/transport.js";
import { failedResponse, WebPubSubError } from "./web-pub-sub-error.js";

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
  options?: CommonOptions<Version, Throws>,
): Client<ApiVersions[Version], Throws>;
/** Makes a typed fetch from an endpoint and an access key or a Microsoft Entra credential. */
export function createClient<Version extends ApiVersion = LatestApiVersion, Throws extends boolean = false>(
  options: ClientOptions<Version, Throws>,
): Client<ApiVersions[Version], Throws>;
export function createClient(first: string | ClientOptions, rest?: CommonOptions): unknown {
  const settings = readOptions(first, rest);
  const { baseUrl, audienceOf, authorize, hooks } = settings;
  const { origin } = new URL(baseUrl);
  let closed = false;
  let middlewares = 0;
  const own: Transport =
    settings.fetch === undefined ? platformTransport(origin, settings.connections) : fetchTransport(settings.fetch);
  const inner = createFetchClient<Record<string, never>>({
    baseUrl,
    headers: settings.headers,
    bodySerializer: (body: unknown) => body,
    redirect: "manual",
  });
  const shapes = new Map(
    Object.entries(requestsOf[settings.apiVersion]).map(([id, shape]: [string, RequestShape]) => [
      `${shape.method} ${shape.path}`,
      { id, shape },
    ]),
  );
  const request = inner.request as unknown as (method: string, path: string, options: object) => Promise<Answer>;

  const call =
    (method: RequestShape["method"]) =>
    async (path: string, options: AnyCallOptions = {}) => {
      const described = shapes.get(`${method} ${path}`);
      if (described === undefined) {
        throw new InvalidInputError(`api-version ${settings.apiVersion} has no ${method} ${path}.`);
      }
      if (closed) throw new InvalidInputError("The client is closed. Make another with createClient.");
      const { id: operation, shape } = described;
      const { params = {}, body, headers, fetch, retry, timeout, deadline, throwOnError, signal, ...init } = options;
      const sent = new Headers(headers);
      const serialized = serializeBody(shape, body, sent.get("Content-Type"));
      if (serialized !== undefined) sent.set("Content-Type", serialized.contentType);
      const address = baseUrl + pathOf(shape, params.path);
      const query = queryOf(shape, settings.apiVersion, params.query);
      const transport = fetch === undefined ? own : fetchTransport(fetch);
      const policy = readRetry(retry, settings.policy);
      const limits = {
        timeout: timeout === undefined ? settings.timeout : fromOne("timeout", timeout),
        deadline: deadline === undefined ? settings.deadline : fromOne("deadline", deadline),
      };
      let outcome: Outcome | undefined;
      let url = "";
      const send = async (asked: Request): Promise<Response> => {
        url = asked.url;
        outcome = await attempt(
          { method, url, headers: asked.headers, body: await bodyOf(asked, serialized?.body) },
          {
            ...limits,
            operation,
            idempotent: shape.idempotent,
            transport,
            authorize,
            audienceOf,
            policy,
            signal: signal ?? undefined,
            hooks,
          },
        );
        return outcome.response;
      };
      const light = takesLightRequests && middlewares === 0;
      const answer = await request(method, path, {
        ...init,
        headers: sent,
        // Read here, where what is no JSON can be told.
        parseAs: "text",
        // Serialized already; the parameters are for middleware to see.
        params: { path: params.path ?? {}, query: { "api-version": settings.apiVersion, ...params.query } },
        pathSerializer: () => address,
        querySerializer: () => query,
        ...(serialized !== undefined && { body: serialized.body }),
        ...(serialized?.body instanceof ReadableStream && { duplex: "half" }),
        ...(light && { Request: LightRequest }),
        fetch: send,
      });
      // Where middleware answers in the place of the service, nothing was sent.
      const { attempts = 0, retryable = false, token } = outcome ?? {};
      const failed = { operation, attempts, retryable, response: answer.response };
      if (answer.response.ok) return { data: parse(answer, failed), response: answer.response };
      const error = serviceError(answer.response, answer.error);
      if (answer.response.status === 401 && token !== undefined) {
        error.message = explain401(token, audienceOf(url), answer.response, settings.now());
      }
      if (throwOnError ?? settings.throwOnError) throw failedResponse({ ...failed, error });
      return { error, response: answer.response };
    };

  const close = async () => {
    closed = true;
    await own.close();
  };
  return {
    GET: call("GET"),
    PUT: call("PUT"),
    POST: call("POST"),
    DELETE: call("DELETE"),
    HEAD: call("HEAD"),
    use(...middleware: Middleware[]) {
      inner.use(...middleware);
      middlewares += middleware.length;
    },
    eject(...middleware: Middleware[]) {
      inner.eject(...middleware);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What is sent: as it was serialized, unless middleware has put another request in the place of ours. */
async function bodyOf(asked: Request, serialized: OutgoingBody | undefined): Promise<OutgoingBody | undefined> {
  if (asked instanceof LightRequest || asked.body === null) return asked.body === null ? undefined : serialized;
  if (serialized instanceof ReadableStream) return asked.body ?? undefined;
  return asked.arrayBuffer();
}

/** @throws {WebPubSubError} if there is something, and it is no JSON */
function parse(
  { data, response }: Answer,
  failed: { operation: string; attempts: number; retryable: boolean },
): unknown {
  if (typeof data !== "string" || data === "") return undefined;
  try {
    return JSON.parse(data) as unknown;
  } catch (cause) {
    const type = response.headers.get("Content-Type") ?? "no Content-Type";
    throw new WebPubSubError(
      `${failed.operation} was answered with ${response.status} and a body that is no JSON (${type}): ${data.slice(0, 100)}`,
      { ...failed, response, cause },
    );
  }
}
