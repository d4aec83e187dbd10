import { InvalidInputError } from "./invalid-input.js";

/**
 * The time of a clock, in milliseconds since 1970.
 *
 * @throws {InvalidInputError} if the clock returns anything but a finite number: a token with that time would never expire
 */
export function timeOf(now: () => number): number {
  const time = now();
  if (Number.isFinite(time)) return time;
  throw new InvalidInputError(`\`now\` returned ${time}; it must return milliseconds since 1970.`);
}
