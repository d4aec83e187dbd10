import type { RejectedToken } from "./principal.js";

/**
 * Reads the token in an `Authorization` header. `Bearer` may have any letter case.
 *
 * @returns the token, or why there is none. The explanation does not quote another scheme: it may be a token without `Bearer`
 */
export function bearerToken(authorization: string | undefined): { readonly token: string } | RejectedToken {
  const value = authorization?.trim() ?? "";
  if (value === "") {
    return { reason: "no token", explanation: 'The request has no Authorization header. It must be "Bearer <token>".' };
  }
  const end = value.search(/\s/);
  const scheme = end === -1 ? value : value.slice(0, end);
  if (scheme.toLowerCase() !== "bearer") {
    return {
      reason: "scheme",
      explanation: 'The Authorization header must be "Bearer <token>".',
    };
  }
  return { token: end === -1 ? "" : value.slice(end).trim() };
}
