import { createSecretKey } from "node:crypto";
import jwt from "jsonwebtoken";
import type { Signer } from "./signer.js";

/** Signs with HS256, by jsonwebtoken. @param accessKey its UTF-8 bytes are the key */
export function signer(accessKey: string): Signer {
  // jsonwebtoken first tries to read a key that is a string as PEM, which takes forty times as long as signing.
  const key = createSecretKey(accessKey, "utf8");
  // As text, which jsonwebtoken signs as it is: in an object it would change the claims of times. The header is what it
  // gives an object.
  return (claims) => jwt.sign(JSON.stringify(claims), key, { header: { alg: "HS256", typ: "JWT" } });
}
