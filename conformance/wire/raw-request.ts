import type { Operation } from "../../generated/operation.js";
import type { Target } from "../targets/target.js";
import type { Exchange } from "./exchange.js";
import { encodeBody, type RequestValues } from "./message-bodies.js";
import { signToken } from "./tokens.js";

/** Properties of a request that our client does not send. */
export interface RawOptions {
  /**
   * The Authorization header for the URL of the request; undefined: no such header.
   *
   * @default a Bearer token that the target accepts
   */
  readonly authorization?: (url: string) => string | undefined;
  /** @default the method of the operation */
  readonly method?: string;
  /** The path, percent-encoded where necessary. @default the path of the operation with the values */
  readonly path?: string;
  /** Appended to the query unchanged. */
  readonly more?: string;
  /** Added to the others, or replacing them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request of an operation, built without our client. It is not sent. */
export function rawRequest(
  target: Target,
  operation: Operation,
  { path, query, body }: RequestValues,
  options: RawOptions = {},
): Exchange["request"] {
  const filledPath = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name])),
  );
  const parameters = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .flatMap(([name, value]) => [value].flat().map((item) => `${name}=${encodeURIComponent(String(item))}`));
  if (options.more !== undefined) parameters.push(options.more);
  const url = `${target.endpoint}${options.path ?? filledPath}${parameters.length > 0 ? `?${parameters.join("&")}` : ""}`;
  const { authorization = (requestUrl: string) => `Bearer ${signToken(target, requestUrl)}` } = options;
  const credentials = authorization(url);
  const headers = new Headers({
    ...(credentials !== undefined && { Authorization: credentials }),
    ...(body !== undefined && body.mediaType !== "" && { "Content-Type": body.mediaType }),
    ...options.headers,
  });
  return {
    method: options.method ?? operation.method,
    url: new URL(url),
    headers,
    body: body === undefined ? new Uint8Array() : encodeBody(body),
  };
}
