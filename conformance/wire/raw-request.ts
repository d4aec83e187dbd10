import type { Operation } from "../../generated/operation.js";
import type { Target } from "../targets/target.js";
import type { Exchange } from "./exchange.js";
import { encodeBody, type RequestValues } from "./message-bodies.js";
import { signToken } from "./tokens.js";

/** What a request can be that our client would not send. */
export interface RawOptions {
  /** The header `Authorization`, undefined: there is none. @default with a token that the target accepts for the address */
  readonly authorization?: (address: string) => string | undefined;
  /** In the place of the description's. */
  readonly method?: string;
  /** The path as it is written into the request, in the place of the description's with its values. */
  readonly path?: string;
  /** Written after the query as it is. */
  readonly more?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is built from the description, without our client. */
export function rawRequest(
  target: Target,
  operation: Operation,
  { path, query, body }: RequestValues,
  options: RawOptions = {},
): Exchange["request"] {
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const parameters = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .flatMap(([name, value]) => [value].flat().map((item) => `${name}=${encodeURIComponent(String(item))}`));
  if (options.more !== undefined) parameters.push(options.more);
  const address = `${target.endpoint}${options.path ?? filled}${parameters.length > 0 ? `?${parameters.join("&")}` : ""}`;
  const { authorization = (audience: string) => `Bearer ${signToken(target, audience)}` } = options;
  const value = authorization(address);
  const headers = new Headers({
    ...(value !== undefined && { Authorization: value }),
    ...(body !== undefined && body.mediaType !== "" && { "Content-Type": body.mediaType }),
    ...options.headers,
  });
  return {
    method: options.method ?? operation.method,
    url: new URL(address),
    headers,
    body: body === undefined ? new Uint8Array() : encodeBody(body),
  };
}
