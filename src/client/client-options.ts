import { type ApiVersions, apiVersions, latestApiVersion } from "../../generated/index.js";
import { type AccessKey, accessKeyTokens } from "../auth/access-key.js";
import { parseConnectionString, parseEndpoint } from "../auth/connection-string.js";
import { credentialTokens, type TokenCredential } from "../auth/token-credential.js";
import type { TokenProvider } from "../auth/token-provider.js";
import type { Hooks } from "../retry/hooks.js";
import { type RetryOptions, type RetryPolicy, readRetry } from "../retry/retry-policy.js";
import { headersOf, type PlainHeaders } from "../shared/headers.js";
import { InvalidInputError, quote, requireKnown } from "../shared/invalid-input.js";
import { positiveInteger } from "../shared/positive-integer.js";
import { USER_AGENT } from "./user-agent.js";

/** What sends requests on Node.js: a `Dispatcher` of undici, whatever version of its types a program has. */
export interface RequestDispatcher {
  /** Sends a request. @returns whether the dispatcher takes more at once */
  dispatch(options: object, handler: object): boolean;
}

/** The api-versions that the client supports. */
export type ApiVersion = keyof ApiVersions;

/**
 * The options of a client, besides the endpoint and the credentials.
 *
 * @example
 * createClient(connectionString, { timeout: 5_000, retry: { maxRetries: 5 }, throwOnError: true });
 */
export interface ClientBaseOptions<Version extends ApiVersion = ApiVersion, Throws extends boolean = boolean> {
  /**
   * The api-version of every request. It also decides which operations the client's types have.
   * @default the newest
   * @example "2023-07-01"
   */
  apiVersion?: Version | undefined;
  /**
   * The URL of a reverse proxy to send requests to. Tokens are still signed for the endpoint of the service.
   * @default requests go to the endpoint
   * @example "https://api.example.org/pubsub"
   */
  reverseProxyEndpoint?: string | undefined;
  /**
   * Whether `endpoint` and `reverseProxyEndpoint` may be http URLs of other machines. Tokens and messages can then be read on
   * the network. http URLs of this machine need no permission: `localhost`, `*.localhost`, `127.0.0.0/8` and `[::1]`.
   * @default false
   */
  allowInsecureConnection?: boolean | undefined;
  /** Headers of every request. `Authorization` replaces the client's own. */
  headers?: Record<string, string> | undefined;
  /**
   * The function that sends the requests, such as the `fetch` of a platform, a framework or undici.
   * @default a pool of connections on Node.js; the platform's `fetch` elsewhere
   */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * On Node.js, the undici dispatcher (version 7 or newer) that sends the requests, for TLS options, a proxy or a Unix socket. The
   * client does not close it.
   * @default a pool; or the proxy of `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, if the environment has them at the first request
   * @example new Agent({ connect: { ca } })
   */
  dispatcher?: RequestDispatcher | undefined;
  /**
   * Maximum number of connections in the pool. Minimum 1. Ignored with a `fetch`, and on platforms other than Node.js.
   * @default 64
   */
  connections?: number | undefined;
  /**
   * How failed attempts are retried; false disables retries. Idempotent operations are retried after 408, 429, 5xx and
   * connection failures; sends, and closing many connections, only if the service certainly did not act.
   * @default three retries, see {@link RetryOptions}
   */
  retry?: RetryOptions | false | undefined;
  /**
   * Maximum time for one attempt, in milliseconds, from signing to the last byte. Minimum 1.
   * @default 30000
   */
  timeout?: number | undefined;
  /**
   * Maximum time for a call with middleware, all its attempts and the waits between them, in milliseconds. Minimum 1.
   * @default 100000
   */
  deadline?: number | undefined;
  /**
   * Whether a call rejects with a `WebPubSubError` if the service rejects the request or fails, instead of resolving with
   * `error`.
   * @default false
   */
  throwOnError?: Throws | undefined;
  /** Functions to call during calls, for logs, metrics and traces. */
  hooks?: Hooks | undefined;
  /**
   * The current time in milliseconds since 1970, which decides when tokens expire.
   * @default Date.now
   */
  now?: (() => number) | undefined;
}

/** The endpoint of the service, and the credentials: an access key or a Microsoft Entra credential. */
export interface ClientEndpointOptions {
  /** The URL of the resource, such as `https://contoso.webpubsub.azure.com`. */
  endpoint: string;
  /** An access key of the resource, as the portal shows it; or a function that returns the current one. */
  accessKey?: AccessKey | undefined;
  /** A Microsoft Entra credential: any of `@azure/identity`, or an object with the same `getToken`. */
  credential?: TokenCredential | undefined;
}

/**
 * All options of a client, with either an access key or a credential.
 *
 * @example
 * createClient({ endpoint: "https://contoso.webpubsub.azure.com", credential: new DefaultAzureCredential() });
 */
export type ClientOptions<
  Version extends ApiVersion = ApiVersion,
  Throws extends boolean = boolean,
