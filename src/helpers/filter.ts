import { InvalidInputError, quote } from "../shared/invalid-input.js";

/** A value that the filter language can represent. Numbers must be integers from -2147483648 to 2147483647. */
export type FilterLiteral = string | number | boolean | null;

/** A value in a filter: a literal, or a list of literals after `in`. */
export type FilterValue = FilterLiteral | readonly FilterLiteral[];

/**
 * Writes a filter: a template tag that quotes values as the filter language, a subset of OData's, requires. Strings are quoted, and
 * quotes in them doubled, so that a string never changes the filter. Integers from -2147483648 to 2147483647, booleans and null are
 * written unchanged; lists are written in parentheses, for `in`. The text around the values is not checked.
 *
 * @throws {InvalidInputError} if a value has another type, is inside quotes, or touches a word, a number or another value
 * @see https://learn.microsoft.com/azure/azure-web-pubsub/reference-odata-filter
 * @example
 * const name = "O'Hara";
 * filter`userId eq ${name} and not (${"muted"} in groups)`; // userId eq 'O''Hara' and not ('muted' in groups)
 * filter`userId in ${["alice", "bob"]}`; // userId in ('alice','bob')
 */
export function filter(strings: TemplateStringsArray, ...values: readonly FilterValue[]): string {
  if (!Array.isArray(strings)) {
    throw new InvalidInputError(`\`filter\` is a template tag: write filter\`userId eq \${id}\`, not filter(…).`);
  }
  let written = "";
  strings.forEach((text: string | undefined, index) => {
    if (text === undefined) {
      throw new InvalidInputError("Invalid escape in the filter template. Write \\\\ for a backslash.");
    }
    if (index > 0 && /^[^\s),]/.test(text)) throw missingSpaceError(index, values[index - 1]);
    written += text;
    if (index === values.length) return;
    const value = values[index] as FilterValue;
    // No value is inside quotes, so each text begins outside of quotes. A doubled quote ends a string and begins it again.
    if (text.split("'").length % 2 === 0) {
      throw new InvalidInputError(`Remove the quotes around ${nameOf(index + 1, value)}: \`filter\` adds them.`);
    }
    if (/[^\s(,]$/.test(text) || (text === "" && index > 0)) throw missingSpaceError(index + 1, value);
    written += Array.isArray(value) ? list(value, index + 1) : literal(value as FilterLiteral, `Value ${index + 1}`);
  });
  return written;
}

function list(items: readonly FilterLiteral[], number: number): string {
  if (items.length === 0) {
    throw new InvalidInputError(
      `Value ${number} of the filter is an empty list, which the filter language does not allow. Leave the clause out, or write \`false\`.`,
    );
  }
  // `map` would skip holes.
  return `(${Array.from(items, (item, index) => literal(item, `Item ${index + 1} of value ${number}`)).join(",")})`;
}

function literal(value: FilterLiteral, place: string): string {
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  // Only integers of 32 bits are unchanged by this operation.
  if (value === null || typeof value === "boolean" || (typeof value === "number" && (value | 0) === value)) {
    return String(value);
  }
  throw new InvalidInputError(
    `${place} of the filter is ${kindOf(value)}; filters have strings, integers from -2147483648 to 2147483647, booleans, null and lists of these. Convert it.`,
  );
}

function kindOf(value: unknown): string {
  if (value instanceof Date) return "a date";
  if (typeof value === "function") return "a function";
  return typeof value === "bigint" ? `${value}n` : quote(value);
}

function nameOf(number: number, value: unknown): string {
  return `value ${number} of the filter (${quote(value)})`;
}

function missingSpaceError(number: number, value: unknown): InvalidInputError {
  return new InvalidInputError(
    `Separate ${nameOf(number, value)} from its neighbours by a space, a parenthesis or a comma.`,
  );
}
