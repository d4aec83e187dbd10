import { describe, expect, expectTypeOf, test } from "vitest";
import { parameters } from "../../generated/2024-12-01/requests.js";
import { brokenRule } from "./check-value.js";

const fox = "🦊";

describe("a string", () => {
  test("keeps an empty schema, whatever it is", () => {
    expectTypeOf(brokenRule).returns.toEqualTypeOf<string | undefined>();
    for (const value of ["", " ", "a", "\0", fox, "%zz"]) expect(brokenRule(value, {})).toBeUndefined();
  });

  test.for([[undefined], [null], [5], [true], [{}], [["a"]], [new String("a")]] as const)("%j is none", ([value]) => {
    expect(brokenRule(value, { type: "string" })).toBe("is not a string");
  });

  test.for(["\ud83d", "\udd8a", `a\ud83d`, `\udd8aa`, "\udd8a\ud83d"])(
    "with half of a surrogate pair is refused",
    (value) => {
      expect(brokenRule(value, { type: "string" })).toBe("has half of a surrogate pair, which has no form in a URL");
    },
  );

  test("of an enum is one of its values, in their letter case", () => {
    const schema = { type: "string", enum: ["Default", "MQTT"] };
    expect(brokenRule("MQTT", schema)).toBeUndefined();
    expect(brokenRule("mqtt", schema)).toBe("is none of Default, MQTT");
    expect(brokenRule("", schema)).toBe("is none of Default, MQTT");
  });

  test("is counted in characters, not in UTF-16 units", () => {
    expect(brokenRule(fox.repeat(3), { maxLength: 3 })).toBeUndefined();
    expect(brokenRule(fox.repeat(4), { maxLength: 3 })).toBe("is longer than 3 characters");
    expect(brokenRule(fox, { minLength: 2 })).toBe("is shorter than 2 characters");
    expect(brokenRule(fox.repeat(2), { minLength: 2 })).toBeUndefined();
    expect(brokenRule("ab", { maxLength: 1 })).toBe("is longer than 1 character");
    expect(brokenRule("", { minLength: 1 })).toBe("is shorter than 1 character");
  });

  test("matches the pattern as a pattern with the u flag, at any place of it", () => {
    expect(brokenRule("xay", { pattern: "a" })).toBeUndefined();
    expect(brokenRule(fox, { pattern: "^.$" })).toBeUndefined();
    expect(brokenRule("b", { pattern: "^a$" })).toBe("does not match ^a$");
    // A pattern is compiled once: a second value is not judged by where the first one ended.
    expect(brokenRule("xay", { pattern: "a" })).toBeUndefined();
  });
});

describe("a whole number", () => {
  const schema = { type: "integer", minimum: 0, maximum: 300 };

  test.for([0, 1, 300, -0])("%d within the bounds is kept", (value) => {
    expect(brokenRule(value, schema)).toBeUndefined();
  });

  test.for([
    [-1, "is less than 0"],
    [301, "is more than 300"],
    [1.5, "is not a whole number"],
    [Number.NaN, "is not a whole number"],
    [Number.POSITIVE_INFINITY, "is not a whole number"],
    [2 ** 53, "is not a whole number"],
    ["5", "is not a whole number"],
    [5n, "is not a whole number"],
    [null, "is not a whole number"],
  ] as const)("%s is refused: %s", ([value, rule]) => {
    expect(brokenRule(value, schema)).toBe(rule);
  });

  test("without bounds has none", () => {
    expect(brokenRule(-(2 ** 53) + 1, { type: "integer" })).toBeUndefined();
  });
});

describe("an array", () => {
  const schema = { type: "array", items: { type: "string", minLength: 1 } };

  test("is checked item by item, and the broken one is named by its number", () => {
    expect(brokenRule([], schema)).toBeUndefined();
    expect(brokenRule(["a", "b"], schema)).toBeUndefined();
    expect(brokenRule(["a", ""], schema)).toBe("has an item, number 2, that is shorter than 1 character");
    expect(brokenRule([undefined], schema)).toBe("has an item, number 1, that is not a string");
  });

  test("with a hole is refused", () => {
    // biome-ignore lint/suspicious/noSparseArray: that is what it is about.
    expect(brokenRule(["a", , "b"], schema)).toBe("has an item, number 2, that is not a string");
  });

  test.for([["a"], [new Set(["a"])], [{ 0: "a", length: 1 }], [null]] as const)("%j is none", ([value]) => {
    expect(brokenRule(value, schema)).toBe("is not an array");
  });
});

describe("the description's own rules", () => {
  const { group, hub } = parameters;

  test.for([
    ["1 character", "g", undefined],
    ["1024 characters", "g".repeat(1024), undefined],
    ["1024 emoji, which are 2048 UTF-16 units", fox.repeat(1024), undefined],
    ["spaces around a letter", " g ", undefined],
    ["nothing", "", "is shorter than 1 character"],
    ["1025 characters", "g".repeat(1025), "is longer than 1024 characters"],
    ["1025 emoji", fox.repeat(1025), "is longer than 1024 characters"],
    ["spaces", "  ", `does not match ${group.schema.pattern}`],
    ["a tab and a no-break space", "\t\u00a0", `does not match ${group.schema.pattern}`],
    ["a line break", "a\nb", `does not match ${group.schema.pattern}`],
  ] as const)("hold a group name of %s", ([, value, rule]) => {
    expect(brokenRule(value, group.schema)).toBe(rule);
  });

  test.for([
    ["chat", true],
    ["Chat_1", true],
    ["a`,.[]", true],
    ["c".repeat(128), true],
    ["c".repeat(129), false],
    ["1chat", false],
    ["_chat", false],
    ["my-chat", false],
    ["chat\n", false],
    ["chat/", false],
    ["\\chat", false],
    ["chät", false],
    ["", false],
  ] as const)("hold the hub name %j: %s", ([value, kept]) => {
    expect(brokenRule(value, hub.schema) === undefined).toBe(kept);
  });
});
