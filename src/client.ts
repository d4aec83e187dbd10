import createFetchClient, { type Middleware } from "openapi-fetch";
import { type ApiVersions, type LatestApiVersion, requestsOf } from "../generated/index.js";
import type { RequestShape } from "../generated/operation.js";
import { serializeBody } from "./body.js";
import type { Client } from "./client-types.js";
import { InvalidInputError } from "./invalid-input.js";
import { type ApiVersion, type ClientOptions, type CommonOptions, readOptions, type Settings } from "./options.js";
import { type PathValues, pathOf, type QueryValues, queryOf } from "./parameters.js";
import { serviceError } from "./service-error.js";

type Fetch = (request: Request) => Promise<Response>;

/** A call's options as they are at run time, whatever the operation. */
interface AnyCallOptions extends Omit<RequestInit, "body"> {
  params?: { path?: PathValues; query?: QueryValues };
  body?: unknown;
  fetch?: Fetch;
}

/**
 * Makes a typed fetch for the Azure Web PubSub REST API.
 *
 * It fills in the api-version, signs each request, sends bodies by their Content-Type and arrays as repeated
 * parameters, refuses values that would name another operation, and gives every failure an `error` of one shape.
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
export function createClient<Version extends ApiVersion = LatestApiVersion>(
  connectionString: string,
  options?: CommonOptions<Version>,
): Client<ApiVersions[Version]>;
/** Makes a typed fetch from an endpoint and an access key or a Microsoft Entra credential. */
export function createClient<Version extends ApiVersion = LatestApiVersion>(
  options: ClientOptions<Version>,
): Client<ApiVersions[Version]>;
export function createClient(first: string | ClientOptions, rest?: CommonOptions): unknown {
  const settings = readOptions(first, rest);
  const send = signed(settings);
  const inner = createFetchClient<Record<string, never>>({
    baseUrl: settings.baseUrl,
    fetch: send(settings.fetch),
    headers: settings.headers,
    bodySerializer: (body: unknown) => body,
    redirect: "manual",
  });
  const shapes = new Map(
    Object.values(requestsOf[settings.apiVersion]).map((shape) => [`${shape.method} ${shape.path}`, shape]),
  );
  const request = inner.request as unknown as (method: string, path: string, options: object) => Promise<Answer>;

  const call =
    (method: RequestShape["method"]) =>
    async (path: string, options: AnyCallOptions = {}) => {
      const shape = shapes.get(`${method} ${path}`);
      if (shape === undefined) {
        throw new InvalidInputError(`api-version ${settings.apiVersion} has no ${method} ${path}.`);
      }
      const { params = {}, body, headers, fetch, ...init } = options;
      const sent = new Headers(headers);
      const serialized = serializeBody(shape, body, sent.get("Content-Type"));
      if (serialized !== undefined) sent.set("Content-Type", serialized.contentType);
      const address = settings.baseUrl + pathOf(shape, params.path);
      const query = queryOf(shape, settings.apiVersion, params.query);
      const { data, error, response } = await request(method, path, {
        ...init,
        headers: sent,
        // Serialized already; the parameters are for middleware to see.
        params: { path: params.path ?? {}, query: { "api-version": settings.apiVersion, ...params.query } },
        pathSerializer: () => address,
        querySerializer: () => query,
        ...(serialized !== undefined && { body: serialized.body }),
        ...(serialized?.body instanceof ReadableStream && { duplex: "half" }),
        ...(fetch !== undefined && { fetch: send(fetch) }),
      });
      return response.ok ? { data, response } : { error: serviceError(response, error), response };
    };

  return {
    GET: call("GET"),
    PUT: call("PUT"),
    POST: call("POST"),
    DELETE: call("DELETE"),
    HEAD: call("HEAD"),
    use: (...middleware: Middleware[]) => inner.use(...middleware),
    eject: (...middleware: Middleware[]) => inner.eject(...middleware),
  };
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/**
 * Signs as the very last thing before sending, because middleware may still change the address. A request that has an
 * `Authorization` header already is sent with that.
 */
function signed({ audienceOf, authorize }: Settings) {
  return (fetch: Fetch | undefined): Fetch =>
    async (asked) => {
      // A token names one address: it is of no use where a redirect leads, and not meant for it.
      const request = asked.redirect === "manual" ? asked : new Request(asked, { redirect: "manual" });
      if (!request.headers.has("Authorization")) {
        request.headers.set("Authorization", `Bearer ${await authorize(audienceOf(request.url))}`);
      }
      // Looked up now, so that whoever replaces the platform's fetch later is heard.
      return (fetch ?? globalThis.fetch)(request);
    };
}
