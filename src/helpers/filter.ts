import { InvalidInputError, quote } from "../shared/invalid-input.js";

/** A value that the filter language has a literal for. Numbers are whole, of 32 bits. */
export type FilterLiteral = string | number | boolean | null;

/** What can stand in a filter: a value, or a list of values to stand after `in`. */
export type FilterValue = FilterLiteral | readonly FilterLiteral[];

/**
 * Writes a filter, with each value as the filter language (a part of OData's) writes it: a string in quotes, with those in it
 * doubled; whole numbers from -2147483648 to 2147483647, booleans and null as they are; a list in parentheses, for `in`.
 * Whatever is in a string, it stays a string. The text around the values is the caller's own, and is not checked.
 *
 * @throws {InvalidInputError} if a value is anything else, or stands in quotes or right beside a word, a number or
 * another value.
 * @example
 * const name = "O'Hara";
 * filter`userId eq ${name} and not (${"muted"} in groups)`; // userId eq 'O''Hara' and not ('muted' in groups)
 * filter`userId in ${["alice", "bob"]}`; // userId in ('alice','bob')
 */
export function filter(strings: TemplateStringsArray, ...values: readonly FilterValue[]): string {
  if (!Array.isArray(strings)) {
    throw new InvalidInputError(
      "`filter` is the tag of a template, as in filter`userId eq 'alice'`, and not called with ().",
    );
  }
  let written = "";
  strings.forEach((text: string | undefined, index) => {
    if (text === undefined) {
      throw new InvalidInputError(
        `The text number ${index + 1} of the filter has a \\ that escapes nothing. Double it.`,
      );
    }
    if (index > 0 && /^[^\s),]/.test(text)) throw missingSpaceError(index, values[index - 1]);
    written += text;
    if (index === values.length) return;
    const value = values[index] as FilterValue;
    // No value stands in quotes, so each text begins outside. Two quotes for one end a string and begin it again.
    if (text.split("'").length % 2 === 0) {
      throw new InvalidInputError(
        `The value number ${index + 1} of the filter, ${quote(value)}, stands in quotes. Take them away: a string gets its own.`,
      );
    }
    if (/[^\s(,]$/.test(text) || (text === "" && index > 0)) throw missingSpaceError(index + 1, value);
    written += Array.isArray(value) ? list(value, index + 1) : literal(value as FilterLiteral, `number ${index + 1}`);
  });
  return written;
}

function list(items: readonly FilterLiteral[], number: number): string {
  if (items.length === 0) {
    throw new InvalidInputError(
      `The value number ${number} of the filter is an empty list, which the filter language does not have. Nothing is in it: leave the clause out, or write false.`,
    );
  }
  // Not with `map`, which leaves holes out.
  return `(${Array.from(items, (item, index) => literal(item, `number ${number}, item ${index + 1},`)).join(",")})`;
}

function literal(value: FilterLiteral, place: string): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  // Whole numbers of 32 bits are those that this operation leaves alone.
  if (value === null || typeof value === "boolean" || (typeof value === "number" && (value | 0) === value)) {
    return String(value);
  }
  throw new InvalidInputError(
    `The value ${place} of the filter is ${kindOf(value)}. A filter has strings, whole numbers from -2147483648 to 2147483647, booleans, null, and lists of these: convert it.`,
  );
}

function kindOf(value: unknown): string {
  if (value instanceof Date) return "a date";
  if (typeof value === "function") return "a function";
  return typeof value === "bigint" ? `${value}n` : quote(value);
}

function missingSpaceError(number: number, value: unknown): InvalidInputError {
  return new InvalidInputError(
    `The value number ${number} of the filter, ${quote(value)}, has no blank, parenthesis or comma between it and what stands beside it. Put a blank there.`,
  );
}
