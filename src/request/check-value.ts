import type { JsonSchema } from "../../generated/operation.js";

const patterns = new Map<string, RegExp>();

/**
 * The first constraint of the description that a parameter's value breaks, in words; undefined if it keeps all. Knows
 * the keywords that parameters of the description use; arrays are checked item by item.
 */
export function brokenRule(value: unknown, schema: JsonSchema): string | undefined {
  switch (schema.type) {
    case "array":
      return Array.isArray(value) ? firstBroken(value, schema.items as JsonSchema) : "is not an array";
    case "integer":
      return brokenInteger(value, schema);
    default:
      return brokenString(value, schema);
  }
}

function firstBroken(values: readonly unknown[], schema: JsonSchema): string | undefined {
  for (const [index, value] of values.entries()) {
    const rule = brokenRule(value, schema);
    if (rule !== undefined) return `has an item, number ${index + 1}, that ${rule}`;
  }
  return undefined;
}

function brokenInteger(value: unknown, { minimum, maximum }: JsonSchema): string | undefined {
  if (!Number.isSafeInteger(value)) return "is not a whole number";
  if (typeof minimum === "number" && (value as number) < minimum) return `is less than ${minimum}`;
  if (typeof maximum === "number" && (value as number) > maximum) return `is more than ${maximum}`;
  return undefined;
}

function brokenString(value: unknown, schema: JsonSchema): string | undefined {
  if (typeof value !== "string") return "is not a string";
  if (/\p{Surrogate}/u.test(value)) return "has half of a surrogate pair, which has no form in a URL";
  const { enum: allowed, minLength, maxLength, pattern } = schema;
  if (Array.isArray(allowed) && !allowed.includes(value)) return `is none of ${allowed.join(", ")}`;
  if (typeof minLength === "number" && characters(value, minLength) < minLength)
    return `is shorter than ${count(minLength)}`;
  if (typeof maxLength === "number" && characters(value, maxLength) > maxLength)
    return `is longer than ${count(maxLength)}`;
  if (typeof pattern === "string" && !compiled(pattern).test(value)) return `does not match ${pattern}`;
  return undefined;
}

/** The length in characters, as JSON Schema counts; counted only where the number of UTF-16 units does not decide. */
function characters(value: string, bound: number): number {
  return value.length < bound || value.length > 2 * bound ? value.length : [...value].length;
}

function count(characters: number): string {
  return characters === 1 ? "1 character" : `${characters} characters`;
}

function compiled(pattern: string): RegExp {
  let expression = patterns.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(pattern, "u");
    patterns.set(pattern, expression);
  }
  return expression;
}
