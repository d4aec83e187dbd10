/** Text, any JSON value, or bytes. */
export type Payload =
  | { readonly dataType: "text"; readonly data: string }
  | { readonly dataType: "json"; readonly data: unknown; readonly text: string }
  | { readonly dataType: "binary"; readonly data: Buffer };

/** A message on its way to clients. */
export interface Message {
  readonly payload: Payload;
  /** `server`, or the group through which it comes. */
  readonly from:
    | { readonly kind: "server" }
    | { readonly kind: "group"; readonly group: string; readonly userId: string | null };
  /** Names in lower case. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** When it is dropped if the client has not taken it, in milliseconds since 1970; undefined: never. */
  readonly expires?: number;
  /** What caused it, for the log: an operationId, or the type of a client's frame. */
  readonly causedBy: string;
}
