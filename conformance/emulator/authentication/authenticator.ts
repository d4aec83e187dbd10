import { checkAudience, checkEntraAudience } from "./audience.js";
import { bearerToken } from "./bearer.js";
import { checkSignature, type Jwt, readJwt, type VerificationKey, verificationKey } from "./jwt.js";
import { checkLifetime } from "./lifetime.js";
import type { Authentication, RejectedToken } from "./principal.js";

export interface AuthenticationOptions {
  /** The keys of the resource, as text; none of them empty. A token may be signed with any. */
  readonly accessKeys: readonly string[];
  /**
   * Whether a Microsoft Entra token is accepted for REST by what it says: its audience and lifetime are checked, and
   * its signature, issuer and roles are not. For trusted local use only.
   */
  readonly acceptUnverifiedEntraTokens: boolean;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** A token as long as a request's head can be takes 64 KiB. */
const MAX_CACHED_TOKENS = 256;

/** A token that an access key signed, and the address that it was found to be for. */
interface AcceptedToken {
  readonly jwt: Jwt;
  readonly host: string;
  readonly target: string;
}

/** Decides who sent a request, by its token. Whatever is in a request, nothing here throws. */
export class Authenticator {
  readonly #keys: readonly VerificationKey[];
  readonly #acceptUnverifiedEntraTokens: boolean;
  readonly #now: () => number;
  /** What was signed rightly is signed rightly the next time, and what was for an address is; clients use tokens again. */
  readonly #accepted = new Map<string, AcceptedToken>();

  constructor({ accessKeys, acceptUnverifiedEntraTokens, now }: AuthenticationOptions) {
    this.#keys = accessKeys.map(verificationKey);
    this.#acceptUnverifiedEntraTokens = acceptUnverifiedEntraTokens;
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
    if ("reason" in bearer) return bearer;
    const accepted = this.#accepted.get(bearer.token);
    if (accepted !== undefined && accepted.host === host && accepted.target === target) {
      return checkLifetime(accepted.jwt, this.#now()) ?? principal("access-key", accepted.jwt);
    }
    const jwt = readJwt(bearer.token);
    if ("reason" in jwt) return jwt;
    if (!isAsymmetric(jwt)) {
      const outcome = this.#withAccessKey(bearer.token, jwt, host, target);
      if ("principal" in outcome) this.#remember(bearer.token, { jwt, host, target });
      return outcome;
    }
    if (!this.#acceptUnverifiedEntraTokens) return ENTRA_NOT_ACCEPTED;
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
    return "reason" in jwt ? jwt : this.#withAccessKey(token ?? "", jwt, host, path);
  }

  #remember(token: string, accepted: AcceptedToken): void {
    if (this.#accepted.size >= MAX_CACHED_TOKENS) {
      for (const oldest of this.#accepted.keys()) {
        this.#accepted.delete(oldest);
        break;
      }
    }
    this.#accepted.set(token, accepted);
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

const ENTRA_NOT_ACCEPTED: RejectedToken = {
  reason: "algorithm",
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
