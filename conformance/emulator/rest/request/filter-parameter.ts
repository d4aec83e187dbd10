import { type Filter, FilterError, parseFilter } from "../../filter/index.js";
import { validationProblem } from "../response/rest-response.js";

/**
 * Parses a filter.
 *
 * @param target the parameter that a rejection names: that of the query, or the member of a body
 * @throws {RejectionError} 400 if the filter is invalid
 */
export function readFilter(expression: string, target: "filter" | "Filter"): Filter {
  try {
    return parseFilter(expression);
  } catch (error) {
    if (error instanceof FilterError) throw validationProblem(target, error.message);
    throw error;
  }
}
