/** A filter expression was not understood. The message is the service's own. */
export class FilterError extends Error {
  override readonly name = "FilterError";

  /**
   * @param expression the part that is wrong; the whole filter where the syntax is
   * @param problem a sentence
   */
  constructor(expression: string, problem: string) {
    super(`Invalid syntax for '${expression}': ${problem} (Parameter 'filter')`);
  }
}
