import { describe, expect, test } from "vitest";
import { InvalidInputError, quote } from "./invalid-input.js";

describe("InvalidInputError", () => {
  test("extends TypeError with its own name", () => {
    const error = new InvalidInputError("no");
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toBe("InvalidInputError: no");
  });
});

describe("quote", () => {
  test.for([
    ["a string", "a", '"a"'],
    ["an empty string", "", '""'],
    ["a string with quotes and a line break", 'a"\n', '"a\\"\\n"'],
    ["a string of 60 characters", "a".repeat(60), `"${"a".repeat(60)}"`],
    ["a longer string, cut", "a".repeat(61), `"${"a".repeat(60)}…"`],
    ["an unpaired surrogate", "\ud83d", '"\\ud83d"'],
    ["a number", 5, "5"],
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a symbol", Symbol("a"), "Symbol(a)"],
    ["a bigint", 10n ** 99n, `1${"0".repeat(59)}…`],
    ["an array", ["a"], "an array"],
    ["an object", { a: 1 }, "an object"],
    ["an object without a prototype", Object.create(null), "an object"],
    ["an array of such objects", [Object.create(null)], "an array"],
  ] as const)("shows %s", ([, value, expected]) => {
    expect(quote(value)).toBe(expected);
  });
});
