import { describe, expect, test } from "vitest";
import { type FilterSubject, parseFilter } from "./index.js";

const anonymous: FilterSubject = { userId: null, connectionId: "c1", groups: new Set(), protocol: null };
const alice: FilterSubject = {
  userId: "Alice",
  connectionId: "c2",
  groups: new Set(["red", "Blue"]),
  protocol: "json.webpubsub.azure.v1",
};

const user = (userId: string | null): FilterSubject => ({ ...anonymous, userId });

/** A filter, a connection, and whether the filter selects it. */
type Row = readonly [expression: string, subject: FilterSubject, expected: boolean];

function testFilters(name: string, rows: readonly Row[]): void {
  describe(`parseFilter › ${name}`, () => {
    test.for(rows)("evaluates %s to $2", ([expression, subject, expected]) => {
      expect(parseFilter(expression).matches(subject)).toBe(expected);
    });
  });
}

testFilters("the documented examples", [
  ["length(userId) le 10 and length(userId) gt 3", alice, true],
  ["length(userId) gt 10 or length(userId) le 3", alice, false],
  ["not endswith(userId, 'milk')", alice, true],
  ["userId in ('user1','user2')", user("user2"), true],
  ["userId eq 'user1' or (not (startswith(userId,'user2')))", user("user2-x"), false],
  ["tolower(userId) eq 'user1'", user("USER1"), true],
  ["toupper(userId) eq 'USER1'", user("user1"), true],
  ["trim(userId) eq 'user1'", user(" user1 "), true],
  ["substring(userId,5,2) eq 'ab'", user("user-ab-de"), true],
  ["indexof(userId,'-ab-') ge 0", user("user-ab-de"), true],
  ["length(groups) gt 1", alice, true],
  ["'group1' in groups or 'red' in groups or 'group3' in groups", alice, true],
  ["userId in ('user1', 'Alice', 'user3') and 'red' in groups", alice, true],
  ["userId eq 'Alice' and connectionId ne '123'", alice, true],
  ["userId eq 'Alice' and (not ('red' in groups))", alice, false],
  ["userId eq 'user''1'", user("user'1"), true],
]);

testFilters("properties", [
  ["userId eq 'Alice'", alice, true],
  ["userId eq 'alice'", alice, false],
  ["connectionId eq 'c2'", alice, true],
  ["connectionId eq 'c2'", anonymous, false],
  ["protocol eq 'json.webpubsub.azure.v1'", alice, true],
  ["protocol eq null", alice, false],
  ["protocol eq null", anonymous, true],
  ["userid eq 'Alice'", alice, true],
  ["USERID eq 'Alice' and ConnectionID eq 'c2' and 'red' in GROUPS and Protocol ne null", alice, true],
]);

testFilters("literals", [
  ["true", anonymous, true],
  ["false", anonymous, false],
  ["1 eq 1", anonymous, true],
  ["+1 eq 1", anonymous, true],
  ["-1 lt 0", anonymous, true],
  ["-0 eq 0", anonymous, true],
  ["007 eq 7", anonymous, true],
  ["2147483647 gt -2147483648", anonymous, true],
  ["'' eq ''", anonymous, true],
  ["length('') eq 0", anonymous, true],
  ["length('''') eq 1", anonymous, true],
  ["userId eq ''''''", user("''"), true],
  ["userId eq 'a'' or ''1'' eq ''1'", user("a' or '1' eq '1"), true],
  ["userId eq '( and , not null'", user("( and , not null"), true],
  ["userId eq 'Zoë 👋'", user("Zoë 👋"), true],
  ["null eq null", anonymous, true],
]);

