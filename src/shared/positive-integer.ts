import { InvalidInputError, quote } from "./invalid-input.js";

/** The longest time that a timer can be set for; also the bound of other counts. */
const MAX_INTEGER = 2 ** 31 - 1;

/**
 * Checks the value of an option.
 *
 * @param name of the option, for the message
 * @throws {InvalidInputError} unless it is an integer from 1 to 2147483647
 */
export function positiveInteger(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_INTEGER) return value;
  throw new InvalidInputError(`\`${name}\` is ${quote(value)}; it must be an integer from 1 to ${MAX_INTEGER}.`);
}
