/** The properties of a connection that a filter can use. */
export interface FilterSubject {
  /** Null for an anonymous connection. */
  readonly userId: string | null;
  readonly connectionId: string;
  /** The groups that it is in. */
  readonly groups: ReadonlySet<string>;
  /** The subprotocol; null for a simple client. */
  readonly protocol: string | null;
}

export type Value = string | number | boolean | null | ReadonlySet<string>;

/** The types, by their names in messages. `null` is the type of an expression that is null for every connection. */
export type ValueType = "string" | "int" | "bool" | "collection" | "null";

/** An expression of known type. Evaluating it cannot fail. */
export interface TypedExpression {
  /** The type of the value. Strings and integers may still be null for some connections. */
  readonly type: ValueType;
  evaluate(subject: FilterSubject): Value;
}