testFilters("comparisons", [
  ["2 eq 2", anonymous, true],
  ["2 eq 3", anonymous, false],
  ["2 ne 3", anonymous, true],
  ["2 ne 2", anonymous, false],
  ["2 gt 1", anonymous, true],
  ["2 gt 2", anonymous, false],
  ["2 ge 2", anonymous, true],
  ["1 ge 2", anonymous, false],
  ["1 lt 2", anonymous, true],
  ["2 lt 2", anonymous, false],
  ["2 le 2", anonymous, true],
  ["3 le 2", anonymous, false],
  ["10 gt 9", anonymous, true],
  ["'a' eq 'a'", anonymous, true],
  ["'a' eq 'A'", anonymous, false],
  ["true ne false", anonymous, true],
  ["'1' eq 1", anonymous, false],
  ["'1' ne 1", anonymous, true],
  ["'true' eq true", anonymous, false],
  ["'Alice' eq userId", alice, true],
  ["userId eq connectionId", user("c1"), true],
  ["groups eq null", alice, false],
  ["groups eq 'red'", alice, false],
  ["startswith(userId, 'A') eq true", alice, true],
]);

testFilters("membership", [
  ["'red' in groups", alice, true],
  ["'green' in groups", alice, false],
  ["'RED' in groups", alice, false],
  ["'red' in groups", anonymous, false],
  ["'red' in (groups)", alice, true],
  ["'green' in (groups)", alice, false],
  ["tolower('RED') in groups", alice, true],
  ["1 in groups", alice, false],
  ["null in groups", alice, false],
  ["userId in ('Bob', 'Alice')", alice, true],
  ["userId in ('Bob', 'alice')", alice, false],
  ["userId in('Alice')", alice, true],
  ["userId in ('Doe, John', 'O''Brien')", user("Doe, John"), true],
  ["userId in ('Doe, John', 'O''Brien')", user("O'Brien"), true],
  ["userId in ('Doe, John', 'O''Brien')", user("John"), false],
  ["userId in (connectionId, tolower('BOB'))", user("bob"), true],
  ["userId in ('a', null)", anonymous, true],
  ["userId in ('a', 'b')", anonymous, false],
  ["length(userId) in (1, 5)", alice, true],
  ["length(userId) in ('5')", alice, false],
]);

testFilters("functions", [
  ["length('abc') eq 3", anonymous, true],
  ["length('👋') eq 2", anonymous, true],
  ["length(groups) eq 2", alice, true],
  ["length(groups) eq 0", anonymous, true],
  ["length((groups)) eq 2", alice, true],
  ["tolower('ÀB1') eq 'àb1'", anonymous, true],
  ["toupper('àb1ß') eq 'ÀB1ß'", anonymous, true],
  ["trim('  a b ') eq 'a b'", anonymous, true],
  ["contains(userId, 'lic')", alice, true],
  ["contains(userId, 'LIC')", alice, false],
  ["contains(userId, '')", alice, true],
  ["contains('lic', userId)", alice, false],
  ["startswith(userId, 'Al')", alice, true],
  ["startswith(userId, 'lice')", alice, false],
  ["endswith(userId, 'lice')", alice, true],
  ["endswith(userId, 'Al')", alice, false],
  ["indexof(userId, 'ice') eq 2", alice, true],
  ["indexof(userId, 'x') eq -1", alice, true],
  ["concat(userId, '-1') eq 'Alice-1'", alice, true],
  ["concat('1-', userId) eq '1-Alice'", alice, true],
  ["substring(userId, 2) eq 'ice'", alice, true],
  ["substring(userId, 0, 2) eq 'Al'", alice, true],
  ["substring(userId, 5) eq ''", alice, true],
  ["substring(userId, 3, 2) eq 'ce'", alice, true],
  ["substring(userId, (1), 1) eq 'l'", alice, true],
  ["length(concat(tolower(userId), trim(' x '))) eq 6", alice, true],
  ["contains(tolower(concat(userId, connectionId)), 'ec2')", alice, true],
]);

