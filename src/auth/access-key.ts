import { signer } from "#sign";
import { timeOf } from "../shared/clock.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import type { Signer, SignerOf } from "./signer.js";
import type { TokenProvider } from "./token-provider.js";

/** An access key, or a function that returns the current one, so that a key can be rotated without a restart. */
export type AccessKey = string | (() => string | Promise<string>);

/** How long a signed token is valid. */
const TOKEN_LIFETIME_SECONDS = 300;
/** A token is not reused if it is valid for less than this. */
const RENEWAL_WINDOW_SECONDS = 60;
const MAX_CACHED_TOKENS = 1000;

/**
 * Provides tokens signed with an access key: HS256, the audience in `aud`, valid for five minutes. A token is reused for
 * the same audience and key until a minute before it expires; the tokens of the last 1,000 audiences are kept.
 *
 * @param accessKey the key as the portal shows it (its UTF-8 text is the secret, not its base64 value); or a function that
 * returns it, called for each attempt
 * @param now the time in milliseconds since 1970
 * @param signerOf makes a signer for a key; that of the platform by default
 * @throws {InvalidInputError} if the key is not a string, is empty, or contains white space, invisible characters, quotes or `;`, as a
 * connection string does
 */
export function accessKeyTokens(accessKey: AccessKey, now: () => number, signerOf: SignerOf = signer): TokenProvider {
  if (typeof accessKey !== "function") return singleKeyTokens(accessKey, now, signerOf);
  let key: string | undefined;
  let getToken: TokenProvider | undefined;
  return async (audience) => {
    const current = await currentKey(accessKey);
    if (getToken === undefined || current !== key) {
      getToken = singleKeyTokens(current, now, signerOf);
      key = current;
    }
    return getToken(audience);
  };
}

/** The key, from the function if it is one. @throws what the function throws */
export async function currentKey(accessKey: AccessKey): Promise<string> {
  if (typeof accessKey !== "function") return accessKey;
  try {
    return await accessKey();
  } catch (error) {
    throw error || new InvalidInputError("The function `accessKey` failed without an error.");
  }
}

function singleKeyTokens(accessKey: string, now: () => number, signerOf: SignerOf): TokenProvider {
  const sign = accessKeySigner(accessKey, signerOf);
  const tokens = new Map<string, { token: string; usableUntil: number }>();

  return (audience) => {
    const seconds = Math.floor(timeOf(now) / 1000);
    const cached = tokens.get(audience);
    if (cached !== undefined && seconds < cached.usableUntil) return cached.token;

    const expires = seconds + TOKEN_LIFETIME_SECONDS;
    const keep = (token: string) => {
      // Deleted first, so that the first entry of the map stays the oldest.
      tokens.delete(audience);
      tokens.set(audience, { token, usableUntil: expires - RENEWAL_WINDOW_SECONDS });
      if (tokens.size > MAX_CACHED_TOKENS) tokens.delete(tokens.keys().next().value as string);
      return token;
    };
    const token = sign({ aud: audience, exp: expires });
    // A promise is not kept: it may reject, and on Cloudflare Workers it belongs to the request that started it.
    return typeof token === "string" ? keep(token) : token.then(keep);
  };
}

/** @throws {InvalidInputError} if the key is not a string, is empty, or contains white space, invisible characters, `;` or quotes */
export function accessKeySigner(accessKey: string, signerOf: SignerOf = signer): Signer {
  const isText = typeof accessKey === "string";
  if (isText && /^[^\s;"'\p{C}]+$/u.test(accessKey)) return signerOf(accessKey);
  throw new InvalidInputError(
    `The access key must be text without white space, \`;\` or quotes. ${isText ? "Copy it from the portal again." : "Pass the `key` of an AzureKeyCredential, not the object."}`,
  );
}
