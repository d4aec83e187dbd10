// For `Symbol.asyncDispose`, even if a program is compiled for an older library.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Middleware } from "openapi-fetch";
import type { ApiVersions, LatestApiVersion } from "../../generated/index.js";
import type { WebPubSubError } from "../response/web-pub-sub-error.js";
import type { RetryOptions } from "../retry/retry-policy.js";
import type { RequestDispatcher } from "./client-options.js";

type Method = "get" | "put" | "post" | "delete" | "head";

/**
 * The paths of an api-version that have an operation for the method.
 *
 * @example PathsWithMethod<paths, "get"> // "/api/health" is not among them: it has HEAD only
 */
export type PathsWithMethod<Paths, M extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends { [method in M]: object } ? Path : never;
}[keyof Paths];

type OperationAt<Paths, Path extends keyof Paths, M extends Method> = Paths[Path] extends {
  [method in M]: infer Operation;
}
  ? Operation
  : never;

type JsonType = "application/json";

type HeadersInput = { [name: string]: string };

/** An object that JSON can represent: any object or interface, except those that JSON.stringify writes as `{}`. */
type JsonObject = object & {
  [Symbol.iterator]?: never;
  [Symbol.toStringTag]?: never;
  [Symbol.hasInstance]?: never;
  arrayBuffer?: never;
  getReader?: never;
};

/** A type of the description as callers may pass it: arrays may be readonly, optional members may be undefined. */
type Passed<T> = T extends readonly (infer Item)[] ? readonly Item[] : T;
type PassedMembers<T> = {
  [Name in keyof T]: undefined extends T[Name] ? Passed<T[Name]> | undefined : Passed<T[Name]>;
};

/** The values that callers may pass for a JSON type of the description: any object if the description allows any. */
type JsonBody<Json> = { [name: string]: unknown } extends Json
  ? { [name: string]: unknown } | JsonObject | readonly unknown[] | Exclude<Json, object>
  : PassedMembers<Json>;

type BodyAs<Content, M extends keyof Content> = M extends JsonType ? JsonBody<Content[M]> : Content[M];

/** The body of an operation: each form with the Content-Type that it needs. */
export type BodyOf<Operation> = Operation extends { requestBody: { content: infer Content } }
  ?
      | {
          [M in keyof Content & string]: {
            body: BodyAs<Content, M>;
            headers: HeadersInput & { "Content-Type": M | `${M};${string}` };
          };
        }[keyof Content & string]
      | ImplicitJson<Content>
  : { body?: never; headers?: HeadersInput };

/** A JSON body may leave the Content-Type out, except a string, which could also be sent as text. */
type ImplicitJson<Content> = Content extends { [type in JsonType]: infer Json }
  ? {
      body: keyof Content extends JsonType ? JsonBody<Json> : Exclude<JsonBody<Json>, string>;
      headers?: HeadersInput & { "Content-Type"?: never };
    }
  : never;

export type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } }
  ? { query?: PassedMembers<Query> }
  : object;

type ParametersOf<Operation> = Operation extends { parameters: { path: infer Path } }
  ? { params: { path: Path } & QueryOf<Operation> }
  : { params?: QueryOf<Operation> };

/** The options of `fetch` that a call passes on. The pool of Node.js has no use for them. */
interface FetchOptions
  extends Omit<RequestInit, "body" | "dispatcher" | "headers" | "method" | "redirect" | "signal"> {}

/**
 * How a call is sent, and its limits.
 *
 * @example
 * await groupExists(client, { hub: "chat", group: "lobby", timeout: 2_000, retry: false });
 */
export interface RequestOptions {
  /** The function that sends the requests of the call, instead of the client's. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The undici dispatcher of the call, instead of the client's. */
  dispatcher?: RequestDispatcher | undefined;
  /** Aborts the call, during an attempt or between attempts. */
  signal?: AbortSignal | null | undefined;
  /** How failed attempts of the call are retried, over the client's policy; false disables retries. @default the client's */
  retry?: RetryOptions | false | undefined;
  /** Maximum time for one attempt, in milliseconds, from signing to the last byte. Minimum 1. @default the client's */
  timeout?: number | undefined;
  /**
   * Maximum time for the call with middleware, all its attempts and the waits between them, in milliseconds. Minimum 1.
   * @default the client's
   */
  deadline?: number | undefined;
}