testFilters("null", [
  ["userId eq null", anonymous, true],
  ["userId eq null", alice, false],
  ["userId ne null", anonymous, false],
  ["userId ne null", alice, true],
  ["null ne userId", alice, true],
  ["userId eq 'null'", anonymous, false],
  ["userId eq ''", anonymous, false],
  ["length(userId) gt 0", anonymous, false],
  ["length(userId) ge 0", anonymous, false],
  ["length(userId) lt 1", anonymous, false],
  ["length(userId) le 0", anonymous, false],
  ["0 le length(userId)", anonymous, false],
  ["null lt 1", anonymous, false],
  ["1 gt null", anonymous, false],
  ["null ge null", anonymous, false],
  ["userId gt null", alice, false],
  ["contains(userId, 'a')", anonymous, false],
  ["contains(userId, '')", anonymous, false],
  ["contains('a', null)", anonymous, false],
  ["contains(null, null)", anonymous, false],
  ["startswith(userId, '')", anonymous, false],
  ["startswith('a', null)", anonymous, false],
  ["endswith(userId, '')", anonymous, false],
  ["endswith('a', null)", anonymous, false],
  ["not contains(userId, 'a')", anonymous, true],
  ["indexof(userId, '') eq -1", anonymous, true],
  ["indexof('null', null) eq -1", anonymous, true],
  ["length(userId) eq null", anonymous, true],
  ["length(null) eq null", anonymous, true],
  ["tolower(userId) eq null", anonymous, true],
  ["toupper(userId) eq null", anonymous, true],
  ["trim(userId) eq null", anonymous, true],
  ["concat(userId, 'a') eq 'a'", anonymous, true],
  ["concat('a', null) eq 'a'", anonymous, true],
  ["concat(userId, null) eq null", anonymous, true],
  ["concat(userId, '') eq ''", anonymous, true],
  ["substring(userId, 0) eq null", anonymous, true],
  ["substring(userId, 6) eq null", alice, true],
  ["substring(userId, 0, 6) eq null", alice, true],
  ["substring(userId, 4, 2) eq null", alice, true],
  ["substring(userId, -1) eq null", alice, true],
  ["substring(userId, 1, -1) eq null", alice, true],
  ["length(substring(userId, 6)) gt 0", alice, false],
]);

testFilters("logic and precedence", [
  ["true and true", anonymous, true],
  ["true and false", anonymous, false],
  ["false or true", anonymous, true],
  ["false or false", anonymous, false],
  ["not true", anonymous, false],
  ["not false", anonymous, true],
  ["not not true", anonymous, true],
  ["not(false)", anonymous, true],
  ["true and(true)", anonymous, true],
  ["true or true and false", anonymous, true],
  ["(true or true) and false", anonymous, false],
  ["false and false or true", anonymous, true],
  ["false and (false or true)", anonymous, false],
  ["not false or true", anonymous, true],
  ["not (false or true)", anonymous, false],
  ["not true and false", anonymous, false],
  ["not (true and false)", anonymous, true],
  ["not true eq true", anonymous, false],
  ["not (1 eq 2)", anonymous, true],
  ["not false eq false", anonymous, false],
  ["not (false eq false) or true eq not false", anonymous, true],
  ["1 eq 1 and 2 gt 1 or false", anonymous, true],
  ["true or 1 eq 2 and 'a' eq 'b'", anonymous, true],
  ["(1 eq 1) eq (2 eq 2)", anonymous, true],
  ["((((true))))", anonymous, true],
]);

testFilters("white space", [
  ["  userId\teq\r\n'Alice' ", alice, true],
  ["length ( userId )eq 5", alice, true],
  ["userId in( 'a' ,'Alice' )", alice, true],
  ["(userId)eq('Alice')", alice, true],
]);

test("parseFilter › returns a filter that can be reused as connections change", () => {
  const groups = new Set<string>();
  const filter = parseFilter("'red' in groups");
  const subject = { ...anonymous, groups };
  expect(filter.matches(subject)).toBe(false);
  groups.add("red");
  expect(filter.matches(subject)).toBe(true);
});
