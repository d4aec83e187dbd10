/**
 * The caller passed something that cannot be sent: nothing was sent and nothing has changed.
 * The message names the value, the rule and the way out. It never holds a key or a token.
 */
export class InvalidInputError extends TypeError {
  override readonly name = "InvalidInputError";
}

/** A value as it can stand in a message: a text quoted, and cut where it is long. */
export function quote(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value, 60));
  // Not every object can be made a string: one without a prototype cannot.
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return cut(String(value), 60);
}

/** A text as it can stand in a message, however long it is. @param most in UTF-16 code units, without the sign that it was cut */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
