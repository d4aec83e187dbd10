import type { Value, ValueType } from "./filter-value.js";

/** The type of an argument. `position` is an integer literal. Strings and collections may be null. */
export type ParameterKind = "string" | "string or collection" | "position";

export interface FilterFunction {
  readonly parameters: readonly ParameterKind[];
  /** How many of the parameters are required. Default: all. */
  readonly required?: number;
  readonly result: ValueType;
  /** @param values one for each argument, of the type of its parameter */
  apply(values: readonly Value[]): Value;
}

/** By name. Unlike the names of properties, those of functions are case-sensitive. */
export const functions: ReadonlyMap<string, FilterFunction> = new Map([
  ["length", { parameters: ["string or collection"], result: "int", apply: ([value]) => lengthOf(value ?? null) }],
  ["tolower", ofText((text) => changeLetters(text, (letter) => letter.toLowerCase()))],
  ["toupper", ofText((text) => changeLetters(text, (letter) => letter.toUpperCase()))],
  ["trim", ofText((text) => text.trim())],
  ["contains", ofTexts("bool", false, (text, part) => text.includes(part))],
  ["startswith", ofTexts("bool", false, (text, part) => text.startsWith(part))],
  ["endswith", ofTexts("bool", false, (text, part) => text.endsWith(part))],
  ["indexof", ofTexts("int", -1, (text, part) => text.indexOf(part))],
  ["concat", { parameters: ["string", "string"], result: "string", apply: concat }],
  ["substring", { parameters: ["string", "position", "position"], required: 2, result: "string", apply: substring }],
]);

function ofText(apply: (text: string) => string): FilterFunction {
  return {
    parameters: ["string"],
    result: "string",
    apply: ([text]) => (typeof text === "string" ? apply(text) : null),
  };
}

function ofTexts(result: ValueType, whenNull: Value, apply: (text: string, part: string) => Value): FilterFunction {
  return {
    parameters: ["string", "string"],
    result,
    apply: ([text, part]) => (typeof text === "string" && typeof part === "string" ? apply(text, part) : whenNull),
  };
}

/** The length of a string is in UTF-16 code units, as in .NET. */
function lengthOf(value: Value): Value {
  if (typeof value === "string") return value.length;
  return typeof value === "object" && value !== null ? value.size : null;
}

/** Letter by letter, as in .NET: ß stays ß, so that positions do not shift. */
function changeLetters(text: string, change: (letter: string) => string): string {
  const changed = Array.from(text, (letter) => {
    const other = change(letter);
    return other.length === letter.length ? other : letter;
  });
  return changed.join("");
}

function concat(values: readonly Value[]): Value {
  const texts = values.filter((value) => value !== null);
  return texts.length === 0 ? null : texts.join("");
}

function substring([text, start, length]: readonly Value[]): Value {
  if (typeof text !== "string" || typeof start !== "number") return null;
  const end = typeof length === "number" ? start + length : text.length;
  return start >= 0 && start <= end && end <= text.length ? text.slice(start, end) : null;
}
