/** How runtimes report that a connection could not be made: Bun by a code, Deno in the message. */
const CODES = new Set(["UND_ERR_CONNECT_TIMEOUT", "ConnectionRefused", "FailedToOpenSocket", "ECONNREFUSED"]);
const MESSAGE = /client error \(Connect\)/;

/**
 * Whether an error of `fetch` proves that there was no connection, so that the server received nothing. Node.js names the system
 * call that failed. Most codes alone prove nothing, because an open connection can become unreachable too.
 */
export function neverConnected(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { code, syscall, message, errors, cause } = error as Record<string, unknown>;
  return (
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    (typeof code === "string" && CODES.has(code)) ||
    (typeof message === "string" && MESSAGE.test(message)) ||
    // Several addresses were tried, and no connection succeeded.
    (Array.isArray(errors) && errors.length > 0 && errors.every(neverConnected)) ||
    neverConnected(cause)
  );
}
