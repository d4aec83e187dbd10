import { createSecretKey } from "node:crypto";
import jwt from "jsonwebtoken";
import type { Signer } from "./signer.js";

/** Signs with HS256, by jsonwebtoken. @param accessKey its UTF-8 bytes are the key */
export function signer(accessKey: string): Signer {
  // jsonwebtoken first tries to read a key that is a string as PEM, which takes forty times as long as signing.
  const key = createSecretKey(accessKey, "utf8");
  return (claims) => jwt.sign({ ...claims }, key, { algorithm: "HS256", noTimestamp: true });
}
