import type { JsonSchema } from "../../generated/operation.js";

/** The patterns of the description in words. A test fails when the description has a pattern that is missing here. */
export const PATTERN_RULES: ReadonlyMap<string, string> = new Map([
  [
    "^[A-Za-z][A-Za-z0-9_\\x60,.\\[\\]]{0,127}$",
    "must start with a letter and contain only letters, digits, `_`, `` ` ``, `,`, `.`, `[` and `]`",
  ],
  ["^(?!\\s+$).+$", "must not be blank or contain line breaks"],
]);

const expressions = new Map<string, RegExp>();

/**
 * Checks a parameter's value against its schema: the keywords that parameters of the description use, arrays item by item.
 *
 * @param subject what the returned sentence is about
 * @returns the first rule that the value breaks, such as `it must be a string`; undefined if the value is valid
 */
export function brokenRule(value: unknown, schema: JsonSchema, subject = "it"): string | undefined {
  if (schema.type === "array") {
    return Array.isArray(value) ? brokenItemRule(value, schema.items as JsonSchema) : `${subject} must be an array`;
  }
  const rule = schema.type === "integer" ? brokenIntegerRule(value, schema) : brokenStringRule(value, schema);
  return rule && `${subject} ${rule}`;
}

function brokenItemRule(values: readonly unknown[], schema: JsonSchema): string | undefined {
  for (const [index, value] of values.entries()) {
    const rule = brokenRule(value, schema, `item ${index + 1}`);
    if (rule !== undefined) return rule;
  }
  return undefined;
}

function brokenIntegerRule(value: unknown, { minimum, maximum }: JsonSchema): string | undefined {
  if (!Number.isSafeInteger(value)) return "must be an integer";
  if (typeof minimum === "number" && (value as number) < minimum) return `must be at least ${minimum}`;
  if (typeof maximum === "number" && (value as number) > maximum) return `must be at most ${maximum}`;
  return undefined;
}

function brokenStringRule(value: unknown, schema: JsonSchema): string | undefined {
  if (typeof value !== "string") return "must be a string";
  if (/\p{Surrogate}/u.test(value)) return "must not contain an unpaired surrogate";
  const { minLength, maxLength, pattern } = schema;
  if (typeof minLength === "number" && lengthOf(value, minLength) < minLength) {
    return `must have at least ${characters(minLength)}`;
  }
  if (typeof maxLength === "number" && lengthOf(value, maxLength) > maxLength) {
    return `must have at most ${characters(maxLength)}`;
  }
  if (typeof pattern === "string" && !expressionOf(pattern).test(value)) {
    return PATTERN_RULES.get(pattern) ?? "is invalid";
  }
  return undefined;
}

/** The length in characters, as JSON Schema counts; counted only if the number of UTF-16 units does not decide. */
function lengthOf(value: string, bound: number): number {
  return value.length < bound || value.length > 2 * bound ? value.length : [...value].length;
}

function characters(count: number): string {
  return count === 1 ? "1 character" : `${count} characters`;
}

function expressionOf(pattern: string): RegExp {
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern, "u");
    expressions.set(pattern, expression);
  }
  return expression;
}
