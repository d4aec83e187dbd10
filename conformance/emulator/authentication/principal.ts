/** Why a token is refused. One word each, for logs and `WWW-Authenticate`. */
export type RejectionReason =
  | "no token"
  | "scheme"
  | "malformed"
  | "algorithm"
  | "signature"
  | "signature-base64-key"
  | "no expiry"
  | "expired"
  | "not yet valid"
  | "audience host"
  | "audience path"
  | "no audience";

/** Who sent a request. */
export interface Principal {
  /** `access-key`: the signature was verified. `entra`: it was not. */
  readonly kind: "access-key" | "entra";
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The answer to a token that is not accepted. */
export interface RejectedToken {
  readonly reason: RejectionReason;
  /** One sentence for a developer. It has no token and no key in it. */
  readonly explanation: string;
}

/** What became of the token of a request. */
export type Authentication = { readonly principal: Principal } | RejectedToken;
