import { createSecretKey, type KeyObject } from "node:crypto";
import jwt, { type Algorithm } from "jsonwebtoken";
import type { Target } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { Exchange } from "./exchange.js";

const keys = new Map<string, KeyObject>();

/** jsonwebtoken tries to read anything but a key object as a private or public key first, which takes long. */
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

/** What is unusual about a token. */
export interface TokenOptions {
  /** @default the target's */
  readonly key?: KeyObject;
  /** @default "HS256" */
  readonly algorithm?: Algorithm;
  /** Beside `aud` and `exp`, or in their place; what is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/**
 * A token that the service accepts for a request to the address: the target's own, or one that is signed for it.
 *
 * @param address at the target's endpoint
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

/** What a token for an address has to name: the same at the service, where the target is a proxy. */
export function audienceOf({ endpoint, audience = endpoint }: Target, address: string): string {
  return address.startsWith(endpoint) ? audience + address.slice(endpoint.length) : address;
}

/** Checks the token that a client sent: algorithm, signature, expiry and audience. */
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
    return typeof claims === "object" && typeof claims.exp === "number" ? undefined : "it does not expire";
  } catch (error) {
    return (error as Error).message;
  }
}
