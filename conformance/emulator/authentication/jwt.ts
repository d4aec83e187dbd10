import { createSecretKey, type KeyObject } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import type { RejectedToken } from "./principal.js";

/** A token that was taken apart. Nothing in it has been verified. */
export interface Jwt {
  /** `none` where the header names no algorithm. */
  readonly algorithm: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** An access key, ready to verify with. */
export interface VerificationKey {
  readonly utf8: KeyObject;
  /** The key as somebody has it who took its text for base64. Undefined if nothing is left of it that way. */
  readonly base64: KeyObject | undefined;
}

/** @param accessKey the key's text, whose UTF-8 bytes are the key; it is not base64-decoded. */
export function verificationKey(accessKey: string): VerificationKey {
  const decoded = Buffer.from(accessKey, "base64");
  return {
    utf8: createSecretKey(accessKey, "utf8"),
    base64: decoded.length === 0 ? undefined : createSecretKey(decoded),
  };
}

/** Takes a token apart, whatever it is. */
export function readJwt(token: string): Jwt | RejectedToken {
  if (token === "") return { reason: "no token", explanation: "The request has no token, or an empty one." };
  const { header, payload } = decode(token) ?? {};
  if (!isRecord(header) || !isRecord(payload)) {
    return {
      reason: "malformed",
      explanation: "The token is not a JSON Web Token: three parts in base64url, the first two of them JSON objects.",
    };
  }
  return { algorithm: typeof header.alg === "string" ? header.alg : "none", claims: payload };
}

/** Whether a key signed the token, with HS256. Undefined: one did. */
export function checkSignature(
  token: string,
  { algorithm }: Jwt,
  keys: readonly VerificationKey[],
): RejectedToken | undefined {
  if (algorithm !== "HS256") {
    return {
      reason: "algorithm",
      explanation: `The token's algorithm is ${known(algorithm)}, and should be HS256, with an access key.`,
    };
  }
  if (keys.some(({ utf8 }) => isSignedWith(token, utf8))) return undefined;
  if (keys.some(({ base64 }) => base64 !== undefined && isSignedWith(token, base64))) {
    return {
      reason: "signature-base64-key",
      explanation:
        "The token was signed with the base64-decoded access key: sign with the UTF-8 bytes of the key's text, as it is.",
    };
  }
  return { reason: "signature", explanation: "The token was not signed with an access key of this resource." };
}

function decode(token: string): { header?: unknown; payload?: unknown } | null {
  try {
    return jsonwebtoken.decode(token, { complete: true });
  } catch {
    // Its header says JWT, and its payload is not JSON.
    return null;
  }
}

function isSignedWith(token: string, key: KeyObject): boolean {
  try {
    // The lifetime is not its business: it takes a clock that says 0 for none, and reads the computer's.
    jsonwebtoken.verify(token, key, { algorithms: ["HS256"], ignoreExpiration: true, ignoreNotBefore: true });
    return true;
  } catch {
    return false;
  }
}

/** The name of an algorithm can be anything that was written into a header. */
function known(algorithm: string): string {
  return /^(none|(HS|RS|PS|ES)\d{3}|EdDSA)$/.test(algorithm) ? algorithm : "another";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
