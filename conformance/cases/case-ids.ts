/** The id of an operation as case ids have it: `sendToAll` is `send-to-all`. */
export function kebab(operationId: string): string {
  return operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Any text as a part of a case id: each run of other characters becomes a hyphen. */
export function slug(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.+_-]+/g, "-");
}
