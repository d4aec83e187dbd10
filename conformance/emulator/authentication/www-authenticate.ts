import type { RejectedToken } from "./principal.js";

/**
 * The value of `WWW-Authenticate` in the answer to a refused request, as RFC 6750 has it: the reason is left out where
 * the request did not try to authorize with a Bearer token at all. The service was not recorded; its sibling Azure
 * SignalR answers in this form.
 */
export function wwwAuthenticate({ reason: refused, explanation }: RejectedToken): string {
  if (refused === "no token" || refused === "scheme") return "Bearer";
  return `Bearer error="invalid_token", error_description="${quotable(`${refused}: ${explanation}`)}"`;
}

/** What RFC 6750 does not allow in a description (a quote, a backslash, what is not printable ASCII) becomes `?`. */
function quotable(text: string): string {
  return text.replaceAll(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "?");
}
