/** Where an expression stands in the filter; parentheses around it are left out. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ComparisonOperator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";
export type LogicalOperator = "and" | "or";

/** A filter, taken apart. Which names there are and which types fit is not looked at yet. */
export type Expression = Span &
  (
    | { readonly kind: "literal"; readonly value: string | number | boolean | null }
    /** A number that is no integer of 32 bits. */
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
    /** All clauses of one level, so that a long filter is not a deep one. There are two or more. */
    | { readonly kind: "logic"; readonly operator: LogicalOperator; readonly clauses: readonly Clause[] }
  );

export interface Clause {
  readonly expression: Expression;
  /** Behind the clause, parentheses around it included. */
  readonly end: number;
}
