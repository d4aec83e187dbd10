/** What a target is known to do otherwise. */
export interface Expectations {
  /** By the id of the case that fails. */
  readonly cases: ReadonlyMap<string, Expectation>;
  /** Facts of the description that cannot be exercised there. */
  readonly uncovered: readonly ExcludedItem[];
}

export interface Expectation {
  readonly reason: string;
  /** Where it is talked about or documented. */
  readonly link: string;
}

export interface ExcludedItem {
  /** The operationId; `*`: every one. */
  readonly operation: string;
  /** Kind and name, as the coverage table names them: `parameters: query targetName absent`. */
  readonly item: string;
  readonly reason: string;
}
