import type { Authorize } from "./authorize.js";
import { InvalidInputError } from "./invalid-input.js";

/** What Microsoft Entra issues tokens for the data plane under. */
const SCOPE = "https://webpubsub.azure.com/.default";
/** All in milliseconds. A token with less left than this is exchanged for another, while requests still go out with it. */
const AHEAD = 120_000;
/** A token with less left than this is not used. */
const MARGIN = 10_000;
/** How long after a failure the credential is left alone, as long as there is a token to use. */
const PAUSE = 5_000;
/** How long requests wait for the same answer of the credential. Later ones ask again. */
const PATIENCE = 30_000;

/** A token, with the times in milliseconds since 1970 when it expires, and when another had better be asked for. */
export interface AccessToken {
  token: string;
  expiresOnTimestamp: number;
  refreshAfterTimestamp?: number | undefined;
}

/** A source of Microsoft Entra tokens. Every credential of `@azure/identity` is one. */
export interface TokenCredential {
  getToken(scopes: string | string[]): Promise<AccessToken | null>;
}

/**
 * Authorizes requests with a Microsoft Entra token. From two minutes before it expires, or from `refreshAfterTimestamp`,
 * the credential is asked for the next one, and no request waits for that until ten seconds before. However many requests
 * want a token, the credential is asked once; and again by those that come when it has not answered for half a minute.
 *
 * @param now the time in milliseconds since 1970.
 */
export function tokenCredentialAuthorizer(credential: TokenCredential, now: () => number): Authorize {
  let kept: AccessToken | undefined;
  let asked: { readonly token: Promise<string>; readonly since: number } | undefined;
  let pauseUntil = 0;

  const ask = async () => {
    const answer = await credential.getToken(SCOPE);
    if (!answer?.token) throw new InvalidInputError(`The credential gave no token for the scope ${SCOPE}.`);
    kept = answer;
    return answer.token;
  };
  const askOnce = (time: number) => {
    if (asked !== undefined && time < asked.since + PATIENCE) return asked.token;
    // Not in a `finally` of `ask`: when the credential throws at once, that runs before the assignment here.
    const mine = {
      since: time,
      token: ask().finally(() => {
        if (asked === mine) asked = undefined;
      }),
    };
    asked = mine;
    return mine.token;
  };

  return () => {
    const time = now();
    if (kept === undefined || time >= kept.expiresOnTimestamp - MARGIN) return askOnce(time);
    const { token, expiresOnTimestamp, refreshAfterTimestamp = expiresOnTimestamp - AHEAD } = kept;
    if (time >= refreshAfterTimestamp && time >= pauseUntil) {
      askOnce(time).catch(() => {
        // There is a token still. Whoever needs the next one is told.
        pauseUntil = now() + PAUSE;
      });
    }
    return token;
  };
}
