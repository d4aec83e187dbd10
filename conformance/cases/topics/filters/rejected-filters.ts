import type { Level } from "../../case.js";

/** An expression that the server rejects. */
export interface RejectedFilter {
  readonly id: string;
  readonly level: Level;
  readonly requirement: string;
  readonly filter: string;
}

/** The expression whose rejections were recorded. */
export const INVALID = "invalid filter";

export const REJECTED_FILTERS: readonly RejectedFilter[] = [
  // From the documented grammar.
  must("no-right-side", "A comparison without a right side", "userId eq"),
  must("no-operator", "A missing operator between two values", "userId 'alice'"),
  must("open-text", "A string without a closing quote", "userId eq 'alice"),
  must("open-parenthesis", "An unclosed parenthesis", "(userId eq 'alice'"),
  must("unopened-parenthesis", "A closing parenthesis without an opening one", "userId eq 'alice')"),
  must("no-quotes", "A string without quotes", "userId eq alice"),
  must("foreign-operator", "The operator `==`", "userId == 'alice'"),
  must("not-a-condition", "An expression that is not a condition", "length(userId)"),
  must("not-before-comparison", "`not` before a number (`not` binds before `gt`)", "not length(userId) gt 5"),
  // From the official emulator.
  should("blank", "A filter of spaces", "  "),
  should("unknown-property", "An unknown property", "hub eq 'chat'"),
  should("unknown-function", "An unknown function", "reverse(userId) eq 'alice'"),
  should("too-few-arguments", "A function call with too few arguments", "contains(userId)"),
  should("too-many-arguments", "A function call with too many arguments", "length(userId, 1) eq 3"),
  should("order-of-texts", "`lt` with a string", "userId lt 1"),
  should("not-of-text", "`not` with a string", "not 'a'"),
  should("and-of-text", "`and` with a string", "userId and true"),
  should("lambda", "The lambda operator `any`", "groups/any(g: g eq 'red')"),
  should("arithmetic", "Arithmetic", "length(userId) add 1 eq 4"),
];

function must(id: string, subject: string, filter: string): RejectedFilter {
  return { id, level: "MUST", requirement: `${subject} is rejected: \`${filter}\`.`, filter };
}

function should(id: string, subject: string, filter: string): RejectedFilter {
  return { ...must(id, subject, filter), level: "SHOULD" };
}
