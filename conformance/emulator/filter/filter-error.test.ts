import { describe, expect, test } from "vitest";
import { FilterError, parseFilter } from "./index.js";

function problem(expression: string): string {
  try {
    parseFilter(expression);
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    throw error;
  }
  return "valid";
}

test("parseFilter › throws the recorded message", () => {
  expect(problem("invalid filter")).toBe(
    "Invalid syntax for 'invalid filter': Syntax error at position 14 in 'invalid filter'. (Parameter 'filter')",
  );
});

describe("parseFilter › syntax errors", () => {
  test.for([
    ["", 0],
    ["   ", 3],
    ["invalid filter again", 14],
    [" invalid filter", 15],
    ["userId eq", 9],
    ["userId eq  ", 11],
    ["userId eq )", 11],
    ["userId eq 'a", 12],
    ["userId eq 'a''", 14],
    ["userId eq 'a' 'b' 'c'", 17],
    ["userId = 'a'", 8],
    ['userId eq "a"', 11],
    ["(true", 5],
    ["true)", 5],
    ["()", 2],
    ["not", 3],
    ["true and", 8],
    ["true and and true", 17],
    ["true or or true", 15],
    ["length(userId", 13],
    ["length(userId,)", 15],
    ["userId in ()", 12],
    ["userId in ('a',)", 16],
    ["userId in ('a'", 14],
    ["userId in ('a' 'b')", 18],
    ["userId in ('a' eq 'a')", 17],
    ["'a' in", 6],
    ["userId not in ('a')", 10],
    ["1 eq 1 eq true", 9],
    ["1 lt 2 in (true)", 9],
    // The letter case of an operator matters.
    ["userId EQ 'a'", 9],
    ["true AND true", 8],
    ["'a' IN groups", 6],
    ["NOT true", 8],
    // Parts of OData that the service does not support.
    ["length(userId) add 1 eq 2", 18],
    ["length(userId) mod 2 eq 0", 18],
    ["length(userId) -1 eq 2", 17],
    ["- 1 lt 0", 1],
    ["-length(userId) lt 0", 1],
    ["length(userId) + 1 eq 2", 16],
    ["groups has 'a'", 10],
    ["groups/any(g: g eq 'a')", 7],
    ["groups/all(g: g eq 'a')", 7],
    ["groups/$count gt 1", 7],
    ["any(g: g eq 'a')", 6],
    ["$it eq 'a'", 1],
    ["userId eq @p", 11],
    ["duration'PT1S' eq null", 14],
    ["userId eq 2020-01-01", 17],
    ["👋", 1],
  ] as const)("rejects %j at position %d", ([expression, position]) => {
    expect(problem(expression)).toBe(
      `Invalid syntax for '${expression}': Syntax error at position ${position} in '${expression}'. (Parameter 'filter')`,
    );
  });
});

