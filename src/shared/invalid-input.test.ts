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
    ["a string of 60 characters", "a b ".repeat(15), `"${"a b ".repeat(15)}"`],
    ["a longer string, cut", "a b ".repeat(16), `"${"a b ".repeat(15)}…"`],
    ["the length of a key", "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=", "a text of 44 characters"],
    ["the length of a token in a text", `Bearer ${"a".repeat(32)}.b`, "a text of 41 characters"],
    ["the length of a connection string", "Endpoint=a;accesskey=b", "a text of 22 characters"],
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
