import { type Filter, FilterError, parseFilter } from "../../filter/index.js";
import { validationProblem } from "../response/rest-response.js";

/**
 * Reads a filter.
 *
 * @param target what a refusal names: the query parameter, or the member of a body
 * @throws {Refusal} 400, if it does not parse
 */
export function readFilter(expression: string, target: "filter" | "Filter"): Filter {
  try {
    return parseFilter(expression);
  } catch (error) {
    if (error instanceof FilterError) throw validationProblem(target, error.message);
    throw error;
  }
}
