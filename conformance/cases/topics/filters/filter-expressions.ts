import { ALL_CLIENTS, type Cast, type Name } from "./filter-clients.js";

/** An expression, and whom it selects. */
export interface Row {
  /** In few words. */
  readonly id: string;
  /** What the expression shows, as a requirement. */
  readonly requirement: string;
  readonly filter: string | ((cast: Cast) => string);
  readonly selected: readonly Name[];
}

const row = (id: string, filter: Row["filter"], selected: readonly Name[], requirement: string): Row => ({
  id,
  requirement,
  filter,
  selected,
});

const NAMED: readonly Name[] = ["ada", "Bob", "o'adams"];

/** What the documentation says. Of null it says no more than that it can be compared with `userId`. */
export const DOCUMENTED: readonly Row[] = [
  row("user-id", "userId eq 'ada'", ["ada"], "`userId` is the user of the connection."),
  row(
    "connection-id",
    ({ Bob }) => `connectionId eq '${Bob.id}'`,
    ["Bob"],
    "`connectionId` is the id of the connection.",
  ),
  row(
    "property-names",
    "USERID eq 'ada' and ConnectionID ne 'x' and 'red' in Groups",
    ["ada"],
    "The letter case of the name of a property does not matter.",
  ),
  row("no-user", "userId eq null", ["anonymous"], "`userId eq null` selects anonymous connections."),
  row("any-user", "userId ne null", NAMED, "`userId ne null` selects connections of users."),

  row("eq", "length(groups) eq 1", ["Bob", "anonymous"], "`eq` is true of equal values."),
  row("ne", "length(groups) ne 1", ["ada", "o'adams"], "`ne` is true of values that are not equal."),
  row(
    "ne-of-texts",
    ({ Bob }) => `connectionId ne '${Bob.id}'`,
    ["ada", "o'adams", "anonymous"],
    "`ne` is true of texts that are not equal.",
  ),
  row("gt", "length(groups) gt 1", ["ada"], "`gt` is true if the left number is greater."),
  row(
    "ge",
    "length(groups) ge 1",
    ["ada", "Bob", "anonymous"],
    "`ge` is true if the left number is greater, or they are equal.",
  ),
  row("lt", "length(groups) lt 1", ["o'adams"], "`lt` is true if the left number is less."),
  row(
    "le",
    "length(groups) le 1",
    ["Bob", "o'adams", "anonymous"],
    "`le` is true if the left number is less, or they are equal.",
  ),

  row("in-groups", "'red' in groups", ["ada", "Bob"], "`in groups` is true if the connection is in the group."),
  row("in-groups-in-parentheses", "'red' in (groups)", ["ada", "Bob"], "`groups` can stand in parentheses."),
  row(
    "in-list",
    "userId in ('ada', 'Bob', 'ad')",
    ["ada", "Bob"],
    "`in` with a list is true if the value is in the list.",
  ),
  row("in-list-of-one", "userId in ('Bob')", ["Bob"], "A list can have one value."),
  row("in-list-of-numbers", "length(groups) in (0, 2)", ["ada", "o'adams"], "A list can have numbers."),

  row("and", "'red' in groups and 'blue' in groups", ["ada"], "`and` is true if both sides are."),
  row(
    "or",
    "'red' in groups or 'blue' in groups",
    ["ada", "Bob", "anonymous"],
    "`or` is true if one side or both are.",
  ),
  row("not", "not ('red' in groups)", ["o'adams", "anonymous"], "`not` is true if what follows is not."),
  row("not-of-function", "not startswith(connectionId, 'no id')", ALL_CLIENTS, "`not` can stand before a function."),
  row("true", "true", ALL_CLIENTS, "`true` selects every connection."),
  row("false", "false", [], "`false` selects no connection."),
  row("parentheses", "((userId eq 'ada'))", ["ada"], "An expression can stand in parentheses."),

  row(
    "and-before-or",
    "'blue' in groups or 'red' in groups and userId eq 'Bob'",
    ["ada", "Bob", "anonymous"],
    "`and` binds before an `or` that stands before it.",
  ),
  row(
    "or-after-and",
    "userId eq 'Bob' and 'red' in groups or 'blue' in groups",
    ["ada", "Bob", "anonymous"],
    "`and` binds before an `or` that stands after it.",
  ),
  row(
    "parentheses-before-and",
    "('blue' in groups or 'red' in groups) and userId eq 'Bob'",
    ["Bob"],
    "Parentheses bind before `and`.",
  ),
  row("not-before-and", "not ('red' in groups) and 'blue' in groups", ["anonymous"], "`not` binds before `and`."),
  row(
    "not-before-or",
    "not ('red' in groups) or 'blue' in groups",
    ["ada", "o'adams", "anonymous"],
    "`not` binds before `or`.",
  ),
  row(
    "comparison-before-and",
    "length(groups) gt 0 and length(groups) lt 2",
    ["Bob", "anonymous"],
    "Comparisons bind before `and`.",
  ),

  row("length-of-text", "length(userId) eq 7", ["o'adams"], "`length` of a text is how long it is."),
  row("length-of-groups", "length(groups) eq 2", ["ada"], "`length(groups)` is how many groups the connection is in."),
  row("tolower", "tolower(userId) eq 'bob'", ["Bob"], "`tolower` has capital letters be small."),
  row("toupper", "toupper(userId) eq 'ADA'", ["ada"], "`toupper` has small letters be capital."),
  row("trim", "trim(' ada ') eq userId", ["ada"], "`trim` takes white space away at both ends."),
  row(
    "contains",
    "contains(userId, 'ada')",
    ["ada", "o'adams"],
    "`contains` is true if the second text is in the first.",
  ),
  row(
    "startswith",
    "startswith(userId, 'ad')",
    ["ada"],
    "`startswith` is true if the first text starts with the second.",
  ),
  row("endswith", "endswith(userId, 'a')", ["ada"], "`endswith` is true if the first text ends with the second."),
  row(
    "indexof",
    "indexof(userId, 'ada') eq 2",
    ["o'adams"],
    "`indexof` is where the second text begins in the first, counted from 0.",
  ),
  row("indexof-at-the-start", "indexof(userId, 'ada') eq 0", ["ada"], "`indexof` is 0 at the start of the text."),
  row(
    "indexof-of-none",
    "userId ne null and indexof(userId, 'ada') eq -1",
    ["Bob"],
    "`indexof` is -1 if the second text is not in the first.",
  ),
  row("concat", "concat(userId, '-1') eq 'Bob-1'", ["Bob"], "`concat` puts two texts together."),
  row("substring", "substring(userId, 2) eq 'adams'", ["o'adams"], "`substring` is the text from a position."),
  row(
    "substring-with-length",
    "substring(userId, 1, 2) eq 'ob'",
    ["Bob"],
    "`substring` with a length is that much of the text from a position.",
  ),
  row(
    "nested-functions",
    "startswith(tolower(concat(userId, '!')), 'bob!')",
    ["Bob"],
    "The argument of a function can be the result of another.",
  ),
  row(
    "function-is-a-value",
    "startswith(userId, 'ada') eq true",
    ["ada"],
    "The result of a function can be compared with a literal.",
  ),

  row("doubled-quote", "userId eq 'o''adams'", ["o'adams"], "A quote in a text is written twice."),
  row(
    "text-is-no-expression",
    "userId eq 'ada'' or ''1'' eq ''1'",
    [],
    "What stands in a text is not read as a part of the expression.",
  ),
  row("negative-number", "length(groups) gt -1", ALL_CLIENTS, "A number can have a minus."),
  row("positive-number", "length(groups) eq +2", ["ada"], "A number can have a plus."),
];

