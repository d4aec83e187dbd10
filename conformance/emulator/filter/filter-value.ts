/** What a filter can ask about a connection. */
export interface FilterSubject {
  /** null: the connection is anonymous. */
  readonly userId: string | null;
  readonly connectionId: string;
  /** The groups that it is in. */
  readonly groups: ReadonlySet<string>;
  /** The subprotocol; null for a raw client. */
  readonly protocol: string | null;
}

export type Value = string | number | boolean | null | ReadonlySet<string>;

/** Under the names that messages have for them. `null` is the type of what is null for every connection. */
export type ValueType = "string" | "int" | "bool" | "collection" | "null";

/** An expression whose type is known, so that evaluating it cannot fail. */
export interface TypedExpression {
  /** The type of the value. Where that is `string` or `int`, it may still be null for some connection. */
  readonly type: ValueType;
  evaluate(subject: FilterSubject): Value;
}
