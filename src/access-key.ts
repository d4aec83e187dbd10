import { createSecretKey } from "node:crypto";
import jwt from "jsonwebtoken";
import type { Authorize } from "./authorize.js";
import { InvalidInputError } from "./invalid-input.js";

/** How long a signed token is valid, in seconds. */
const LIFETIME = 300;
/** A token is not used again when it has less than this many seconds left. */
const MARGIN = 60;
/** How many tokens are kept for use again. */
const KEPT = 1000;

/**
 * Signs requests with an access key: HS256 over the key's text as UTF-8, the address of the request as audience, valid
 * for five minutes. A token is used again for the same address until a minute before it expires; the last 1000
 * addresses are remembered.
 *
 * @param accessKey the key's text as the portal shows it; it is not base64-decoded.
 * @param now the time in milliseconds since 1970.
 * @throws {InvalidInputError} if the key is empty or has white space in it.
 */
export function accessKeyAuthorizer(accessKey: string, now: () => number): Authorize {
  if (typeof accessKey !== "string" || accessKey === "" || /\s/.test(accessKey)) {
    throw new InvalidInputError(
      "The access key is empty or has white space in it. Copy it again from the resource's keys.",
    );
  }
  // jsonwebtoken first tries to read a key that is a string as PEM, which takes forty times as long as signing.
  const key = createSecretKey(accessKey, "utf8");
  const tokens = new Map<string, { token: string; usableUntil: number }>();

  return (audience) => {
    const seconds = Math.floor(now() / 1000);
    const known = tokens.get(audience);
    if (known !== undefined && seconds < known.usableUntil) return known.token;

    const expires = seconds + LIFETIME;
    const token = jwt.sign({ aud: audience, exp: expires }, key, { algorithm: "HS256", noTimestamp: true });
    // Deleted first, so that the oldest entry of the map stays the one that was signed longest ago.
    tokens.delete(audience);
    tokens.set(audience, { token, usableUntil: expires - MARGIN });
    if (tokens.size > KEPT) tokens.delete(tokens.keys().next().value as string);
    return token;
  };
}