/** What only the official emulator shows, of null above all; and a size that the documentation advises to stay below. */
export const SHOWN: readonly Row[] = [
  row(
    "letter-case-of-texts",
    "userId eq 'ADA' or userId eq 'bob'",
    [],
    "The letter case of texts matters where they are compared.",
  ),
  row("letter-case-of-groups", "'RED' in groups", [], "The letter case of the name of a group matters."),
  row(
    "null-is-not-equal-to-a-text",
    "userId ne 'ada'",
    ["Bob", "o'adams", "anonymous"],
    "`ne` is true of null and a text.",
  ),
  row("null-in-list", "userId in ('ada', null)", ["ada", "anonymous"], "A list can have null."),
  row("null-gt", "length(userId) gt -1", NAMED, "`gt` is false of null."),
  row("null-ge", "length(userId) ge 0", NAMED, "`ge` is false of null."),
  row("null-lt", "length(userId) lt 5", ["ada", "Bob"], "`lt` is false of null."),
  row("null-le", "length(userId) le 3", ["ada", "Bob"], "`le` is false of null."),
  row("contains-of-null", "not contains(userId, 'ada')", ["Bob", "anonymous"], "`contains` is false of null."),
  row(
    "startswith-of-null",
    "not startswith(userId, 'ada')",
    ["Bob", "o'adams", "anonymous"],
    "`startswith` is false of null.",
  ),
  row("endswith-of-null", "not endswith(userId, 'a')", ["Bob", "o'adams", "anonymous"], "`endswith` is false of null."),
  row("indexof-of-null", "indexof(userId, 'ada') eq -1", ["Bob", "anonymous"], "`indexof` in null is -1."),
  row("length-of-null", "length(userId) eq null", ["anonymous"], "`length` of null is null."),
  row("tolower-of-null", "tolower(userId) eq null", ["anonymous"], "`tolower` of null is null."),
  row("toupper-of-null", "toupper(userId) eq null", ["anonymous"], "`toupper` of null is null."),
  row("trim-of-null", "trim(userId) eq null", ["anonymous"], "`trim` of null is null."),
  row("concat-of-null", "concat(userId, 'ada') eq 'ada'", ["anonymous"], "`concat` takes null for no text."),
  row(
    "substring-out-of-range",
    "substring(userId, 5) eq null",
    ["ada", "Bob", "anonymous"],
    "`substring` from beyond the end of the text is null.",
  ),
  row(
    "substring-too-long",
    "substring(userId, 2, 5) eq null",
    ["ada", "Bob", "anonymous"],
    "`substring` with a length beyond the end of the text is null.",
  ),
  row(
    "many-clauses",
    `${Array.from({ length: 49 }, (_, index) => `userId eq 'nobody-${index}'`).join(" or ")} or userId eq 'ada'`,
    ["ada"],
    "A filter can have 50 clauses.",
  ),
];
