import { type ApiVersions, latestApiVersion, requestsOf } from "../../generated/index.js";
import { type AccessKey, accessKeyTokens } from "../auth/access-key.js";
import { parseConnectionString, parseEndpoint } from "../auth/connection-string.js";
import { credentialTokens, type TokenCredential } from "../auth/token-credential.js";
import type { TokenProvider } from "../auth/token-provider.js";
import type { Hooks } from "../retry/hooks.js";
import { type RetryOptions, type RetryPolicy, readRetry } from "../retry/retry-policy.js";
import { InvalidInputError, quote } from "../shared/invalid-input.js";

/** The api-versions that there are types for. */
export type ApiVersion = keyof ApiVersions;

/** What a client can be told besides where the service is and how to authorize. */
export interface ClientBaseOptions<Version extends ApiVersion = ApiVersion, Throws extends boolean = boolean> {
  /**
   * The api-version that every request names, and that the client's types are those of.
   * @default the newest that is described
   * @example "2023-07-01"
   */
  apiVersion?: Version | undefined;
  /**
   * The address of a reverse proxy that requests are sent to. Tokens still name the service's own endpoint.
   * @default requests go to the endpoint
   * @example "https://api.example.org/pubsub"
   */
  reverseProxyEndpoint?: string | undefined;
  /** Headers of every request. One called `Authorization` takes the place of the client's own. */
  headers?: Record<string, string> | undefined;
  /**
   * What sends the requests.
   * @default a pool of connections on Node.js; the platform's `fetch` elsewhere
   */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /**
   * How many connections the pool has at the most. From 1. Of no meaning with a `fetch`, or elsewhere than on Node.js.
   * @default 64
   */
  connections?: number | undefined;
  /**
   * How failed attempts are made again; false: never. What may be done twice is sent again after 408, 429, 5xx and failures of the
   * connection; sends, and closing many connections, only where it is certain that the service did not act.
   * @default three retries, see {@link RetryOptions}
   */
  retry?: RetryOptions | false | undefined;
  /**
   * How long one attempt may take, in milliseconds, from signing to the last byte. From 1.
   * @default 30000
   */
  timeout?: number | undefined;
  /**
   * How long a call may take as a whole, with all its attempts and the waiting between them, in milliseconds. From 1.
   * @default 100000
   */
  deadline?: number | undefined;
  /**
   * Whether a call rejects with a `WebPubSubError` where the service refused or failed, instead of resolving with `error`.
   * @default false
   */
  throwOnError?: Throws | undefined;
  /** Called as calls go on, for logs, measures and traces. */
  hooks?: Hooks | undefined;
  /**
   * The time, in milliseconds since 1970, that tokens expire by.
   * @default Date.now
   */
  now?: (() => number) | undefined;
}

/** Where the service is, and one way to authorize. */
export interface ClientEndpointOptions {
  /** The address of the resource, such as `https://contoso.webpubsub.azure.com`. */
  endpoint: string;
  /** An access key of the resource, as the portal shows it; or a function that gives the one to use now. */
  accessKey?: AccessKey | undefined;
  /** Microsoft Entra: any credential of `@azure/identity`, or what gives tokens as they do. */
  credential?: TokenCredential | undefined;
}

/** Everything that a client is made from, with one way to authorize: an access key, or a credential. */
export type ClientOptions<
  Version extends ApiVersion = ApiVersion,
  Throws extends boolean = boolean,
> = ClientBaseOptions<Version, Throws> &
  ClientEndpointOptions &
  ({ accessKey: AccessKey; credential?: undefined } | { credential: TokenCredential; accessKey?: undefined });

export interface Settings {
  apiVersion: ApiVersion;
  /** Where the service is. */
  endpoint: string;
  /** Undefined where there is a credential. */
  accessKey: AccessKey | undefined;
  /** Where requests go. */
  baseUrl: string;
  /** The address that a token for the request address `url` has to name. */
  audienceOf: (url: string) => string;
  getToken: TokenProvider;
  headers: Record<string, string>;
  fetch: ((request: Request) => Promise<Response>) | undefined;
  connections: number;
  policy: RetryPolicy;
  timeout: number;
  deadline: number;
  throwOnError: boolean;
  hooks: Hooks;
  now: () => number;
}

/** Checks what a client is made from. @throws {InvalidInputError} */
export function readOptions(first: string | ClientOptions, rest: ClientBaseOptions = {}): Settings {
  // What is missing comes as undefined where there are no types: often a variable of the environment that is not set.
  const options = typeof first === "string" ? { ...rest, ...parseConnectionString(first) } : (first ?? {});
  const { apiVersion = latestApiVersion, headers = {}, fetch, now = Date.now } = options;
  if (!Object.hasOwn(requestsOf, apiVersion)) {
    throw new InvalidInputError(
      `There is no description of api-version ${quote(apiVersion)}. Choose one of ${Object.keys(requestsOf).join(", ")}.`,
    );
  }
  if (typeof options.endpoint !== "string") {
    throw new InvalidInputError(
      "A client needs an `endpoint`, such as https://contoso.webpubsub.azure.com, or a connection string.",
    );
  }
  const endpoint = parseEndpoint(options.endpoint);
  const proxy = options.reverseProxyEndpoint === undefined ? endpoint : parseEndpoint(options.reverseProxyEndpoint);
  return {
    apiVersion,
    endpoint,
    accessKey: options.accessKey,
    baseUrl: proxy,
    audienceOf:
      proxy === endpoint
        ? (url) => url
        : (url) => (url.startsWith(`${proxy}/`) ? endpoint + url.slice(proxy.length) : url),
    getToken: authorizer(options, now),
    headers,
    fetch,
    connections: positiveInteger("connections", options.connections ?? 64),
    policy: readRetry(options.retry),
    timeout: positiveInteger("timeout", options.timeout ?? 30_000),
    deadline: positiveInteger("deadline", options.deadline ?? 100_000),
    throwOnError: options.throwOnError ?? false,
    hooks: options.hooks ?? {},
    now,
  };
}

/** The longest that a timer can be set for, in milliseconds. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** @throws {InvalidInputError} unless it is a whole number from 1 that a timer takes */
export function positiveInteger(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_TIMEOUT_MS) return value;
  throw new InvalidInputError(
    `\`${name}\` is ${quote(value)}: it has to be a whole number from 1 to ${MAX_TIMEOUT_MS}.`,
  );
}

function authorizer({ accessKey, credential }: Partial<ClientEndpointOptions>, now: () => number): TokenProvider {
  if (accessKey !== undefined && credential === undefined) return accessKeyTokens(accessKey, now);
  if (credential !== undefined && accessKey === undefined) return credentialTokens(credential, now);
  throw new InvalidInputError("A client needs either an `accessKey` or a `credential`, one of the two.");
}
