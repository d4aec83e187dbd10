import { timeOf } from "../shared/clock.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import type { TokenProvider } from "./token-provider.js";

/** The scope of Microsoft Entra tokens for the data plane. */
const SCOPE = "https://webpubsub.azure.com/.default";
/**
 * A token that expires within this time is refreshed in the background, while requests still use it. If it was valid for less
 * than twice this time, from half of its time on.
 */
const REFRESH_WINDOW_MS = 120_000;
/** A token that expires within this time is not used, unless the credential has just returned it. */
const EXPIRY_MARGIN_MS = 10_000;
/** How long the credential is not called after it was, as long as its token has not expired. */
const MIN_REFRESH_INTERVAL_MS = 5_000;
/** How long requests share one call of the credential. Later requests call it again. */
const CREDENTIAL_TIMEOUT_MS = 30_000;

/** A token. Times are in milliseconds since 1970. */
export interface AccessToken {
  token: string;
  /** When the token expires: a finite number. */
  expiresOnTimestamp: number;
  /** From when the token should be refreshed. @default two minutes before it expires, or half of its lifetime if that is less */
  refreshAfterTimestamp?: number | undefined;
}

/** A source of Microsoft Entra tokens, such as any credential of `@azure/identity`. */
export interface TokenCredential {
  /** Returns a token for the scope, or null if the credential has none. */
  getToken(scopes: string | string[]): Promise<AccessToken | null>;
}

type CredentialOutcome = { readonly token: string } | { readonly error: unknown };

function tokenOf(outcome: CredentialOutcome): string {
  if ("error" in outcome) throw outcome.error;
  return outcome.token;
}

/** @throws {InvalidInputError} if a request cannot use the token; the message does not contain it */
function checked(accessToken: AccessToken | null): AccessToken {
  if (!accessToken?.token) throw new InvalidInputError(`The credential returned no token for the scope ${SCOPE}.`);
  const { token, expiresOnTimestamp } = accessToken;
  // A line break at the end, as of a file, is not sent.
  if (typeof token !== "string" || !/^[!-~]+[\r\n]*$/.test(token)) {
    throw new InvalidInputError("The credential's token must be visible ASCII text.");
  }
  if (Number.isFinite(expiresOnTimestamp)) return accessToken;
  throw new InvalidInputError("The credential's `expiresOnTimestamp` must be a number: milliseconds since 1970.");
}

/**
 * Provides Microsoft Entra tokens. From two minutes before a token expires (or half of its lifetime, if that is less), or from
 * `refreshAfterTimestamp`, the credential is called for the next one; requests wait for it only if the token expires within
 * ten seconds. While it returns tokens that are still valid, the credential is called at most every five seconds. Concurrent
 * requests share one call of the credential, until it has not settled for 30 seconds.
 *
 * @param now the time in milliseconds since 1970
 * @throws {InvalidInputError} if the credential has no `getToken`
 */
export function credentialTokens(credential: TokenCredential, now: () => number): TokenProvider {
  if (typeof credential?.getToken !== "function") {
    throw new InvalidInputError("`credential` has no `getToken`. Pass a key as `accessKey`.");
  }
  let cached: { readonly token: string; readonly refreshAfter: number; readonly usableUntil: number } | undefined;
  let pending: { readonly outcome: Promise<CredentialOutcome>; readonly since: number } | undefined;
  let noRefreshUntil = 0;

  const fetchToken = async () => {
    const { token, expiresOnTimestamp: expires, refreshAfterTimestamp } = checked(await credential.getToken(SCOPE));
    const time = timeOf(now);
    noRefreshUntil = time + MIN_REFRESH_INTERVAL_MS;
    cached = {
      token,
      refreshAfter: refreshAfterTimestamp ?? expires - Math.min(REFRESH_WINDOW_MS, (expires - time) / 2),
      usableUntil: Math.max(expires - EXPIRY_MARGIN_MS, Math.min(expires, noRefreshUntil)),
    };
    return token;
  };
  const requestToken = async (time: number): Promise<string> => {
    if (pending === undefined || time >= pending.since + CREDENTIAL_TIMEOUT_MS) {
      const mine = {
        since: time,
        outcome: fetchToken().then(
          (token) => ({ token }),
          // What is thrown must be an error: openapi-fetch takes undefined for success.
          (error: unknown) => ({ error: error || new InvalidInputError("The credential failed without an error.") }),
        ),
      };
      pending = mine;
      return tokenOf(
        await mine.outcome.finally(() => {
          if (pending === mine) pending = undefined;
        }),
      );
    }
    const shared = pending;
    // It never rejects by itself. On Cloudflare Workers it does if the request that started it has ended.
    const outcome = await shared.outcome.catch(() => undefined);
    if (outcome !== undefined) return tokenOf(outcome);
    if (pending === shared) pending = undefined;
    return requestToken(time);
  };

  return () => {
    const time = timeOf(now);
    if (cached === undefined || time >= cached.usableUntil) return requestToken(time);
    if (time >= cached.refreshAfter && time >= noRefreshUntil) {
      requestToken(time).catch(() => {
        // The current token is still usable. A later request that needs the next one gets the error.
        noRefreshUntil = now() + MIN_REFRESH_INTERVAL_MS;
      });
    }
    return cached.token;
  };
}
