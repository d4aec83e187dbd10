import { checkAudience, checkEntraAudience } from "./audience.js";
import { bearerToken } from "./bearer.js";
import { checkSignature, type Jwt, readJwt, type VerificationKey, verificationKey } from "./jwt.js";
import { checkLifetime } from "./lifetime.js";
import type { Authentication, RejectedToken } from "./principal.js";

export interface AuthenticationOptions {
  /** The keys of the resource, as text, not empty. A token may be signed with any of them. */
  readonly accessKeys: readonly string[];
  /**
   * Whether REST requests may use a Microsoft Entra token. Its audience and lifetime are checked; its signature, issuer and
   * roles are not. For trusted local use only.
   */
  readonly acceptUnverifiedEntraTokens: boolean;
  /** @returns the time in milliseconds since 1970 */
  readonly now: () => number;
}

/** A token can be as large as the head of a request, 64 KiB. */
const MAX_CACHED_TOKENS = 256;

/** A token that is signed with an access key, and the URL that it was accepted for. */
interface AcceptedToken {
  readonly jwt: Jwt;
  readonly host: string;
  readonly target: string;
}

/** Authenticates requests by their token. Its methods never throw. */
export class Authenticator {
  readonly #keys: readonly VerificationKey[];
  readonly #acceptUnverifiedEntraTokens: boolean;
  readonly #now: () => number;
  /** By token, in the order of acceptance. Clients reuse tokens, so signature and audience need not be checked again. */
  readonly #accepted = new Map<string, AcceptedToken>();

  constructor({ accessKeys, acceptUnverifiedEntraTokens, now }: AuthenticationOptions) {
    this.#keys = accessKeys.map(verificationKey);
    this.#acceptUnverifiedEntraTokens = acceptUnverifiedEntraTokens;
    this.#now = now;
  }

  /**
   * Authenticates a REST request.
   *
   * @param authorization the value of the `Authorization` header
   * @param host the value of the `Host` header
   * @param target path and query as received
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
   * Authenticates the WebSocket handshake of a client, which needs a token that is signed with an access key.
   *
   * @param token from `access_token`, or from the `Authorization` header without `Bearer`
   * @param host the value of the `Host` header
   * @param path as received, such as `/client/hubs/{hub}`
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
    "The token is signed with a public-key algorithm, as Microsoft Entra tokens are. Sign with HS256 and an access key, or start the emulator with acceptUnverifiedEntraTokens.",
};

/** Whether the token may be one of Microsoft Entra, which signs with a private key. */
function isAsymmetric({ algorithm }: Jwt): boolean {
  return /^(RS|PS|ES)(256|384|512)$/.test(algorithm);
}

function principal(kind: "access-key" | "entra", { claims }: Jwt): Authentication {
  return { principal: { kind, claims } };
}
