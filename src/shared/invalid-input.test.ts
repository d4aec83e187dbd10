import { describe, expect, test } from "vitest";
import { InvalidInputError, quote } from "./invalid-input.js";

test("an InvalidInputError is a TypeError that says its own name", () => {
  const error = new InvalidInputError("no");
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).toBe("InvalidInputError: no");
});

describe("in a message", () => {
  test.for([
    ["a text", "a", '"a"'],
    ["an empty text", "", '""'],
    ["a text with quotes and a line break", 'a"\n', '"a\\"\\n"'],
    ["a text of 60 characters", "a".repeat(60), `"${"a".repeat(60)}"`],
    ["a longer text", "a".repeat(61), `"${"a".repeat(60)}…"`],
    ["half of a surrogate pair", "\ud83d", '"\\ud83d"'],
    ["a number", 5, "5"],
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a symbol", Symbol("a"), "Symbol(a)"],
    ["a bigint", 10n ** 99n, `1${"0".repeat(59)}…`],
    ["an array", ["a"], "an array"],
    ["an object", { a: 1 }, "an object"],
    ["an object without a prototype", Object.create(null), "an object"],
    ["an array of such", [Object.create(null)], "an array"],
  ] as const)("%s stands as it can be read", ([, value, expected]) => {
    expect(quote(value)).toBe(expected);
  });
});
