import type { RejectedToken } from "./principal.js";

/**
 * Returns the value of `WWW-Authenticate` for a rejected token, as RFC 6750 defines it: without a reason if the request has
 * no Bearer token. There is no recording of the service; its sibling Azure SignalR uses this format.
 */
export function wwwAuthenticate({ reason, explanation }: RejectedToken): string {
  if (reason === "no token" || reason === "scheme") return "Bearer";
  return `Bearer error="invalid_token", error_description="${quotable(`${reason}: ${explanation}`)}"`;
}

/** Replaces what RFC 6750 does not allow in a description (quotes, backslashes, all but printable ASCII) by `?`. */
function quotable(text: string): string {
  return text.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?");
}
