// For `Symbol.asyncDispose`, also where a program is compiled for an older library.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Middleware } from "openapi-fetch";
import type { ServiceError } from "../response/service-error.js";
import type { RetryOptions } from "../retry/retry-policy.js";

type Method = "get" | "put" | "post" | "delete" | "head";

/** The paths of an api-version that have an operation for the method. */
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

/** An object that JSON can carry: any, an interface's too, but none that JSON.stringify would make `{}` of. */
type JsonObject = object & {
  [Symbol.iterator]?: never;
  [Symbol.toStringTag]?: never;
  [Symbol.hasInstance]?: never;
  arrayBuffer?: never;
  getReader?: never;
};

/** A type of the description as callers may pass it: arrays may be readonly, what is optional may be undefined. */
type Passed<T> = T extends readonly (infer Item)[] ? readonly Item[] : T;
type PassedMembers<T> = {
  [Name in keyof T]: undefined extends T[Name] ? Passed<T[Name]> | undefined : Passed<T[Name]>;
};

/** What may be passed for a JSON type of the description: an object of any kind where that allows any. */
type JsonBody<Json> = { [name: string]: unknown } extends Json
  ? { [name: string]: unknown } | JsonObject | readonly unknown[] | Exclude<Json, object>
  : PassedMembers<Json>;

type BodyAs<Content, M extends keyof Content> = M extends JsonType ? JsonBody<Content[M]> : Content[M];

/** The body of an operation, each form with the Content-Type that it needs. */
type BodyOf<Operation> = Operation extends { requestBody: { content: infer Content } }
  ?
      | {
          [M in keyof Content & string]: {
            body: BodyAs<Content, M>;
            headers: HeadersInput & { "Content-Type": M | `${M};${string}` };
          };
        }[keyof Content & string]
      | ImplicitJson<Content>
  : { body?: never; headers?: HeadersInput };

/** Only a string, of what JSON can carry, could be sent in more than one way. */
type ImplicitJson<Content> = Content extends { [type in JsonType]: infer Json }
  ? {
      body: keyof Content extends JsonType ? JsonBody<Json> : Exclude<JsonBody<Json>, string>;
      headers?: HeadersInput & { "Content-Type"?: never };
    }
  : never;

type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } }
  ? { query?: PassedMembers<Query> }
  : object;

type ParametersOf<Operation> = Operation extends { parameters: { path: infer Path } }
  ? { params: { path: Path } & QueryOf<Operation> }
  : { params?: QueryOf<Operation> };

/** What is passed to one call: parameters, the body with its Content-Type, and what fetch takes besides. */
export type CallOptions<Operation> = Omit<RequestInit, "body" | "headers" | "method" | "redirect" | "signal"> & {
  /** What sends this request, in place of the client's own. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Aborts the call: while it is on its way, and while it waits to be made again. */
  signal?: AbortSignal | null | undefined;
  /** How failed attempts of this call are made again: what is left out is the client's; false: never. */
  retry?: RetryOptions | false | undefined;
  /** How long one attempt may take, in milliseconds, from signing to the last byte. From 1. @default the client's */
  timeout?: number | undefined;
  /**
   * How long the call may take as a whole, with all its attempts and the waiting between them, in milliseconds. From 1.
   * @default the client's
   */
  deadline?: number | undefined;
} & ParametersOf<Operation> &
  BodyOf<Operation>;

type DataOf<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & (200 | 202 | 204)]: JsonOf<Responses[Status]> }[keyof Responses & (200 | 202 | 204)]
  : never;

type JsonOf<Response> = Response extends { content: { [type in JsonType]: infer Json } } ? Json : undefined;

/** The outcome of a call: `data` if the service did it, `error` if it did not; with `throwOnError` never an `error`. */
export type Result<Operation, Throws extends boolean = false> =
  | { data: DataOf<Operation>; error?: never; response: Response }
  | (Throws extends true ? never : { data?: never; error: ServiceError; response: Response });

/** Options that may be left out where everything in them may. */
type Given<Options> = object extends Options ? [options?: Options] : [options: Options];

type Call<Paths, M extends Method, Throws extends boolean> = <
  Path extends PathsWithMethod<Paths, M>,
  ThrowsHere extends boolean = Throws,
>(
  path: Path,
  ...options: Given<
    CallOptions<OperationAt<Paths, Path, M>> & {
      /** Whether this call rejects where the service refused or failed. @default the client's */
      throwOnError?: ThrowsHere | undefined;
    }
  >
) => Promise<Result<OperationAt<Paths, Path, M>, ThrowsHere>>;

/**
 * A typed fetch: a method for each HTTP method, to be called with a path of the description.
 *
 * A call rejects with an {@link InvalidInputError}, before anything is sent, when a value does not fit the description or the
 * client is closed; with an `AbortedError`, a `TimeoutError` or a `ConnectionError` when there is no response; with a
 * `WebPubSubError` when a success has a body that is not JSON; with what a credential, a hook or middleware throws. Any
 * other response resolves, unless `throwOnError` says otherwise; a redirect, which is never followed, with an `error`.
 */
export interface Client<out Paths, Throws extends boolean = boolean> {
  GET: Call<Paths, "get", Throws>;
  PUT: Call<Paths, "put", Throws>;
  POST: Call<Paths, "post", Throws>;
  DELETE: Call<Paths, "delete", Throws>;
  HEAD: Call<Paths, "head", Throws>;
  /** Adds openapi-fetch middleware. It sees requests before they are signed: what it changes is what is signed. */
  use(...middleware: Middleware[]): void;
  /** Removes middleware that was added. */
  eject(...middleware: Middleware[]): void;
  /** Closes the connections once the calls on their way are through, their retries too. Calls that come later are refused. */
  close(): Promise<void>;
  /** As `close`, at the end of the block that `await using` stands in. */
  [Symbol.asyncDispose](): Promise<void>;
}
