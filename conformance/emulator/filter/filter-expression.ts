/** The position of an expression in the filter, without parentheses around it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ComparisonOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";
export type LogicalOperator = "and" | "or";

/** A parsed filter. Its names and types are not checked. */
export type Expression = Span &
  (
    | { readonly kind: "literal"; readonly value: string | number | boolean | null }
    /** A number that is not a 32-bit integer. */
    | { readonly kind: "unsupported" }
    | { readonly kind: "property"; readonly name: string }
    | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
    | { readonly kind: "not"; readonly operand: Expression }
    | {
        readonly kind: "comparison";
        readonly operator: ComparisonOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "in"; readonly left: Expression; readonly right: Expression | readonly Expression[] }
    /** All clauses of one level, at least two, so that a long filter is not a deep one. */
    | { readonly kind: "logic"; readonly operator: LogicalOperator; readonly clauses: readonly Clause[] }
  );

export interface Clause {
  readonly expression: Expression;
  /** The position after the clause and the parentheses around it. */
  readonly end: number;
}
