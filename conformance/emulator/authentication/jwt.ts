import { createSecretKey, type KeyObject } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import type { RejectedToken } from "./principal.js";

/** A decoded token. Nothing in it is verified. */
export interface Jwt {
  /** `none` if the header names no algorithm. */
  readonly algorithm: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** An access key to verify signatures with. */
export interface VerificationKey {
  readonly utf8: KeyObject;
  /** The base64-decoded key, which some callers sign with by mistake. Undefined if nothing of the text is base64. */
  readonly base64: KeyObject | undefined;
}

/** @param accessKey the text of the key, whose UTF-8 bytes are the key: it is not base64-decoded */
export function verificationKey(accessKey: string): VerificationKey {
  const decoded = Buffer.from(accessKey, "base64");
  return {
    utf8: createSecretKey(accessKey, "utf8"),
    base64: decoded.length === 0 ? undefined : createSecretKey(decoded),
  };
}

/** Decodes a token. Never throws. */
export function readJwt(token: string): Jwt | RejectedToken {
  if (token === "") return { reason: "no token", explanation: "The request has no token, or an empty one." };
  const { header, payload } = decode(token) ?? {};
  if (!isRecord(header) || !isRecord(payload)) {
    return {
      reason: "malformed",
      explanation:
        "The token is not a JSON Web Token, which has three parts in base64url, the first two of them JSON objects.",
    };
  }
  return { algorithm: typeof header.alg === "string" ? header.alg : "none", claims: payload };
}

/**
 * Checks that one of the keys signed the token, with HS256.
 *
 * @returns undefined if one did
 */
export function checkSignature(
  token: string,
  { algorithm }: Jwt,
  keys: readonly VerificationKey[],
): RejectedToken | undefined {
  if (algorithm !== "HS256") {
    return {
      reason: "algorithm",
      explanation: `Unsupported algorithm ${known(algorithm)}; access keys sign with HS256.`,
    };
  }
  if (keys.some(({ utf8 }) => isSignedWith(token, utf8))) return undefined;
  if (keys.some(({ base64 }) => base64 !== undefined && isSignedWith(token, base64))) {
    return {
      reason: "signature-base64-key",
      explanation: "The token was signed with the base64-decoded access key; use the key text itself (UTF-8).",
    };
  }
  return { reason: "signature", explanation: "The token was not signed with an access key of this resource." };
}

function decode(token: string): { header?: unknown; payload?: unknown } | null {
  try {
    return jsonwebtoken.decode(token, { complete: true });
  } catch {
    // The header says JWT, but the payload is not JSON.
    return null;
  }
}

function isSignedWith(token: string, key: KeyObject): boolean {
  try {
    // `checkLifetime` checks the lifetime: jsonwebtoken reads a clock of 0 as none, and uses that of the machine.
    jsonwebtoken.verify(token, key, { algorithms: ["HS256"], ignoreExpiration: true, ignoreNotBefore: true });
    return true;
  } catch {
    return false;
  }
}

/** The header may contain any text, which is not quoted. */
function known(algorithm: string): string {
  return /^(none|(HS|RS|PS|ES)\d{3}|EdDSA)$/.test(algorithm) ? algorithm : "another";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