/** The options of every call, besides those of its operation. */
export interface CallBaseOptions extends FetchOptions, RequestOptions {
  /** Belongs in `params`. */
  path?: never;
  /** Belongs in `params`. */
  query?: never;
}

/** The options of one call: parameters, the body with its Content-Type, limits, and the further options of `fetch`. */
export type CallOptions<Operation> = CallBaseOptions & ParametersOf<Operation> & BodyOf<Operation>;

export type DataOf<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & (200 | 202 | 204)]: JsonOf<Responses[Status]> }[keyof Responses & (200 | 202 | 204)]
  : never;

type JsonOf<ResponseType> = ResponseType extends { content: { [type in JsonType]: infer Json } } ? Json : undefined;

/** The result of a call: `data` on success, `error` on failure (never with `throwOnError`), and the `response`. */
export type Result<Operation, Throws extends boolean = false> =
  | { data: DataOf<Operation>; error?: never; response: Response }
  | (Throws extends true ? never : { data?: never; error: WebPubSubError; response: Response });

/** Options that may be left out if all their members may. */
type OptionalIfEmpty<Options> = object extends Options ? [options?: Options] : [options: Options];

type Call<Paths, M extends Method, Throws extends boolean> = <
  Path extends PathsWithMethod<Paths, M>,
  ThrowsHere extends boolean = Throws,
>(
  path: Path,
  ...options: OptionalIfEmpty<
    CallOptions<OperationAt<Paths, Path, M>> & {
      /** Whether this call rejects if the service rejects the request or fails. @default the client's */
      throwOnError?: ThrowsHere | undefined;
    }
  >
) => Promise<Result<OperationAt<Paths, Path, M>, ThrowsHere>>;

declare const throwing: unique symbol;

/**
 * A typed `fetch`: one function for each HTTP method, called with a path of the description.
 *
 * A call rejects
 * - with an {@link InvalidInputError}, before anything is sent, if a value is invalid or the client is closed;
 * - with an `AbortedError`, a `TimeoutError` or a `ConnectionError` if there is no complete response;
 * - with a `WebPubSubError` if a success has a body that is not JSON;
 * - with the exception of a credential or middleware.
 *
 * Any other response resolves, unless `throwOnError` is true. Redirects are not followed: they resolve with an `error`.
 *
 * @see https://learn.microsoft.com/rest/api/webpubsub/
 */
export interface Client<out Paths = ApiVersions[LatestApiVersion], Throws extends boolean = boolean> {
  /** Not a member at run time: without it, a client that resolves with errors could pass for one that throws them. */
  readonly [throwing]?: Throws;
  /** Calls an operation that reads, such as listing the connections in a group. */
  GET: Call<Paths, "get", Throws>;
  /** Calls an operation that adds, such as adding a user to a group or granting a permission. */
  PUT: Call<Paths, "put", Throws>;
  /** Calls an operation that acts, such as sending a message, closing connections or generating a token for a client. */
  POST: Call<Paths, "post", Throws>;
  /** Calls an operation that takes away, such as closing a connection or removing a user from a group. */
  DELETE: Call<Paths, "delete", Throws>;
  /** Calls an operation that checks, such as whether a user is connected. The response has no body. */
  HEAD: Call<Paths, "head", Throws>;
  /**
   * Adds openapi-fetch middleware. It runs before requests are signed, so its changes are signed too.
   * @see https://openapi-ts.dev/openapi-fetch/middleware-auth
   */
  use(...middleware: Middleware[]): void;
  /** Removes middleware. */
  eject(...middleware: Middleware[]): void;
  /**
   * Waits for calls in progress, with their retries, then closes the connections. Rejects calls that are made later. Does not wait for
   * middleware, which may therefore call it: a call that middleware has not let through yet is rejected.
   */
  close(): Promise<void>;
  /** Does the same as `close`, at the end of a block with `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
