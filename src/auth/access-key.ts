import { signer as signerOf } from "#sign";
import { InvalidInputError } from "../shared/invalid-input.js";
import type { Signer } from "./signer.js";
import type { TokenProvider } from "./token-provider.js";

/** An access key, or what gives the one to use now: a key can be exchanged without a restart. */
export type AccessKey = string | (() => string | Promise<string>);

/** How long a signed token is valid, in seconds. */
const TOKEN_LIFETIME_SECONDS = 300;
/** A token is not used again when it has less than this many seconds left. */
const RENEWAL_WINDOW_SECONDS = 60;
/** How many tokens are kept for use again. */
const MAX_CACHED_TOKENS = 1000;

/**
 * Signs requests with an access key: HS256 over the key's text as UTF-8, the address of the request as audience, valid
 * for five minutes. A token is used again for the same address and key until a minute before it expires; the last 1000
 * addresses are remembered.
 *
 * @param accessKey the key's text as the portal shows it, which is not base64-decoded; or a function that gives it, which is asked
 * for every attempt.
 * @param now the time in milliseconds since 1970.
 * @throws {InvalidInputError} if the key is empty or has white space in it.
 */
export function accessKeyTokens(accessKey: AccessKey, now: () => number): TokenProvider {
  if (typeof accessKey !== "function") return singleKeyTokens(accessKey, now);
  let key: string | undefined;
  let getToken: TokenProvider | undefined;
  return async (audience) => {
    const current = await accessKey();
    if (getToken === undefined || current !== key) {
      getToken = singleKeyTokens(current, now);
      key = current;
    }
    return getToken(audience);
  };
}

function singleKeyTokens(accessKey: string, now: () => number): TokenProvider {
  const sign = accessKeySigner(accessKey);
  const tokens = new Map<string, { token: string | Promise<string>; usableUntil: number }>();

  return (audience) => {
    const seconds = Math.floor(now() / 1000);
    const known = tokens.get(audience);
    if (known !== undefined && seconds < known.usableUntil) return known.token;

    const expires = seconds + TOKEN_LIFETIME_SECONDS;
    const token = sign({ aud: audience, exp: expires });
    // Deleted first, so that the oldest entry of the map stays the one that was signed longest ago.
    tokens.delete(audience);
    tokens.set(audience, { token, usableUntil: expires - RENEWAL_WINDOW_SECONDS });
    if (tokens.size > MAX_CACHED_TOKENS) tokens.delete(tokens.keys().next().value as string);
    return token;
  };
}

/** @throws {InvalidInputError} if the key is empty or has white space in it */
export function accessKeySigner(accessKey: string): Signer {
  if (typeof accessKey !== "string" || accessKey === "" || /\s/.test(accessKey)) {
    throw new InvalidInputError(
      "The access key is empty or has white space in it. Copy it again from the resource's keys.",
    );
  }
  return signerOf(accessKey);
}
