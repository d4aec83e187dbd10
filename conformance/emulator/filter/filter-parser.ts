import { FilterError } from "./filter-error.js";
import type { Clause, ComparisonOperator, Expression, LogicalOperator } from "./filter-expression.js";
import { type Token, tokensOf } from "./filter-tokens.js";

/** The limit of nested parentheses, lists, calls and `not`. */
const MAX_DEPTH = 100;
const COMPARISONS: readonly string[] = ["eq", "ne", "gt", "ge", "lt", "le"] satisfies ComparisonOperator[];
const WORD_LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const INT_MAX = 2 ** 31 - 1;

/**
 * Parses a filter. Precedence, from the highest: `not`, comparisons and `in`, `and`, `or`.
 *
 * @throws {FilterError} with the position after the unexpected token
 */
export function parse(filter: string): Expression {
  return new Parser(filter).filter();
}

class Parser {
  readonly #filter: string;
  readonly #tokens: [...Token[], Token];
  #token: Token;
  #index = 0;
  #depth = 0;
  /** The position after the last token that was taken. */
  #end = 0;

  constructor(filter: string) {
    this.#filter = filter;
    this.#tokens = tokensOf(filter);
    this.#token = this.#tokens[0];
  }

  filter(): Expression {
    const expression = this.#or();
    if (this.#token.kind !== "end") throw this.#syntaxError();
    return expression;
  }

  #or(): Expression {
    return this.#logic("or", () => this.#logic("and", () => this.#comparison()));
  }

  #logic(operator: LogicalOperator, parseClause: () => Expression): Expression {
    const { start } = this.#token;
    const clauses: Clause[] = [];
    let expression: Expression;
    do {
      expression = parseClause();
      clauses.push({ expression, end: this.#end });
    } while (this.#skip("word", operator));
    return clauses.length === 1 ? expression : { kind: "logic", operator, clauses, start, end: this.#end };
  }

  /** One comparison at most: to compare its result again, a filter needs parentheses. */
  #comparison(): Expression {
    const { start } = this.#token;
    const left = this.#unary();
    if (this.#skip("word", "in")) {
      const right = this.#at("symbol", "(") ? this.#list(() => this.#primary()) : this.#primary();
      return { kind: "in", left, right, start, end: this.#end };
    }
    if (this.#token.kind !== "word" || !COMPARISONS.includes(this.#token.source)) return left;
    const operator = this.#take().source as ComparisonOperator;
    const right = this.#unary();
    return { kind: "comparison", operator, left, right, start, end: this.#end };
  }

  #unary(): Expression {
    const { start } = this.#token;
    if (!this.#skip("word", "not")) return this.#primary();
    const operand = this.#nested(() => this.#unary());
    return { kind: "not", operand, start, end: this.#end };
  }

  #primary(): Expression {
    if (this.#at("symbol", "(")) return this.#parenthesized();
    const { kind } = this.#token;
    if (kind !== "word" && kind !== "number" && kind !== "text") throw this.#syntaxError();
    const { source, start, end } = this.#take();
    if (kind === "text") return { kind: "literal", value: source.slice(1, -1).replaceAll("''", "'"), start, end };
    if (kind === "number") return numberAt(source, start, end);
    const value = WORD_LITERALS.get(source);
    if (value !== undefined) return { kind: "literal", value, start, end };
    if (!this.#at("symbol", "(")) return { kind: "property", name: source, start, end };
    const values = this.#list(() => this.#or(), true);
    return { kind: "call", name: source, arguments: values, start, end: this.#end };
  }

  #parenthesized(): Expression {
    this.#take();
    const expression = this.#nested(() => this.#or());
    this.#expect(")");
    return expression;
  }

  /** Items in parentheses, separated by commas. */
  #list(parseItem: () => Expression, mayBeEmpty = false): Expression[] {
    this.#take();
    if (mayBeEmpty && this.#skip("symbol", ")")) return [];
    const items: Expression[] = [];
    do items.push(this.#nested(parseItem));
    while (this.#skip("symbol", ","));
    this.#expect(")");
    return items;
  }

  #nested(parsePart: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new FilterError(this.#filter, "Recursion depth exceeded allowed limit.");
    const expression = parsePart();
    this.#depth -= 1;
    return expression;
  }

  #at(kind: Token["kind"], source: string): boolean {
    return this.#token.kind === kind && this.#token.source === source;
  }

  #skip(kind: Token["kind"], source: string): boolean {
    const found = this.#at(kind, source);
    if (found) this.#take();
    return found;
  }

  #expect(symbol: string): void {
    if (!this.#skip("symbol", symbol)) throw this.#syntaxError();
  }

  #take(): Token {
    const taken = this.#token;
    this.#index += 1;
    this.#token = this.#tokens[this.#index] ?? taken;
    this.#end = taken.end;
    return taken;
  }

  /** With the position after the token, as in the service: 14 in `invalid filter`, whose second word is unexpected. */
  #syntaxError(): FilterError {
    return new FilterError(this.#filter, `Syntax error at position ${this.#token.end} in '${this.#filter}'.`);
  }
}

function numberAt(source: string, start: number, end: number): Expression {
  const value = /^[+-]?\d+$/.test(source) ? Number(source) : Number.NaN;
  if (value >= -INT_MAX - 1 && value <= INT_MAX) return { kind: "literal", value, start, end };
  return { kind: "unsupported", start, end };
}
