/** What a target must be able to do for a case to be decided on it. Without it, the case is undecidable. */
export type Capability =
  /** Returns the response that the `Prefer` header of a request selects, as Prism does. */
  | "responses"
  /** Rejects requests that do not match the description. */
  | "validation"
  /** Distinguishes an empty query parameter from an absent one. */
  | "empty-values"
  /** Keeps connections, users, groups and permissions, so that a request has an effect on the next. */
  | "state"
  /** Accepts WebSocket clients. */
  | "sockets"
  /** Verifies tokens. */
  | "authentication"
  /** The suite has its access key, and can sign tokens of every kind. */
  | "access-key"
  /** Its clock can be moved: {@link Target.advance}. */
  | "clock"
  /** Has no other users, so that a case can use a hub of any name. */
  | "exclusive";
