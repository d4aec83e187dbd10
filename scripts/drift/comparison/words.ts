/** `a`, `a` and `b`, `a`, `b` and `c`. */
export function list(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  const [last, ...others] = words.toReversed();
  if (last === undefined) return "";
  return others.length === 0 ? last : `${others.toReversed().join(", ")} ${conjunction} ${last}`;
}

/** A value as code: `"a"` is written `a`. */
export function code(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

export function codes(values: readonly unknown[], conjunction: "and" | "or" = "and"): string {
  return list(values.map(code), conjunction);
}
