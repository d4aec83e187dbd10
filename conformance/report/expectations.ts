/** The known deviations of a target. */
export interface Expectations {
  /** Known failures, by case id. */
  readonly cases: ReadonlyMap<string, Expectation>;
  /** Items of the description that cannot be covered on the target. */
  readonly uncovered: readonly ExcludedItem[];
}

/** A known failure. */
export interface Expectation {
  readonly reason: string;
  /** The URL of a discussion or a document. */
  readonly link: string;
}

/** A coverage item, or one for every operation, that cannot be covered. */
export interface ExcludedItem {
  /** An operationId, or `*` for every operation. */
  readonly operation: string;
  /** Kind and name as in the coverage table: `parameters: query targetName absent`. */
  readonly item: string;
  readonly reason: string;
}
