import { InvalidInputError } from "../shared/invalid-input.js";
import type { TokenProvider } from "./token-provider.js";

/** The scope of Microsoft Entra tokens for the data plane. */
const SCOPE = "https://webpubsub.azure.com/.default";
/** A token that expires within this time is refreshed in the background, while requests still use it. */
const REFRESH_WINDOW_MS = 120_000;
/** A token that expires within this time is not used. */
const EXPIRY_MARGIN_MS = 10_000;
/** How long the credential is not called after a failed refresh, as long as there is a usable token. */
const REFRESH_RETRY_DELAY_MS = 5_000;
/** How long requests share one call of the credential. Later requests call it again. */
const CREDENTIAL_TIMEOUT_MS = 30_000;

/** A token. Times are in milliseconds since 1970. */
export interface AccessToken {
  token: string;
  expiresOnTimestamp: number;
  /** From when the token should be refreshed. @default two minutes before it expires */
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

/**
 * Provides Microsoft Entra tokens. From two minutes before a token expires, or from `refreshAfterTimestamp`, the
 * credential is called for the next one; requests wait for it only if the token expires within ten seconds. Concurrent
 * requests share one call of the credential, until it has not settled for 30 seconds.
 *
 * @param now the time in milliseconds since 1970
 */
export function credentialTokens(credential: TokenCredential, now: () => number): TokenProvider {
  let cached: AccessToken | undefined;
  let pending: { readonly outcome: Promise<CredentialOutcome>; readonly since: number } | undefined;
  let noRefreshUntil = 0;

  const fetchToken = async () => {
    const accessToken = await credential.getToken(SCOPE);
    if (!accessToken?.token) throw new InvalidInputError(`The credential returned no token for the scope ${SCOPE}.`);
    cached = accessToken;
    return accessToken.token;
  };
  const requestToken = async (time: number): Promise<string> => {
    if (pending === undefined || time >= pending.since + CREDENTIAL_TIMEOUT_MS) {
      const mine = {
        since: time,
        outcome: fetchToken().then(
          (token) => ({ token }),
          (error: unknown) => ({ error }),
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
    const time = now();
    if (cached === undefined || time >= cached.expiresOnTimestamp - EXPIRY_MARGIN_MS) return requestToken(time);
    const { token, expiresOnTimestamp, refreshAfterTimestamp = expiresOnTimestamp - REFRESH_WINDOW_MS } = cached;
    if (time >= refreshAfterTimestamp && time >= noRefreshUntil) {
      requestToken(time).catch(() => {
        // The current token is still usable. A later request that needs the next one gets the error.
        noRefreshUntil = now() + REFRESH_RETRY_DELAY_MS;
      });
    }
    return token;
  };
}
