/** Text, a JSON value with its text as received, or bytes. */
export type Payload =
  | { readonly dataType: "text"; readonly data: string }
  | { readonly dataType: "json"; readonly data: unknown; readonly text: string }
  | { readonly dataType: "binary"; readonly data: Buffer };

/** A message to clients. */
export interface Message {
  readonly payload: Payload;
  /** `server`, or the group that it was sent to and the user of the connection that sent it. */
  readonly from:
    | { readonly kind: "server" }
    | { readonly kind: "group"; readonly group: string; readonly userId: string | null };
  /** Those that REST requests send have names in lower case. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** When it expires if it was not sent by then, in milliseconds since 1970; undefined: never. */
  readonly expires?: number;
  /** What caused it, for the log: an operationId, or the type of a client frame. */
  readonly causedBy: string;
}
