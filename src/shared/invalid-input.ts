/**
 * The caller passed an invalid value. Nothing was sent. The message names the value, the rule and the way out; it never
 * contains a key or a token.
 *
 * @example
 * try {
 *   await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "my-hub" } }, body: {} });
 * } catch (error) {
 *   if (error instanceof InvalidInputError) console.error(error.message);
 * }
 */
export class InvalidInputError extends TypeError {
  override readonly name = "InvalidInputError";
}

/** What a key or a token looks like, wherever a caller put it by mistake. */
const SECRET = /[\w+/=-]{32}|AccessKey/i;

/** A value as a message shows it: strings in quotes, and cut after 60 characters. A text that may be a secret is not shown. */
export function quote(value: unknown): string {
  if (typeof value === "string") {
    return SECRET.test(value) ? `a text of ${value.length} characters` : JSON.stringify(cut(value, 60));
  }
  // Not with String(…), which throws for an object without a prototype.
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return cut(String(value), 60);
}

/** A text as a message shows it: cut if it is long. @param maxLength in UTF-16 code units, without the `…` */
export function cut(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** @throws {InvalidInputError} if the options are not an object, or have a name that is not among these */
export function requireKnown(subject: string, options: object, names: readonly string[]): void {
  if (Object(options) !== options) {
    throw new InvalidInputError(`The options of ${subject} must be an object. It has ${names.join(", ")}.`);
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new InvalidInputError(`${quote(unknown)} is not an option of ${subject}. It has ${names.join(", ")}.`);
}
