import { createSecretKey, type KeyObject } from "node:crypto";
import jwt, { type Algorithm } from "jsonwebtoken";
import type { Target } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { Exchange } from "./exchange.js";

const keys = new Map<string, KeyObject>();

/** An access key as a key object. jsonwebtoken first tries to parse anything else as a private or public key, which is slow. */
export function keyOf(accessKey: string): KeyObject {
  let key = keys.get(accessKey);
  if (key === undefined) {
    key = createSecretKey(accessKey, "utf8");
    keys.set(accessKey, key);
  }
  return key;
}

/** The time of a target, in seconds since 1970. */
export function secondsOf({ now = Date.now }: Target): number {
  return Math.floor(now() / 1000);
}

/** How a token differs from one that the service accepts. */
export interface TokenOptions {
  /** @default the access key of the target */
  readonly key?: KeyObject;
  /** @default "HS256" */
  readonly algorithm?: Algorithm;
  /** Added to `aud` and `exp`, or replacing them. A claim that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/**
 * A token that the target accepts for a request: the one that it was given, or one that is signed with its access key.
 *
 * @param address the URL of the request, at the endpoint of the target
 */
export function signToken(
  target: Target,
  address: string,
  { key, algorithm = "HS256", claims }: TokenOptions = {},
): string {
  if (key === undefined && target.accessKey === undefined) return target.token ?? "";
  const aud = audienceOf(target, address);
  const text = JSON.stringify({ aud, exp: secondsOf(target) + 300, ...claims });
  return jwt.sign(text, key ?? keyOf(target.accessKey ?? ""), { algorithm });
}

/** The audience of a token for a URL: the same URL at the service where the target is a proxy. */
export function audienceOf({ endpoint, audience = endpoint }: Target, address: string): string {
  return address.startsWith(endpoint) ? audience + address.slice(endpoint.length) : address;
}

/**
 * Checks the token that our client sent: algorithm, signature, expiry and audience. Without an access key, only that there
 * is one.
 *
 * @throws {ConformanceError} if it is not valid
 */
export function checkToken(target: Target, exchange: Exchange): void {
  const [scheme, token = ""] = exchange.request.headers.get("authorization")?.split(" ") ?? [];
  if (scheme?.toLowerCase() !== "bearer") throw new ConformanceError("The client sent no Bearer token.", exchange);
  const problem = target.accessKey === undefined ? undefined : verify(target, token, exchange.request.url.href);
  if (problem !== undefined)
    throw new ConformanceError(`The token that the client sent is not valid: ${problem}.`, exchange);
}

function verify(target: Target, token: string, address: string): string | undefined {
  try {
    const claims = jwt.verify(token, keyOf(target.accessKey ?? ""), {
      algorithms: ["HS256"],
      audience: audienceOf(target, address),
      clockTimestamp: secondsOf(target),
    });
    return typeof claims === "object" && typeof claims.exp === "number" ? undefined : "it has no exp claim";
  } catch (error) {
    return (error as Error).message;
  }
}