describe("parseFilter › errors of types and names", () => {
  test.for([
    // Types of operands, of clauses and of the whole filter.
    ["userId lt 1", "userId lt 1", "Type 'string', expect 'int'."],
    ["1 lt userId", "1 lt userId", "Type 'string', expect 'int'."],
    ["length(userId) ge '1'", "length(userId) ge '1'", "Type 'string', expect 'int'."],
    ["'a' gt 'b'", "'a' gt 'b'", "Type 'string', expect 'int'."],
    ["true le 1", "true le 1", "Type 'bool', expect 'int'."],
    ["groups gt 1", "groups gt 1", "Type 'collection', expect 'int'."],
    ["tolower(userId) lt 1", "tolower(userId) lt 1", "Type 'string', expect 'int'."],
    ["not 'a'", "not 'a'", "Type 'string', expect 'bool'."],
    ["( not 'a' )", "not 'a'", "Type 'string', expect 'bool'."],
    ["not 1", "not 1", "Type 'int', expect 'bool'."],
    ["not null", "not null", "Type 'null', expect 'bool'."],
    ["not userId", "not userId", "Type 'string', expect 'bool'."],
    ["not length(userId)", "not length(userId)", "Type 'null', expect 'bool'."],
    ["not length(userId) gt 5", "not length(userId)", "Type 'null', expect 'bool'."],
    ["not length(connectionId)", "not length(connectionId)", "Type 'int', expect 'bool'."],
    ["not length(groups)", "not length(groups)", "Type 'int', expect 'bool'."],
    ["not tolower(protocol)", "not tolower(protocol)", "Type 'null', expect 'bool'."],
    ["not concat(userId, 'a')", "not concat(userId, 'a')", "Type 'string', expect 'bool'."],
    ["not userId in ('a')", "not userId", "Type 'string', expect 'bool'."],
    ["not 'a' in groups", "not 'a'", "Type 'string', expect 'bool'."],
    ["true and 'a'", "true and 'a'", "Type 'string', expect 'bool'."],
    ["1 or true", "1 or true", "Type 'int', expect 'bool'."],
    ["true and 1 and true", "true and 1", "Type 'int', expect 'bool'."],
    ["true and true and (1) and true", "true and true and (1)", "Type 'int', expect 'bool'."],
    ["false or (true and userId)", "true and userId", "Type 'string', expect 'bool'."],
    ["false and userId", "false and userId", "Type 'string', expect 'bool'."],
    ["true or userId", "true or userId", "Type 'string', expect 'bool'."],
    ["'a'", "'a'", "Type 'string', expect 'bool'."],
    ["(1)", "1", "Type 'int', expect 'bool'."],
    ["null", "null", "Type 'null', expect 'bool'."],
    ["userId", "userId", "Type 'string', expect 'bool'."],
    ["groups", "groups", "Type 'collection', expect 'bool'."],
    ["length(userId)", "length(userId)", "Type 'null', expect 'bool'."],
    ["substring('abc', 1)", "substring('abc', 1)", "Type 'string', expect 'bool'."],
    ["'a' in userId", "'a' in userId", "Type 'string', expect 'collection'."],
    ["'a' in 'a'", "'a' in 'a'", "Type 'string', expect 'collection'."],
    ["'a' in null", "'a' in null", "Type 'null', expect 'collection'."],
    // Functions.
    ["tolower(1) eq 'a'", "tolower(1)", "Type 'int', expect 'string'."],
    ["trim(groups) eq 'a'", "trim(groups)", "Type 'collection', expect 'string'."],
    ["contains(userId, 1)", "contains(userId, 1)", "Type 'int', expect 'string'."],
    ["contains(groups, 'a')", "contains(groups, 'a')", "Type 'collection', expect 'string'."],
    ["startswith(true, 'a')", "startswith(true, 'a')", "Type 'bool', expect 'string'."],
    ["concat('a', 1) eq 'a1'", "concat('a', 1)", "Type 'int', expect 'string'."],
    ["substring(userId, '1') eq 'a'", "substring(userId, '1')", "Type 'string', expect 'int'."],
    ["substring(userId, 1, null) eq 'a'", "substring(userId, 1, null)", "Type 'null', expect 'int'."],
    [
      "substring(userId, length('a')) eq 'a'",
      "substring(userId, length('a'))",
      "Invalid token 'substring(userId, length('a'))'.",
    ],
    ["length(1) eq 1", "length(1)", "Invalid token 'length(1)'."],
    ["length() eq 1", "length()", "Invalid token 'length()'."],
    ["length(userId, userId) eq 1", "length(userId, userId)", "Invalid token 'length(userId, userId)'."],
    ["contains(userId)", "contains(userId)", "Invalid token 'contains(userId)'."],
    ["substring(userId) eq 'a'", "substring(userId)", "Invalid token 'substring(userId)'."],
    ["substring(userId,1,1,1) eq 'a'", "substring(userId,1,1,1)", "Invalid token 'substring(userId,1,1,1)'."],
    // Unknown names.
    ["ab", "ab", "Token 'ab' is not supported."],
    ["ab eq 1", "ab eq 1", "Token 'ab' is not supported."],
    ["1 eq ab", "1 eq ab", "Token 'ab' is not supported."],
    ["not ab", "not ab", "Token 'ab' is not supported."],
    ["ab and true", "ab and true", "Token 'ab' is not supported."],
    ["true or ab eq 1", "ab eq 1", "Token 'ab' is not supported."],
    ["1 and ab", "1 and ab", "Token 'ab' is not supported."],
    ["true and not ab and true", "true and not ab", "Token 'ab' is not supported."],
    ["'a' in ab", "'a' in ab", "Token 'ab' is not supported."],
    ["userId in ('a', ab)", "userId in ('a', ab)", "Token 'ab' is not supported."],
    ["'a' in ('b', groups)", "'a' in ('b', groups)", "Token 'groups' is not supported."],
    ["'a' in (groups, 'b')", "'a' in (groups, 'b')", "Token 'groups' is not supported."],
    ["tolower(ab) eq 'a'", "tolower(ab)", "Token 'ab' is not supported."],
    ["invalid(ab,c)", "invalid(ab,c)", "Token 'invalid(ab,c)' is not supported."],
    ["year(userId) eq 2020", "year(userId)", "Token 'year(userId)' is not supported."],
    ["LENGTH(userId) eq 1", "LENGTH(userId)", "Token 'LENGTH(userId)' is not supported."],
    ["StartsWith(userId, 'a')", "StartsWith(userId, 'a')", "Token 'StartsWith(userId, 'a')' is not supported."],
    ["length eq 1", "length eq 1", "Token 'length' is not supported."],
    ["userId(1)", "userId(1)", "Token 'userId(1)' is not supported."],
    ["TRUE", "TRUE", "Token 'TRUE' is not supported."],
    ["userId eq NULL", "userId eq NULL", "Token 'NULL' is not supported."],
    ["constructor eq null", "constructor eq null", "Token 'constructor' is not supported."],
    ["toString() eq null", "toString()", "Token 'toString()' is not supported."],
    ["1.5 gt 1", "1.5 gt 1", "Token '1.5' is not supported."],
    ["0x1F eq 31", "0x1F eq 31", "Token '0x1F' is not supported."],
    ["1e3 eq 1000", "1e3 eq 1000", "Token '1e3' is not supported."],
    ["2147483648 gt 1", "2147483648 gt 1", "Token '2147483648' is not supported."],
    ["-2147483649 lt 1", "-2147483649 lt 1", "Token '-2147483649' is not supported."],
  ] as const)("rejects %s, quoting %s: %s", ([expression, quoted, error]) => {
    expect(problem(expression)).toBe(`Invalid syntax for '${quoted}': ${error} (Parameter 'filter')`);
  });
});

