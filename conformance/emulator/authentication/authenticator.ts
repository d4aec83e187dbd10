import { checkAudience, checkEntraAudience } from "./audience.js";
import type { Authentication, RefusedToken } from "./authentication.js";
import { bearerToken } from "./bearer.js";
import { checkSignature, type Jwt, readJwt, type VerificationKey, verificationKey } from "./jwt.js";
import { checkLifetime } from "./lifetime.js";

export interface AuthenticationOptions {
  /** The keys of the resource, as text; none of them empty. A token may be signed with any. */
  readonly accessKeys: readonly string[];
  /**
   * Whether a Microsoft Entra token is accepted for REST by what it says: its audience and lifetime are checked, and
   * its signature, issuer and roles are not. For trusted local use only.
   */
  readonly acceptUnverifiedEntra: boolean;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** Decides who sent a request, by its token. Whatever is in a request, nothing here throws. */
export class Authenticator {
  readonly #keys: readonly VerificationKey[];
  readonly #acceptUnverifiedEntra: boolean;
  readonly #now: () => number;

  constructor({ accessKeys, acceptUnverifiedEntra, now }: AuthenticationOptions) {
    this.#keys = accessKeys.map(verificationKey);
    this.#acceptUnverifiedEntra = acceptUnverifiedEntra;
    this.#now = now;
  }

  /**
   * For a REST request.
   *
   * @param authorization the value of the `Authorization` header
   * @param host the value of the `Host` header
   * @param target path and query as they arrived
   */
  rest(authorization: string | undefined, host: string, target: string): Authentication {
    const bearer = bearerToken(authorization);
    if ("refused" in bearer) return bearer;
    const jwt = readJwt(bearer.token);
    if ("refused" in jwt) return jwt;
    if (!isAsymmetric(jwt)) return this.#withAccessKey(bearer.token, jwt, host, target);
    if (!this.#acceptUnverifiedEntra) return ENTRA_REFUSAL;
    return checkLifetime(jwt, this.#now()) ?? checkEntraAudience(jwt) ?? principal("entra", jwt);
  }

  /**
   * For a client's WebSocket handshake. A Microsoft Entra token is of no use there.
   *
   * @param token from `access_token`, or from the `Authorization` header without the word `Bearer`
   * @param host the value of the `Host` header
   * @param path as it arrived, such as `/client/hubs/{hub}`
   */
  client(token: string | undefined, host: string, path: string): Authentication {
    const jwt = readJwt(token ?? "");
    return "refused" in jwt ? jwt : this.#withAccessKey(token ?? "", jwt, host, path);
  }

  #withAccessKey(token: string, jwt: Jwt, host: string, path: string): Authentication {
    return (
      checkSignature(token, jwt, this.#keys) ??
      checkLifetime(jwt, this.#now()) ??
      checkAudience(jwt, { host, path }) ??
      principal("access-key", jwt)
    );
  }
}

const ENTRA_REFUSAL: RefusedToken = {
  refused: "algorithm",
  explanation:
    "The token is signed with a public-key algorithm, as those of Microsoft Entra are, which this emulator accepts unverified and only if it is told to; otherwise sign with HS256 and an access key.",
};

/** Microsoft Entra signs with a private key. A token without a signature, or with a shared secret, is not from there. */
function isAsymmetric({ algorithm }: Jwt): boolean {
  return /^(RS|PS|ES)(256|384|512)$/.test(algorithm);
}

function principal(kind: "access-key" | "entra", { claims }: Jwt): Authentication {
  return { principal: { kind, claims } };
}
