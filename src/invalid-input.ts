/**
 * The caller passed something that cannot be sent: nothing was sent and nothing has changed.
 * The message names the value, the rule and the way out. It never holds a key or a token.
 */
export class InvalidInputError extends TypeError {
  override readonly name = "InvalidInputError";
}

/** A value as it can stand in a message: quoted, and cut where it is long. */
export function quote(value: unknown): string {
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
