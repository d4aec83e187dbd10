/** What a target must be able to do for a case to be decided there. */
export type Capability =
  /** Gives the response that a request's `Prefer` header asks for, as Prism does. */
  | "responses"
  /** Refuses what does not fit the description. */
  | "validation"
  /** Tells a query parameter with an empty value from one that is not there. */
  | "empty-values"
  /** Keeps connections, users, groups and permissions, so that a request has an effect on the next. */
  | "state"
  /** Clients can connect to it by WebSocket. */
  | "sockets"
  /** Verifies tokens. */
  | "authentication"
  /** Its access key is at hand: tokens of every kind can be signed. */
  | "access-key"
  /** Its time can be moved. */
  | "clock"
  /** Nobody else uses it: a hub of any name can be used. */
  | "exclusive";
