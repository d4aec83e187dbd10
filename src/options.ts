import { type ApiVersions, latestApiVersion, requestsOf } from "../generated/index.js";
import { accessKeyAuthorizer } from "./access-key.js";
import type { Authorize } from "./authorize.js";
import { parseConnectionString, parseEndpoint } from "./connection-string.js";
import { InvalidInputError, quote } from "./invalid-input.js";
import { type TokenCredential, tokenCredentialAuthorizer } from "./token-credential.js";

/** The api-versions that there are types for. */
export type ApiVersion = keyof ApiVersions;

/** What a client can be told besides where the service is and how to authorize. */
export interface CommonOptions<Version extends ApiVersion = ApiVersion> {
  /**
   * The api-version that every request names, and that the client's types are those of.
   * @default the newest that is described
   * @example "2023-07-01"
   */
  apiVersion?: Version;
  /**
   * The address of a reverse proxy that requests are sent to. Tokens still name the service's own endpoint.
   * @default requests go to the endpoint
   * @example "https://api.example.org/pubsub"
   */
  reverseProxyEndpoint?: string;
  /** Headers of every request. One called `Authorization` takes the place of the client's own. */
  headers?: Record<string, string>;
  /**
   * What sends the requests.
   * @default the platform's `fetch`
   */
  fetch?: (request: Request) => Promise<Response>;
  /**
   * The time, in milliseconds since 1970, that tokens expire by.
   * @default Date.now
   */
  now?: () => number;
}

/** Where the service is, and one way to authorize. */
export interface EndpointOptions {
  /** The address of the resource, such as `https://contoso.webpubsub.azure.com`. */
  endpoint: string;
  /** An access key of the resource, as the portal shows it. */
  accessKey?: string;
  /** Microsoft Entra: any credential of `@azure/identity`, or what gives tokens as they do. */
  credential?: TokenCredential;
}

export type ClientOptions<Version extends ApiVersion = ApiVersion> = CommonOptions<Version> &
  EndpointOptions &
  ({ accessKey: string; credential?: never } | { credential: TokenCredential; accessKey?: never });

export interface Settings {
  apiVersion: ApiVersion;
  /** Where requests go. */
  baseUrl: string;
  /** The address that a token for the request address `url` has to name. */
  audienceOf: (url: string) => string;
  authorize: Authorize;
  headers: Record<string, string>;
  fetch: ((request: Request) => Promise<Response>) | undefined;
}

/** Checks what a client is made from. @throws {InvalidInputError} */
export function readOptions(first: string | ClientOptions, rest: CommonOptions = {}): Settings {
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
    baseUrl: proxy,
    audienceOf:
      proxy === endpoint
        ? (url) => url
        : (url) => (url.startsWith(`${proxy}/`) ? endpoint + url.slice(proxy.length) : url),
    authorize: authorizer(options, now),
    headers,
    fetch,
  };
}

function authorizer({ accessKey, credential }: Partial<EndpointOptions>, now: () => number): Authorize {
  if (accessKey !== undefined && credential === undefined) return accessKeyAuthorizer(accessKey, now);
  if (credential !== undefined && accessKey === undefined) return tokenCredentialAuthorizer(credential, now);
  throw new InvalidInputError("A client needs either an `accessKey` or a `credential`, one of the two.");
}
