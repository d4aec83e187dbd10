import type { Jwt } from "./jwt.js";
import type { RejectedToken } from "./principal.js";

/** How far the clock of whoever signed may be from the service's, in seconds. */
const ALLOWED_CLOCK_SKEW_SECONDS = 300;

/**
 * Whether a token is valid at a time, give or take five minutes. Undefined: it is.
 *
 * `exp` has to be there, and `nbf` may be.
 *
 * @param now milliseconds since 1970
 */
export function checkLifetime({ claims: { exp, nbf } }: Jwt, now: number): RejectedToken | undefined {
  const seconds = now / 1000;
  if (!isTime(exp)) {
    const found = exp === undefined ? "has no exp claim" : "has an exp claim that is not a number";
    return { reason: "no expiry", explanation: `The token ${found}: it has to say when it expires.` };
  }
  if (nbf !== undefined && !isTime(nbf)) {
    return { reason: "malformed", explanation: "The token has an nbf claim that is not a number." };
  }
  if (seconds > exp + ALLOWED_CLOCK_SKEW_SECONDS) {
    return {
      reason: "expired",
      explanation: `The token expired at ${formatTime(exp)}, and it is ${formatTime(seconds)}: more than five minutes later.`,
    };
  }
  if (nbf !== undefined && seconds < nbf - ALLOWED_CLOCK_SKEW_SECONDS) {
    return {
      reason: "not yet valid",
      explanation: `The token is valid from ${formatTime(nbf)}, and it is ${formatTime(seconds)}: more than five minutes before.`,
    };
  }
  return undefined;
}

/** JSON can have numbers in it that are read as infinite, such as `1e999`. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  // A date ends in the year 275760; a claim need not.
  return Number.isNaN(date.getTime()) ? `${seconds} seconds since 1970` : date.toISOString();
}
