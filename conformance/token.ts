import { createSecretKey, type KeyObject } from "node:crypto";
import jwt from "jsonwebtoken";
import { ConformanceError } from "./conformance-error.js";
import type { Exchange } from "./exchange.js";
import type { Target } from "./targets/target.js";

const keys = new Map<string, KeyObject>();

/** jsonwebtoken tries to read anything but a key object as a private or public key first, which takes long. */
function keyOf({ accessKey }: Target): KeyObject {
  let key = keys.get(accessKey);
  if (key === undefined) {
    key = createSecretKey(accessKey, "utf8");
    keys.set(accessKey, key);
  }
  return key;
}

/** A token that the service accepts for a request to the address. */
export function signToken(target: Target, address: string): string {
  return jwt.sign({ aud: address, exp: Math.floor(Date.now() / 1000) + 300 }, keyOf(target), {
    algorithm: "HS256",
  });
}

/** Checks the token that a client sent: algorithm, signature, expiry and audience. */
export function checkToken(target: Target, exchange: Exchange): void {
  const [scheme, token = ""] = exchange.request.headers.get("authorization")?.split(" ") ?? [];
  if (scheme?.toLowerCase() !== "bearer") throw new ConformanceError("The client sent no Bearer token.", exchange);
  const problem = verify(token, keyOf(target), exchange.request.url.href);
  if (problem !== undefined)
    throw new ConformanceError(`The token that the client sent is not valid: ${problem}.`, exchange);
}

function verify(token: string, key: KeyObject, audience: string): string | undefined {
  try {
    const claims = jwt.verify(token, key, { algorithms: ["HS256"], audience });
    return typeof claims === "object" && typeof claims.exp === "number" ? undefined : "it does not expire";
  } catch (error) {
    return (error as Error).message;
  }
}
