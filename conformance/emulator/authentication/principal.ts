/** Why a token is rejected, in short, for `WWW-Authenticate`. */
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

/** A token that is not accepted. */
export interface RejectedToken {
  readonly reason: RejectionReason;
  /** A sentence or two for a developer, without the token and the key. */
  readonly explanation: string;
}

/** The result of authenticating a request. */
export type Authentication = { readonly principal: Principal } | RejectedToken;
