/** What runtimes say where a connection could not be made: Bun as a code, Deno in the message. */
const CODES = new Set(["UND_ERR_CONNECT_TIMEOUT", "ConnectionRefused", "FailedToOpenSocket", "ECONNREFUSED"]);
const MESSAGE = /client error \(Connect\)/;

/**
 * Whether an error of `fetch` makes it certain that there never was a connection, so that the server got nothing. Node.js
 * names the step that failed; a code alone does not tell, since a connection that was made can come to be unreachable too.
 */
export function neverConnected(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, syscall, message, errors, cause } = error as Record<string, unknown>;
  return (
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    (typeof code === "string" && CODES.has(code)) ||
    (typeof message === "string" && MESSAGE.test(message)) ||
    // Of several addresses, none could be connected to.
    (Array.isArray(errors) && errors.length > 0 && errors.every(neverConnected)) ||
    neverConnected(cause)
  );
}