> = ClientBaseOptions<Version, Throws> &
  ClientEndpointOptions &
  ({ accessKey: AccessKey; credential?: undefined } | { credential: TokenCredential; accessKey?: undefined });

/** The options of a client, checked and complete. */
export interface Settings {
  apiVersion: ApiVersion;
  /** The URL of the service. */
  endpoint: string;
  /** Undefined if the client has a credential. */
  accessKey: AccessKey | undefined;
  /** The URL that requests go to: the reverse proxy's, or else the endpoint. */
  baseUrl: string;
  /** The audience of a token for a request to `url`. */
  audienceOf: (url: string) => string;
  getToken: TokenProvider;
  headers: PlainHeaders;
  fetch: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  dispatcher: RequestDispatcher | undefined;
  connections: number;
  policy: RetryPolicy;
  timeout: number;
  deadline: number;
  throwOnError: boolean;
  hooks: Hooks;
  now: () => number;
}

const NAMES =
  "endpoint,accessKey,credential,allowInsecureConnection,apiVersion,reverseProxyEndpoint,headers,fetch,dispatcher,connections,retry,timeout,deadline,throwOnError,hooks,now".split(
    ",",
  );

/** Checks the arguments of `createClient` and adds the defaults. @throws {InvalidInputError} if one is missing or invalid */
export function readOptions(first: string | ClientOptions, rest: ClientBaseOptions = {}): Settings {
  requireKnown("createClient", rest, NAMES);
  // In JavaScript a missing value is undefined: often an environment variable that is not set.
  const options =
    Object(first) === first ? (first as ClientOptions) : { ...rest, ...parseConnectionString(first as string) };
  requireKnown("createClient", options, NAMES);
  requireKnown("hooks", options.hooks ?? {}, ["onRequest", "onResponse", "onRetry"]);
  const { apiVersion = latestApiVersion, headers = {}, fetch, now = Date.now } = options;
  if (!apiVersions.includes(apiVersion)) {
    throw new InvalidInputError(`\`apiVersion\` is ${quote(apiVersion)}; it must be one of ${apiVersions.join(", ")}.`);
  }
  if (typeof options.endpoint !== "string") {
    throw new InvalidInputError(
      "Pass an `endpoint`, such as https://contoso.webpubsub.azure.com, or a connection string.",
    );
  }
  requireFunctions({ fetch, now });
  const endpoint = readAddress("endpoint", options.endpoint, options);
  const defaultHeaders = headersOf(headers);
  const proxy = readAddress("reverseProxyEndpoint", options.reverseProxyEndpoint ?? endpoint, options);
  if ("content-type" in defaultHeaders) {
    throw new InvalidInputError("`headers` of a client cannot have Content-Type: it belongs to the body of a call.");
  }
  const { dispatcher } = options;
  if (dispatcher !== undefined && typeof dispatcher?.dispatch !== "function") {
    throw new InvalidInputError("`dispatcher` must be a Dispatcher of undici.");
  }
  return {
    apiVersion,
    endpoint,
    accessKey: options.accessKey,
    baseUrl: proxy,
    audienceOf:
      proxy === endpoint
        ? (url) => url
        : (url) => (url.startsWith(`${proxy}/`) ? endpoint + url.slice(proxy.length) : url),
    getToken: tokenProviderOf(options, now),
    headers: { "user-agent": USER_AGENT, ...defaultHeaders },
    fetch,
    dispatcher,
    connections: positiveInteger("connections", options.connections ?? 64),
    policy: readRetry(options.retry),
    timeout: positiveInteger("timeout", options.timeout ?? 30_000),
    deadline: positiveInteger("deadline", options.deadline ?? 100_000),
    throwOnError: options.throwOnError ?? false,
    hooks: options.hooks ?? {},
    now,
  };
}

function requireFunctions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof (value ?? Date.now) !== "function") throw new InvalidInputError(`\`${name}\` must be a function.`);
  }
}

/** An http URL of another machine. */
const INSECURE = /^http:(?!\/\/(?:(?:[^/:]+\.)?localhost|127\.[\d.]+|\[::1\])(?:[:/]|$))/;

function readAddress(
  name: "endpoint" | "reverseProxyEndpoint",
  given: string,
  { allowInsecureConnection }: ClientBaseOptions,
): string {
  const address = parseEndpoint(given);
  if (allowInsecureConnection === true || !INSECURE.test(address)) return address;
  throw new InvalidInputError(
    `\`${name}\` is ${quote(address)}; it must be https, unless it is this machine or \`allowInsecureConnection\` is true.`,
  );
}

function tokenProviderOf({ accessKey, credential }: Partial<ClientEndpointOptions>, now: () => number): TokenProvider {
  if (accessKey !== undefined && credential === undefined) return accessKeyTokens(accessKey, now);
  if (credential !== undefined && accessKey === undefined) return credentialTokens(credential, now);
  throw new InvalidInputError("Pass either `accessKey` or `credential`: one of the two.");
}
