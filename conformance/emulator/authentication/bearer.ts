import type { RejectedToken } from "./principal.js";

/**
 * The token in the value of an `Authorization` header. The word `Bearer` may be in any letter case.
 *
 * What stands in the word's place is not repeated: where the word was forgotten, that is the token.
 */
export function bearerToken(authorization: string | undefined): { readonly token: string } | RejectedToken {
  const value = authorization?.trim() ?? "";
  if (value === "") {
    return { reason: "no token", explanation: "The request has no Authorization header: it needs one with a token." };
  }
  const end = value.search(/\s/);
  const scheme = end === -1 ? value : value.slice(0, end);
  if (scheme.toLowerCase() !== "bearer") {
    return {
      reason: "scheme",
      explanation: "The Authorization header has to be the word Bearer, a space and a token.",
    };
  }
  return { token: end === -1 ? "" : value.slice(end).trim() };
}
