import type { Level } from "../../case.js";

/** An expression that is refused. */
export interface Refusal {
  readonly id: string;
  readonly level: Level;
  readonly requirement: string;
  readonly filter: string;
}

/** The one of which refusals were recorded. */
export const INVALID = "invalid filter";

export const REFUSALS: readonly Refusal[] = [
  // By the documented grammar.
  must("no-right-side", "A comparison has two sides.", "userId eq"),
  must("no-operator", "Two values have an operator between them.", "userId 'ada'"),
  must("open-text", "A text ends with a quote.", "userId eq 'ada"),
  must("open-parenthesis", "Every parenthesis is closed.", "(userId eq 'ada'"),
  must("unopened-parenthesis", "Every parenthesis was opened.", "userId eq 'ada')"),
  must("no-quotes", "A text stands in quotes.", "userId eq ada"),
  must("foreign-operator", "`==` is no operator.", "userId == 'ada'"),
  must("not-a-condition", "The whole expression is true or false.", "length(userId)"),
  must(
    "not-before-comparison",
    "`not` binds before comparisons, and a number cannot be negated.",
    "not length(userId) gt 5",
  ),
  // As the official emulator has it.
  should("blank", "A filter of blanks is no expression.", "  "),
  should("unknown-property", "There is no property of another name.", "hub eq 'chat'"),
  should("unknown-function", "There is no function of another name.", "reverse(userId) eq 'ada'"),
  should("too-few-arguments", "A function has all of its arguments.", "contains(userId)"),
  should("too-many-arguments", "A function has no more arguments than its own.", "length(userId, 1) eq 3"),
  should("order-of-texts", "`gt`, `ge`, `lt` and `le` are for numbers.", "userId lt 1"),
  should("not-of-text", "`not` is for what is true or false.", "not 'a'"),
  should("and-of-text", "`and` is for what is true or false.", "userId and true"),
  should("lambda", "There is no `any`.", "groups/any(g: g eq 'red')"),
  should("arithmetic", "There is no arithmetic.", "length(userId) add 1 eq 4"),
];

function must(id: string, requirement: string, filter: string): Refusal {
  return { id, level: "MUST", requirement, filter };
}

function should(id: string, requirement: string, filter: string): Refusal {
  return { id, level: "SHOULD", requirement, filter };
}
