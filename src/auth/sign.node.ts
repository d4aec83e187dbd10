import { createSecretKey } from "node:crypto";
import type { JwtPayload, Secret, SignOptions } from "jsonwebtoken";
import type { Claims, Signer } from "./signer.js";

// What is relied on here was read from jsonwebtoken 9.0.3 and is not in its documentation: a payload that is a string is
// signed byte for byte, and a key that is a KeyObject is not parsed again. sign.test.ts holds both signers to one vector.

type Sign = (payload: string | JwtPayload, key: Secret, options: SignOptions) => string;

// Loaded with the first token: that takes longer than loading all of our own modules, and not every client signs.
let sign: Sign | undefined;

async function load(): Promise<Sign> {
  sign ??= (await import("jsonwebtoken")).default.sign;
  return sign;
}

/** Signs with HS256, by jsonwebtoken. @param accessKey its UTF-8 text is the secret */
export function signer(accessKey: string): Signer {
  // A key that is a string, jsonwebtoken first tries to read as PEM, which takes forty times as long as signing.
  const key = createSecretKey(accessKey, "utf8");
  // As text, because jsonwebtoken would add `iat` to an object. The header is the one it gives an object.
  const write = (sign: Sign, claims: Claims) =>
    sign(JSON.stringify(claims), key, { header: { alg: "HS256", typ: "JWT" } });
  return (claims) => (sign === undefined ? load().then((sign) => write(sign, claims)) : write(sign, claims));
}
