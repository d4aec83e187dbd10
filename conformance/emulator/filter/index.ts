import { compile } from "./filter-compiler.js";
import { parse } from "./filter-parser.js";
import type { FilterSubject } from "./filter-value.js";

export { FilterError } from "./filter-error.js";
export type { FilterSubject } from "./filter-value.js";

/** A valid filter. */
export interface Filter {
  /** @returns whether the filter selects the connection. Never throws */
  matches(subject: FilterSubject): boolean;
}

/**
 * Parses a filter in the language of Azure Web PubSub, a subset of that of OData. Takes linear time.
 *
 * @param expression such as `userId ne null and not ('blocked' in groups)`, nested at most 100 levels deep
 * @throws {FilterError} if the syntax, a name or a type is invalid, or the expression is blank
 */
export function parseFilter(expression: string): Filter {
  const typed = compile(expression, parse(expression));
  return { matches: (subject) => typed.evaluate(subject) === true };
}
