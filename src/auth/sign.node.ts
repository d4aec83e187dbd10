import { createSecretKey } from "node:crypto";
import type { JwtPayload, Secret, SignOptions } from "jsonwebtoken";
import type { Claims, Signer } from "./signer.js";

type Sign = (payload: string | JwtPayload, key: Secret, options: SignOptions) => string;

// Loaded when the first token is signed: to load it takes longer than all of our own modules, and not every client signs.
let sign: Sign | undefined;

async function load(): Promise<Sign> {
  sign ??= (await import("jsonwebtoken")).default.sign;
  return sign;
}

/** Signs with HS256, by jsonwebtoken. @param accessKey its UTF-8 bytes are the key */
export function signer(accessKey: string): Signer {
  // jsonwebtoken first tries to read a key that is a string as PEM, which takes forty times as long as signing.
  const key = createSecretKey(accessKey, "utf8");
  // As text, which jsonwebtoken signs as it is: in an object it would change the claims of times. The header is what it
  // gives an object.
  const write = (sign: Sign, claims: Claims) =>
    sign(JSON.stringify(claims), key, { header: { alg: "HS256", typ: "JWT" } });
  return (claims) => (sign === undefined ? load().then((sign) => write(sign, claims)) : write(sign, claims));
}
