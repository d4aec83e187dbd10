import { InvalidInputError } from "../shared/invalid-input.js";
import type { TokenProvider } from "./token-provider.js";

/** What Microsoft Entra issues tokens for the data plane under. */
const SCOPE = "https://webpubsub.azure.com/.default";
/** All in milliseconds. A token with less left than this is exchanged for another, while requests still go out with it. */
const REFRESH_WINDOW_MS = 120_000;
/** A token with less left than this is not used. */
const EXPIRY_MARGIN_MS = 10_000;
/** How long after a failure the credential is left alone, as long as there is a token to use. */
const REFRESH_RETRY_DELAY_MS = 5_000;
/** How long requests wait for the same answer of the credential. Later ones ask again. */
const CREDENTIAL_TIMEOUT_MS = 30_000;

/** A token, with the times in milliseconds since 1970 when it expires, and when another had better be asked for. */
export interface AccessToken {
  token: string;
  expiresOnTimestamp: number;
  refreshAfterTimestamp?: number | undefined;
}

/** A source of Microsoft Entra tokens. Every credential of `@azure/identity` is one. */
export interface TokenCredential {
  /** Gives a token for the scope, or null if it has none. */
  getToken(scopes: string | string[]): Promise<AccessToken | null>;
}

type CredentialOutcome = { readonly token: string } | { readonly error: unknown };

function tokenOf(outcome: CredentialOutcome): string {
  if ("error" in outcome) throw outcome.error;
  return outcome.token;
}

/**
 * Authorizes requests with a Microsoft Entra token. From two minutes before it expires, or from `refreshAfterTimestamp`,
 * the credential is asked for the next one, and no request waits for that until ten seconds before. However many requests
 * want a token, the credential is asked once; and again by those that come when it has not answered for half a minute.
 *
 * @param now the time in milliseconds since 1970.
 */
export function credentialTokens(credential: TokenCredential, now: () => number): TokenProvider {
  let cached: AccessToken | undefined;
  let pending: { readonly outcome: Promise<CredentialOutcome>; readonly since: number } | undefined;
  let pauseUntil = 0;

  const fetchToken = async () => {
    const answer = await credential.getToken(SCOPE);
    if (!answer?.token) throw new InvalidInputError(`The credential gave no token for the scope ${SCOPE}.`);
    cached = answer;
    return answer.token;
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
    // Of itself it never rejects. On Cloudflare Workers it does where the request that began it has ended.
    const outcome = await shared.outcome.catch(() => undefined);
    if (outcome !== undefined) return tokenOf(outcome);
    if (pending === shared) pending = undefined;
    return requestToken(time);
  };

  return () => {
    const time = now();
    if (cached === undefined || time >= cached.expiresOnTimestamp - EXPIRY_MARGIN_MS) return requestToken(time);
    const { token, expiresOnTimestamp, refreshAfterTimestamp = expiresOnTimestamp - REFRESH_WINDOW_MS } = cached;
    if (time >= refreshAfterTimestamp && time >= pauseUntil) {
      requestToken(time).catch(() => {
        // There is a token still. Whoever needs the next one is told.
        pauseUntil = now() + REFRESH_RETRY_DELAY_MS;
      });
    }
    return token;
  };
}
