import type { Authorize } from "./authorize.js";
import { InvalidInputError } from "./invalid-input.js";

/** What Microsoft Entra issues tokens for the data plane under. */
const SCOPE = "https://webpubsub.azure.com/.default";
/** A token is not used when it has less than this many milliseconds left. */
const MARGIN = 120_000;

/** A source of Microsoft Entra tokens. Every credential of `@azure/identity` is one. */
export interface TokenCredential {
  getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

/**
 * Authorizes requests with a Microsoft Entra token, which is kept until two minutes before it expires. However many
 * requests wait for one, the credential is asked once.
 *
 * @param now the time in milliseconds since 1970.
 */
export function tokenCredentialAuthorizer(credential: TokenCredential, now: () => number): Authorize {
  let kept: { token: string; expiresOnTimestamp: number } | undefined;
  let asked: Promise<string> | undefined;

  const ask = async () => {
    const answer = await credential.getToken(SCOPE);
    if (!answer?.token) throw new InvalidInputError(`The credential gave no token for the scope ${SCOPE}.`);
    kept = answer;
    return answer.token;
  };

  return () => {
    if (kept !== undefined && now() < kept.expiresOnTimestamp - MARGIN) return kept.token;
    // Not in a `finally` of `ask`: when the credential throws at once, that runs before the assignment here.
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return asked;
  };
}
