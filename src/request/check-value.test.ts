import { describe, expect, expectTypeOf, test } from "vitest";
import { requests } from "../../generated/index.js";
import type { JsonSchema } from "../../generated/operation.js";
import { parameters } from "../../generated/operations.js";
import { brokenRule, PATTERN_RULES } from "./check-value.js";

const fox = "🦊";
const { schema: hubSchema } = parameters.hub;

describe("brokenRule", () => {
  describe("a string", () => {
    test("accepts any string for an empty schema", () => {
      expectTypeOf(brokenRule).returns.toEqualTypeOf<string | undefined>();
      for (const value of ["", " ", "a", "\0", fox, "%zz"]) expect(brokenRule(value, {})).toBeUndefined();
    });

    test.for([[undefined], [null], [5], [true], [{}], [["a"]], [new String("a")]] as const)(
      "rejects %j as a string",
      ([value]) => {
        expect(brokenRule(value, { type: "string" })).toBe("it must be a string");
      },
    );

    test.for(["\ud83d", "\udd8a", `a\ud83d`, `\udd8aa`, "\udd8a\ud83d"])(
      "rejects an unpaired surrogate: %j",
      (value) => {
        expect(brokenRule(value, { type: "string" })).toBe("it must not contain an unpaired surrogate");
      },
    );

    test("counts characters, not UTF-16 units", () => {
      expect(brokenRule(fox.repeat(3), { maxLength: 3 })).toBeUndefined();
      expect(brokenRule(fox.repeat(4), { maxLength: 3 })).toBe("it must have at most 3 characters");
      expect(brokenRule(fox, { minLength: 2 })).toBe("it must have at least 2 characters");
      expect(brokenRule(fox.repeat(2), { minLength: 2 })).toBeUndefined();
      expect(brokenRule("ab", { maxLength: 1 })).toBe("it must have at most 1 character");
      expect(brokenRule("", { minLength: 1 })).toBe("it must have at least 1 character");
    });

    test("matches a pattern with the u flag, anywhere in the string", () => {
      expect(brokenRule("xay", { pattern: "a" })).toBeUndefined();
      expect(brokenRule(fox, { pattern: "^.$" })).toBeUndefined();
      expect(brokenRule("b", { pattern: "^a$" })).toBe("it is invalid");
      // A pattern is compiled once: the second match must not start where the first one ended.
      expect(brokenRule("xay", { pattern: "a" })).toBeUndefined();
    });
  });

  describe("an integer", () => {
    const schema = { type: "integer", minimum: 0, maximum: 300 };

    test.for([0, 1, 300, -0])("accepts %d within the bounds", (value) => {
      expect(brokenRule(value, schema)).toBeUndefined();
    });

    test.for([
      [-1, "it must be at least 0"],
      [301, "it must be at most 300"],
      [1.5, "it must be an integer"],
      [Number.NaN, "it must be an integer"],
      [Number.POSITIVE_INFINITY, "it must be an integer"],
      [2 ** 53, "it must be an integer"],
      ["5", "it must be an integer"],
      [5n, "it must be an integer"],
      [null, "it must be an integer"],
    ] as const)("rejects %s: %s", ([value, rule]) => {
      expect(brokenRule(value, schema)).toBe(rule);
    });

    test("accepts any integer without bounds", () => {
      expect(brokenRule(-(2 ** 53) + 1, { type: "integer" })).toBeUndefined();
    });
  });

  describe("an array", () => {
    const schema = { type: "array", items: { type: "string", minLength: 1 } };

    test("checks item by item, and names the invalid one by its number", () => {
      expect(brokenRule([], schema)).toBeUndefined();
      expect(brokenRule(["a", "b"], schema)).toBeUndefined();
      expect(brokenRule(["a", ""], schema)).toBe("item 2 must have at least 1 character");
      expect(brokenRule([undefined], schema)).toBe("item 1 must be a string");
    });

    test("rejects an array with a hole", () => {
      // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested.
      expect(brokenRule(["a", , "b"], schema)).toBe("item 2 must be a string");
    });

    test.for([["a"], [new Set(["a"])], [{ 0: "a", length: 1 }], [null]] as const)(
      "rejects %j as an array",
      ([value]) => {
        expect(brokenRule(value, schema)).toBe("it must be an array");
      },
    );
  });

  describe("the schemas of the description", () => {
    const { group, hub } = parameters;

    test("have no constraint that is not checked", () => {
      const schemas = Object.values(requests)
        .flatMap((operation) => operation.parameters)
        .flatMap(({ schema }) => [schema, (schema.items ?? {}) as JsonSchema]);
      const checked = ["type", "items", "minimum", "maximum", "minLength", "maxLength", "pattern"];
      // `int32` bounds are stated as minimum and maximum where they matter.
      const keywords = schemas.flatMap(Object.keys).filter((keyword) => !["default", "format"].includes(keyword));
      expect([...new Set(keywords)].filter((keyword) => !checked.includes(keyword))).toEqual([]);
    });

    test.for([
      ["1 character", "g", undefined],
      ["1,024 characters", "g".repeat(1024), undefined],
      ["1,024 emoji, which are 2,048 UTF-16 units", fox.repeat(1024), undefined],
      ["spaces around a letter", " g ", undefined],
      ["no characters", "", "it must have at least 1 character"],
      ["1,025 characters", "g".repeat(1025), "it must have at most 1024 characters"],
      ["1,025 emoji", fox.repeat(1025), "it must have at most 1024 characters"],
      ["spaces", "  ", "it must not be blank or contain line breaks"],
      ["a tab and a no-break space", "\t\u00a0", "it must not be blank or contain line breaks"],
      ["a line break", "a\nb", "it must not be blank or contain line breaks"],
    ] as const)("checks a group name of %s", ([, value, rule]) => {
      expect(brokenRule(value, group.schema)).toBe(rule);
    });

    test.for([
      ["accepts", "chat"],
      ["accepts", "Chat_1"],
      ["accepts", "a`,.[]"],
      ["accepts", "c".repeat(128)],
      ["rejects", "c".repeat(129)],
      ["rejects", "1chat"],
      ["rejects", "_chat"],
      ["rejects", "my-chat"],
      ["rejects", "chat\n"],
      ["rejects", "chat/"],
      ["rejects", "\\chat"],
      ["rejects", "chät"],
      ["rejects", ""],
    ] as const)("%s the hub name %j", ([verb, value]) => {
      expect(brokenRule(value, hub.schema) === undefined).toBe(verb === "accepts");
    });
  });
});

describe("PATTERN_RULES", () => {
  /** The patterns of all parameters. */
  const patterns = new Set(
    Object.values(requests)
      .flatMap(({ parameters }) => parameters)
      .flatMap(({ schema }) => [schema, (schema.items ?? {}) as JsonSchema])
      .flatMap(({ pattern }) => (typeof pattern === "string" ? [pattern] : [])),
  );

  test("contains a rule for each pattern of the description, and for no other", () => {
    expect(new Set(PATTERN_RULES.keys())).toEqual(patterns);
  });

  test("says which characters the hub name may contain", () => {
    const { pattern } = hubSchema;
    const rule = PATTERN_RULES.get(pattern) ?? "";
    const accepted = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((character) =>
      new RegExp(pattern, "u").test(`a${character}`),
    );
    const named = [...rule.matchAll(/`` ` ``|`([^`])`/g)].map(([, character = "`"]) => character);
    expect(accepted.filter((character) => !/[A-Za-z0-9]/.test(character)).sort()).toEqual(named.sort());
    expect(accepted.filter((character) => /[A-Za-z0-9]/.test(character))).toHaveLength(62);
  });
});
