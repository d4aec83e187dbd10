import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { headersOf } from "./headers.js";
import { InvalidInputError } from "./invalid-input.js";

const SECRET = "Bearer SECRET-TOKEN";

describe("headersOf", () => {
  test.for<[string, HeadersInit | undefined, Record<string, string>]>([
    ["nothing", undefined, {}],
    ["an object", { "X-A": "1", "x-b": "" }, { "x-a": "1", "x-b": "" }],
    [
      "pairs",
      [
        ["X-A", "1"],
        ["X-A", "2"],
      ],
      { "x-a": "1, 2" },
    ],
    ["Headers", new Headers({ "X-A": "1" }), { "x-a": "1" }],
    ["a value of every character that is allowed", { "X-A": "a\t~\x80ÿ" }, { "x-a": "a\t~\x80ÿ" }],
    ["a value with a line break at its end, as from a file", { "X-A": "a\r\n" }, { "x-a": "a" }],
  ])("reads %s", ([, given, expected]) => {
    expect(headersOf(given)).toEqual(expected);
  });

  test.for<[string, unknown]>([
    ["beyond Latin-1", `${SECRET}日`],
    ["with a line break", `${SECRET}\nX`],
    ["with CR LF", `${SECRET}\r\nX: 1`],
    ["with NUL", `${SECRET}\0`],
    ["with another control character", `${SECRET}\x01`],
    ["with DEL", `${SECRET}\x7f`],
    ["that is an object", { a: SECRET }],
    ["that is undefined", undefined],
    ["that is null", null],
  ])("rejects a value %s, and names the header but not the value", ([, value]) => {
    for (const given of [{ Authorization: value }, [["Authorization", value]]]) {
      const error = thrownBy(given);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as Error).message).toMatch(/^`headers` has an invalid `Authorization`; a value must be text/);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain("SECRET");
    }
  });

  test.for<[string, unknown]>([
    ["a line as the name", { [`Authorization: ${SECRET}`]: "" }],
    ["an empty name", { "": SECRET }],
    ["a name beyond ASCII", { ä: SECRET }],
    ["a text", SECRET],
    ["a list of lines", [`Authorization: ${SECRET}`]],
    ["an empty pair", [[]]],
  ])("rejects %s without repeating it", ([, given]) => {
    const error = thrownBy(given);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("SECRET");
  });
});

function thrownBy(given: unknown): unknown {
  try {
    return headersOf(given as HeadersInit);
  } catch (error) {
    return error;
  }
}
