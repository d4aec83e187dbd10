import type { Jwt } from "./jwt.js";
import type { RejectedToken } from "./principal.js";

/** How far the clock of the signer may be off. */
const ALLOWED_CLOCK_SKEW_SECONDS = 300;

/**
 * Checks that a token is valid, with a tolerance of five minutes. `exp` is required, `nbf` is optional.
 *
 * @param now milliseconds since 1970
 * @returns undefined if the token is valid
 */
export function checkLifetime({ claims: { exp, nbf } }: Jwt, now: number): RejectedToken | undefined {
  const seconds = now / 1000;
  if (!isTime(exp)) {
    const found = exp === undefined ? "has no exp claim" : "has an exp claim that is not a number";
    return { reason: "no expiry", explanation: `The token ${found}. It must be a time in seconds since 1970.` };
  }
  if (nbf !== undefined && !isTime(nbf)) {
    return { reason: "malformed", explanation: "The token has an nbf claim that is not a number." };
  }
  if (seconds > exp + ALLOWED_CLOCK_SKEW_SECONDS) {
    return {
      reason: "expired",
      explanation: `The token expired at ${formatTime(exp)}; the time is ${formatTime(seconds)} (allowed clock skew: 5 min).`,
    };
  }
  if (nbf !== undefined && seconds < nbf - ALLOWED_CLOCK_SKEW_SECONDS) {
    return {
      reason: "not yet valid",
      explanation: `The token is valid from ${formatTime(nbf)}; the time is ${formatTime(seconds)} (allowed clock skew: 5 min).`,
    };
  }
  return undefined;
}

/** JSON numbers can be too large for JavaScript: `1e999` is parsed as Infinity. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  // A claim can be beyond the year 275760, the last of a Date.
  return Number.isNaN(date.getTime()) ? `${seconds} seconds since 1970` : date.toISOString();
}
