/** A filter is invalid. The message is that of the service. */
export class FilterError extends Error {
  override readonly name = "FilterError";

  /**
   * @param expression the invalid part; for a syntax error the whole filter
   * @param problem a sentence
   */
  constructor(expression: string, problem: string) {
    super(`Invalid syntax for '${expression}': ${problem} (Parameter 'filter')`);
  }
}
