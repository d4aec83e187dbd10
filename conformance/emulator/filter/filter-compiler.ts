import { FilterError } from "./filter-error.js";
import type { ComparisonOperator, Expression, Span } from "./filter-expression.js";
import { functions, type ParameterKind } from "./filter-functions.js";
import { properties } from "./filter-properties.js";
import type { FilterSubject, TypedExpression, Value, ValueType } from "./filter-value.js";

/**
 * Checks all names and types of a filter and makes it ready to evaluate. A filter that is invalid for one connection is
 * invalid for all.
 *
 * @param filter the text of the expression, for messages
 * @throws {FilterError} if a name is unknown or a type does not match
 */
export function compile(filter: string, expression: Expression): TypedExpression {
  return new Compiler(filter).filter(expression);
}

/** The connection that decides which type a message names. */
const ANONYMOUS: FilterSubject = { userId: null, connectionId: "", groups: new Set(), protocol: null };

const ORDERS: Record<Exclude<ComparisonOperator, "eq" | "ne">, (left: number, right: number) => boolean> = {
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
};

type ExpressionOf<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

class Compiler {
  readonly #filter: string;

  constructor(filter: string) {
    this.#filter = filter;
  }

  filter(expression: Expression): TypedExpression {
    const typed = this.#typed(expression, { start: 0, end: this.#filter.length });
    this.#requireBool(expression, typed, expression);
    return typed;
  }

  /** @param around the operation that a message quotes if the expression is an unknown name */
  #typed(expression: Expression, around: Span): TypedExpression {
    switch (expression.kind) {
      case "literal":
        return literal(expression.value);
      case "unsupported":
        throw this.#notSupported(expression, around);
      case "property": {
        const property = properties.get(expression.name.toLowerCase());
        if (property === undefined) throw this.#notSupported(expression, around);
        return property;
      }
      case "call":
        return this.#call(expression);
      case "not":
        return this.#not(expression, around);
      case "comparison":
        return this.#comparison(expression);
      case "in":
        return this.#in(expression);
      case "logic":
        return this.#logic(expression);
    }
  }

  #call(call: ExpressionOf<"call">): TypedExpression {
    const called = functions.get(call.name);
    if (called === undefined) throw this.#notSupported(call, call);
    const { parameters, required = parameters.length, result } = called;
    const count = call.arguments.length;
    if (count < required || count > parameters.length) throw this.#invalid(call);
    const values = call.arguments.map((argument, index) => {
      const typed = this.#typed(argument, call);
      this.#requireParameter(parameters[index] as ParameterKind, argument, typed, call);
      return typed;
    });
    return { type: result, evaluate: (subject) => called.apply(evaluateAll(values, subject)) };
  }

  #requireParameter(
    parameter: ParameterKind,
    argument: Expression,
    { type }: TypedExpression,
    call: ExpressionOf<"call">,
  ): void {
    switch (parameter) {
      case "string":
        if (type !== "string" && type !== "null") throw this.#mismatch(call, type, "string");
        return;
      case "string or collection":
        if (type !== "string" && type !== "collection" && type !== "null") throw this.#invalid(call);
        return;
      case "position":
        if (type !== "int") throw this.#mismatch(call, type, "int");
        if (argument.kind !== "literal") throw this.#invalid(call);
        return;
    }
  }

  #not(not: ExpressionOf<"not">, around: Span): TypedExpression {
    const operand = this.#typed(not.operand, around);
    this.#requireBool(not.operand, operand, not);
    return bool((subject) => operand.evaluate(subject) !== true);
  }

  #comparison(comparison: ExpressionOf<"comparison">): TypedExpression {
    const { operator } = comparison;
    const left = this.#typed(comparison.left, comparison);
    const right = this.#typed(comparison.right, comparison);
    if (operator === "eq") return bool((subject) => left.evaluate(subject) === right.evaluate(subject));
    if (operator === "ne") return bool((subject) => left.evaluate(subject) !== right.evaluate(subject));
    if (left.type === "null" || right.type === "null") return bool(() => false);
    for (const { type } of [left, right]) if (type !== "int") throw this.#mismatch(comparison, type, "int");
    return bool((subject) => {
      const [first, second] = [left.evaluate(subject), right.evaluate(subject)];
      return typeof first === "number" && typeof second === "number" && ORDERS[operator](first, second);
    });
  }

  #in(expression: ExpressionOf<"in">): TypedExpression {
    const left = this.#typed(expression.left, expression);
    const items = [expression.right].flat();
    const values = items.map((item) => this.#typed(item, expression));
    const [first] = values;
    // Parentheses around a collection are allowed too.
    if (first?.type === "collection" && values.length === 1) {
      return bool((subject) => isMember(left.evaluate(subject), first.evaluate(subject)));
    }
    values.forEach(({ type }, index) => {
      if (!Array.isArray(expression.right)) throw this.#mismatch(expression, type, "collection");
      if (type === "collection") throw this.#notSupported(items[index] as Span, expression);
    });
    return bool((subject) => {
      const value = left.evaluate(subject);
      return values.some((item) => item.evaluate(subject) === value);
    });
  }

  /** `a and b and c` is `(a and b) and c`: a message quotes the filter up to the invalid clause. */
  #logic({ operator, clauses, start }: ExpressionOf<"logic">): TypedExpression {
    const parts: TypedExpression[] = [];
    clauses.forEach(({ expression, end }, index) => {
      const around = { start, end: Math.max(end, clauses[1]?.end ?? end) };
      parts.push(this.#typed(expression, around));
      // As in the service: both sides are compiled before either is required to be a bool.
      if (index === 0) return;
      for (const at of index === 1 ? [0, 1] : [index]) {
        this.#requireBool(clauses[at]?.expression as Expression, parts[at] as TypedExpression, around);
      }
    });
    return operator === "and"
      ? bool((subject) => parts.every((part) => part.evaluate(subject) === true))
      : bool((subject) => parts.some((part) => part.evaluate(subject) === true));
  }

  #requireBool(expression: Expression, typed: TypedExpression, quoted: Span): void {
    if (typed.type === "bool") return;
    // For messages, a function that returns null for an anonymous connection has the type null. Properties keep their type.
    const none = expression.kind === "call" && typed.evaluate(ANONYMOUS) === null;
    throw this.#mismatch(quoted, none ? "null" : typed.type, "bool");
  }

  #mismatch(quoted: Span, type: ValueType, expected: ValueType): FilterError {
    return new FilterError(this.#source(quoted), `Type '${type}', expect '${expected}'.`);
  }

  #notSupported(token: Span, quoted: Span): FilterError {
    return new FilterError(this.#source(quoted), `Token '${this.#source(token)}' is not supported.`);
  }

  #invalid(call: Span): FilterError {
    return new FilterError(this.#source(call), `Invalid token '${this.#source(call)}'.`);
  }

  #source({ start, end }: Span): string {
    return this.#filter.slice(start, end);
  }
}

function literal(value: string | number | boolean | null): TypedExpression {
  const types = { string: "string", number: "int", boolean: "bool" } as const;
  const type = value === null ? "null" : types[typeof value as keyof typeof types];
  return { type, evaluate: () => value };
}

function bool(evaluate: (subject: FilterSubject) => boolean): TypedExpression {
  return { type: "bool", evaluate };
}

function evaluateAll(values: readonly TypedExpression[], subject: FilterSubject): Value[] {
  return values.map((value) => value.evaluate(subject));
}

function isMember(value: Value, collection: Value): boolean {
  return typeof value === "string" && typeof collection === "object" && (collection?.has(value) ?? false);
}
