/** Whether a change breaks a program that was written against the older description. `text` is a change of prose. */
export type Effect = "breaking" | "compatible" | "text";

/** What a change is about, for programs that read `--json`. */
export type ChangeKind =
  | "operation"
  | "parameter"
  | "request-body"
  | "media-type"
  | "status"
  | "header"
  | "member"
  | "constraint"
  | "type"
  | "values"
  | "default"
  | "security"
  | "deprecation"
  | "text";

/** A difference between two descriptions. */
export interface Change {
  /** The operationId, as the older description spells it if it has the operation. */
  readonly operation: string;
  readonly kind: ChangeKind;
  readonly effect: Effect;
  /** What changed, in words: "the query parameter `filter`". */
  readonly subject: string;
  /** The status of the response that has the subject, if it belongs to a response. */
  readonly status?: string;
  /** What happened to the subject: "was added (optional)". */
  readonly what: string;
}

/**
 * Who sends a part of a message. A caller sends requests and receives responses. In a webhook, the service sends the
 * request, so that the program which handles it receives requests and sends responses.
 */
export type Direction = "sent" | "received";

/** The effect of accepting or giving less than before: it breaks those who send what is not accepted anymore. */
export function narrowed(direction: Direction): Effect {
  return direction === "sent" ? "breaking" : "compatible";
}

/** The effect of accepting or giving more than before: it breaks those who receive what they did not expect. */
export function widened(direction: Direction): Effect {
  return direction === "sent" ? "compatible" : "breaking";
}

/** Where a comparison is, and where it reports what it finds. */
export interface Place {
  readonly operation: string;
  readonly direction: Direction;
  readonly subject: string;
  readonly status?: string;
  readonly report: (change: Change) => void;
}

/** Reports a change of the subject of `place`. */
export function report(place: Place, kind: ChangeKind, effect: Effect, what: string): void {
  const { operation, subject, status } = place;
  place.report({ operation, kind, effect, subject, ...(status !== undefined && { status }), what });
}
