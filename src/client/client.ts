import createFetchClient, { type Middleware } from "openapi-fetch";
import { platformTransport } from "#transport";
import { type ApiVersions, type LatestApiVersion, requests } from "../../generated/index.js";
import type { OperationRequest } from "../../generated/operation.js";
import { requireVersion } from "../request/parameters.js";
import { withinLimits } from "../retry/attempts.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { fetchTransport } from "../transport/fetch-transport.js";
import { type AnyCallOptions, dispatch, type FetchClientRequest, prepareCall, toResult } from "./call.js";
import { type ApiVersion, type ClientBaseOptions, type ClientOptions, readOptions } from "./client-options.js";
import { type NamedOperation, setClientInternals } from "./client-settings.js";
import type { Client } from "./client-types.js";
import { countOpenCalls } from "./open-calls.js";

const operationsByRoute: ReadonlyMap<string, NamedOperation> = new Map(
  Object.entries(requests).map(([operationId, operation]) => [
    `${operation.method} ${operation.path}`,
    { operationId, operation },
  ]),
);

// Editors complete an object by the first overload, and the compiler explains a mistake by the last: both take the options.
/**
 * Creates a typed `fetch` for the Azure Web PubSub REST API from an endpoint and an access key or a Microsoft Entra
 * credential.
 *
 * @throws {InvalidInputError} if an option is missing or invalid
 * @example
 * const client = createClient({
 *   endpoint: "https://contoso.webpubsub.azure.com",
 *   credential: new DefaultAzureCredential(),
 * });
 */
export function createClient<Version extends ApiVersion = LatestApiVersion, Throws extends boolean = false>(
  options: ClientOptions<Version, Throws>,
): Client<ApiVersions[Version], NoInfer<Throws>>;
/**
 * Creates a typed `fetch` for the Azure Web PubSub REST API.
 *
 * It adds the api-version, signs each request, sends bodies by their Content-Type and arrays as repeated parameters,
 * rejects values that would reach another operation, retries when it is safe, and gives every failure an `error` of one
 * shape. Creating a client sends nothing.
 *
 * @param connectionString `Endpoint=https://…;AccessKey=…;Version=1.0;`, as the Keys page of the resource shows it
 * @throws {InvalidInputError} if the connection string or an option is missing or invalid
 * @see https://learn.microsoft.com/rest/api/webpubsub/
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
): Client<ApiVersions[Version], NoInfer<Throws>>;
export function createClient<Version extends ApiVersion = LatestApiVersion, Throws extends boolean = false>(
  options: ClientOptions<Version, Throws>,
): Client<ApiVersions[Version], NoInfer<Throws>>;
export function createClient(first: string | ClientOptions, rest?: ClientBaseOptions): unknown {
  const settings = readOptions(first, rest);
  const transport =
    settings.fetch === undefined
      ? platformTransport(new URL(settings.baseUrl).origin, settings.connections)
      : fetchTransport(settings.fetch);
  const fetchClient = createFetchClient<Record<string, never>>({
    baseUrl: settings.baseUrl,
    bodySerializer: (body: unknown) => body,
    redirect: "manual",
  });
  const fetchClientRequest = fetchClient.request as unknown as FetchClientRequest;
  const { track, close } = countOpenCalls(transport.close);
  let middlewareCount = 0;

  const send = async ({ operationId, operation }: NamedOperation, options: AnyCallOptions) => {
    requireVersion(operationId, operation.since, settings.apiVersion);
    const call = prepareCall({ operationId, operation }, options, settings, transport);
    const result =
      middlewareCount > 0
        ? await withinLimits(call, () => dispatch(call, track, fetchClientRequest))
        : await dispatch(call, undefined, fetchClientRequest);
    return toResult(call, result, settings.now);
  };
  const call = (operation: NamedOperation, options: AnyCallOptions) =>
    // Middleware may close the client: what is waited for is the request that it lets through.
    middlewareCount > 0 ? send(operation, options) : track(() => send(operation, options));
  const callWith =
    (method: OperationRequest["method"]) =>
    (path: string, options: AnyCallOptions = {}) => {
      const operation = operationsByRoute.get(`${method} ${path}`);
      return operation === undefined
        ? Promise.reject(new InvalidInputError(`${method} ${path} is not an operation of the API.`))
        : call(operation, options);
    };
  const client = {
    GET: callWith("GET"),
    PUT: callWith("PUT"),
    POST: callWith("POST"),
    DELETE: callWith("DELETE"),
    HEAD: callWith("HEAD"),
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
  setClientInternals(client, { settings, call });
  return client;
}