describe("parseFilter › limits", () => {
  const nestings: readonly (readonly [name: string, nest: (depth: number) => string])[] = [
    ["parentheses", (depth) => `${"(".repeat(depth)}true${")".repeat(depth)}`],
    ["not", (depth) => `${"not ".repeat(depth)}true`],
    ["calls", (depth) => `${"trim(".repeat(depth)}'a'${")".repeat(depth)} eq 'a'`],
    ["a list of calls", (depth) => `'a' in (${"trim(".repeat(depth - 1)}'a'${")".repeat(depth - 1)})`],
  ];

  test.for(nestings)("accepts 100 levels of %s, and rejects 101 and 100,000", ([, nest]) => {
    expect(problem(nest(100))).toBe("valid");
    for (const depth of [101, 100_000]) {
      expect(problem(nest(depth)) === tooDeep(nest(depth))).toBe(true);
    }
  });

  function tooDeep(expression: string): string {
    return `Invalid syntax for '${expression}': Recursion depth exceeded allowed limit. (Parameter 'filter')`;
  }

  const subject = { userId: "u49999", connectionId: "c", groups: new Set<string>(), protocol: null };
  const names = Array.from({ length: 50_000 }, (_, index) => `'u${index}'`);

  test("accepts 50,000 clauses at one level", () => {
    const or = parseFilter(names.map((name) => `userId eq ${name}`).join(" or "));
    expect(or.matches(subject)).toBe(true);
    expect(or.matches({ ...subject, userId: "u50000" })).toBe(false);
    const and = parseFilter(names.map((name) => `userId ne ${name}`).join(" and "));
    expect(and.matches(subject)).toBe(false);
    expect(and.matches({ ...subject, userId: "u50000" })).toBe(true);
  });

  test("accepts a list of 50,000 items", () => {
    expect(parseFilter(`userId in (${names.join(",")})`).matches(subject)).toBe(true);
  });

  test("limits the depth of levels, not their total number", () => {
    expect(problem(Array(200).fill("(not (true))").join(" or "))).toBe("valid");
  });

  test.for([
    ["an unclosed text", `userId eq '${"''".repeat(500_000)}`],
    ["spaces", `${" ".repeat(1_000_000)}!`],
    ["digits", `${"1".repeat(1_000_000)} !`],
    ["letters", `${"a".repeat(1_000_000)} !`],
    ["unclosed parentheses with texts", "('a'".repeat(250_000)],
  ] as const)("rejects a megabyte of %s in linear time", ([, expression]) => {
    // In quadratic time, the test would time out.
    expect(problem(expression).startsWith("Invalid syntax for '")).toBe(true);
  });
});
