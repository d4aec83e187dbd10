import { compile } from "./filter-compiler.js";
import { parse } from "./filter-parser.js";
import type { FilterSubject } from "./filter-value.js";

export { FilterError } from "./filter-error.js";
export type { FilterSubject } from "./filter-value.js";

/** A filter expression that was understood. */
export interface Filter {
  /** Whether a connection is selected. */
  matches(subject: FilterSubject): boolean;
}

/**
 * Reads a filter as Azure Web PubSub understands it: a subset of the OData filter language.
 *
 * What comes out has been checked as a whole: `matches` does not throw. Reading takes time in proportion to the length
 * of the expression, whose nesting is limited to 100 levels.
 *
 * @param expression such as `userId ne null and not ('blocked' in groups)`; that there is none is for the caller to see
 * @throws {FilterError} the syntax, a name or a type is wrong, or the expression is blank
 */
export function parseFilter(expression: string): Filter {
  const typed = compile(expression, parse(expression));
  return { matches: (subject) => typed.evaluate(subject) === true };
}
