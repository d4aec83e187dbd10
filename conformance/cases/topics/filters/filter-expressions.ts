import type { SocketClient } from "../../../wire/socket-client.js";
import { ALL_CLIENTS, type ClientName } from "./filter-clients.js";

/** An expression, and the clients that it selects. */
export interface Row {
  /** What follows the topic in the case's id. */
  readonly id: string;
  readonly requirement: string;
  readonly filter: string | ((clients: Readonly<Record<ClientName, SocketClient>>) => string);
  readonly selected: readonly ClientName[];
}

const row = (id: string, filter: Row["filter"], selected: readonly ClientName[], requirement: string): Row => ({
  id,
  requirement,
  filter,
  selected,
});

/** The clients with a user. */
const WITH_USER: readonly ClientName[] = ["alice", "Bob", "o'alice"];

/** What the documentation states. Of null it says only that `userId` can be compared with it. */
export const DOCUMENTED: readonly Row[] = [
  row("user-id", "userId eq 'alice'", ["alice"], "`userId` is the user id of the connection."),
  row(
    "connection-id",
    ({ Bob }) => `connectionId eq '${Bob.id}'`,
    ["Bob"],
    "`connectionId` is the id of the connection.",
  ),
  row(
    "property-names",
    "USERID eq 'alice' and ConnectionID ne 'x' and 'red' in Groups",
    ["alice"],
    "Property names are case-insensitive.",
  ),
  row("no-user", "userId eq null", ["anonymous"], "`userId eq null` selects anonymous connections."),
  row("any-user", "userId ne null", WITH_USER, "`userId ne null` selects connections with a user."),

  row("eq", "length(groups) eq 1", ["Bob", "anonymous"], "`eq` is true for equal values."),
  row("ne", "length(groups) ne 1", ["alice", "o'alice"], "`ne` is true for values that differ."),
  row(
    "ne-of-texts",
    ({ Bob }) => `connectionId ne '${Bob.id}'`,
    ["alice", "o'alice", "anonymous"],
    "`ne` is true for strings that differ.",
  ),
  row("gt", "length(groups) gt 1", ["alice"], "`gt` is true if the left number is greater."),
  row(
    "ge",
    "length(groups) ge 1",
    ["alice", "Bob", "anonymous"],
    "`ge` is true if the left number is greater or equal.",
  ),
  row("lt", "length(groups) lt 1", ["o'alice"], "`lt` is true if the left number is less."),
  row(
    "le",
    "length(groups) le 1",
    ["Bob", "o'alice", "anonymous"],
    "`le` is true if the left number is less or equal.",
  ),

  row("in-groups", "'red' in groups", ["alice", "Bob"], "`in groups` is true if the connection is in the group."),
  row(
    "in-groups-in-parentheses",
    "'red' in (groups)",
    ["alice", "Bob"],
    "`in (groups)` means the same as `in groups`.",
  ),
  row(
    "in-list",
    "userId in ('alice', 'Bob', 'al')",
    ["alice", "Bob"],
    "`in` with a list is true if the value is in the list.",
  ),
  row("in-list-of-one", "userId in ('Bob')", ["Bob"], "A list can contain a single value."),
  row("in-list-of-numbers", "length(groups) in (0, 2)", ["alice", "o'alice"], "A list can contain numbers."),

  row("and", "'red' in groups and 'blue' in groups", ["alice"], "`and` is true if both sides are true."),
  row(
    "or",
    "'red' in groups or 'blue' in groups",
    ["alice", "Bob", "anonymous"],
    "`or` is true if at least one side is true.",
  ),
  row("not", "not ('red' in groups)", ["o'alice", "anonymous"], "`not` is true if its operand is false."),
  row("not-of-function", "not startswith(connectionId, 'no id')", ALL_CLIENTS, "`not` can precede a function."),
  row("true", "true", ALL_CLIENTS, "`true` selects every connection."),
  row("false", "false", [], "`false` selects no connection."),
  row("parentheses", "((userId eq 'alice'))", ["alice"], "An expression can be in parentheses, even twice."),

  row(
    "and-before-or",
    "'blue' in groups or 'red' in groups and userId eq 'Bob'",
    ["alice", "Bob", "anonymous"],
    "`and` binds before an `or` to its left.",
  ),
  row(
    "or-after-and",
    "userId eq 'Bob' and 'red' in groups or 'blue' in groups",
    ["alice", "Bob", "anonymous"],
    "`and` binds before an `or` to its right.",
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
    ["alice", "o'alice", "anonymous"],
    "`not` binds before `or`.",
  ),
  row(
    "comparison-before-and",
    "length(groups) gt 0 and length(groups) lt 2",
    ["Bob", "anonymous"],
    "Comparisons bind before `and`.",
  ),

  row("length-of-text", "length(userId) eq 7", ["o'alice"], "`length` of a string is the number of its characters."),
  row(
    "length-of-groups",
    "length(groups) eq 2",
    ["alice"],
    "`length(groups)` is the number of groups that the connection is in.",
  ),
  row("tolower", "tolower(userId) eq 'bob'", ["Bob"], "`tolower` converts to lower case."),
  row("toupper", "toupper(userId) eq 'ALICE'", ["alice"], "`toupper` converts to upper case."),
  row("trim", "trim(' alice ') eq userId", ["alice"], "`trim` removes surrounding white space."),
  row(
    "contains",
    "contains(userId, 'alice')",
    ["alice", "o'alice"],
    "`contains` is true if the first string contains the second.",
  ),
  row(
    "startswith",
    "startswith(userId, 'al')",
    ["alice"],
    "`startswith` is true if the first string starts with the second.",
  ),
  row(
    "endswith",
    "endswith(userId, 'ice') and not endswith(userId, 'alic')",
    ["alice", "o'alice"],
    "`endswith` is true if the first string ends with the second.",
  ),
  row(
    "indexof",
    "indexof(userId, 'alice') eq 2",
    ["o'alice"],
    "`indexof` is the position of the second string in the first, counted from 0.",
  ),
  row(
    "indexof-at-the-start",
    "indexof(userId, 'alice') eq 0",
    ["alice"],
    "`indexof` is 0 if the first string starts with the second.",
  ),
  row(
    "indexof-of-none",
    "userId ne null and indexof(userId, 'alice') eq -1",
    ["Bob"],
    "`indexof` is -1 if the first string does not contain the second.",
  ),
  row("concat", "concat(userId, '-1') eq 'Bob-1'", ["Bob"], "`concat` joins two strings."),
  row(
    "substring",
    "substring(userId, 2) eq 'alice'",
    ["o'alice"],
    "`substring` is the rest of a string from a position.",
  ),
  row(
    "substring-with-length",
    "substring(userId, 1, 2) eq 'ob'",
    ["Bob"],
    "`substring` with a length is that many characters from a position.",
  ),
  row(
    "nested-functions",
    "startswith(tolower(concat(userId, '!')), 'bob!')",
    ["Bob"],
    "The argument of a function can be the result of another.",
  ),
  row(
    "function-is-a-value",
    "startswith(userId, 'alice') eq true",
    ["alice"],
    "The result of a function can be compared with a literal.",
  ),

  row("doubled-quote", "userId eq 'o''alice'", ["o'alice"], "A quote in a string is written as two quotes."),
  row(
    "text-is-no-expression",
    "userId eq 'alice'' or ''1'' eq ''1'",
    [],
    "The content of a string is not read as part of the expression.",
  ),
  row("negative-number", "length(groups) gt -1", ALL_CLIENTS, "A number can have a minus sign."),
  row("positive-number", "length(groups) eq +2", ["alice"], "A number can have a plus sign."),
];

/** What only the official emulator shows, mostly of null; and a size that the documentation advises to stay below. */
export const SHOWN: readonly Row[] = [
  row("letter-case-of-texts", "userId eq 'ALICE' or userId eq 'bob'", [], "String comparison is case-sensitive."),
  row("letter-case-of-groups", "'RED' in groups", [], "Group names are case-sensitive."),
  row(
    "null-is-not-equal-to-a-text",
    "userId ne 'alice'",
    ["Bob", "o'alice", "anonymous"],
    "`ne` is true for null and a string.",
  ),
  row("null-in-list", "userId in ('alice', null)", ["alice", "anonymous"], "A list can contain null."),
  row("null-gt", "length(userId) gt -1", WITH_USER, "`gt` is false for null."),
  row("null-ge", "length(userId) ge 0", WITH_USER, "`ge` is false for null."),
  row("null-lt", "length(userId) lt 6", ["alice", "Bob"], "`lt` is false for null."),
  row("null-le", "length(userId) le 5", ["alice", "Bob"], "`le` is false for null."),
  row("contains-of-null", "not contains(userId, 'alice')", ["Bob", "anonymous"], "`contains` is false for null."),
  row(
    "startswith-of-null",
    "not startswith(userId, 'alice')",
    ["Bob", "o'alice", "anonymous"],
    "`startswith` is false for null.",
  ),
  row(
    "endswith-of-null",
    "not endswith(userId, 'e') or endswith(userId, 'alic')",
    ["Bob", "anonymous"],
    "`endswith` is false for null.",
  ),
  row("indexof-of-null", "indexof(userId, 'alice') eq -1", ["Bob", "anonymous"], "`indexof` in null is -1."),
  row("length-of-null", "length(userId) eq null", ["anonymous"], "`length` of null is null."),
  row("tolower-of-null", "tolower(userId) eq null", ["anonymous"], "`tolower` of null is null."),
  row("toupper-of-null", "toupper(userId) eq null", ["anonymous"], "`toupper` of null is null."),
  row("trim-of-null", "trim(userId) eq null", ["anonymous"], "`trim` of null is null."),
  row(
    "concat-of-null",
    "concat(userId, 'alice') eq 'alice'",
    ["anonymous"],
    "`concat` treats null as an empty string.",
  ),
  row(
    "substring-out-of-range",
    "substring(userId, 6) eq null",
    ["alice", "Bob", "anonymous"],
    "`substring` from beyond the end of a string is null.",
  ),
  row(
    "substring-too-long",
    "substring(userId, 2, 5) eq null",
    ["alice", "Bob", "anonymous"],
    "`substring` with a length beyond the end of a string is null.",
  ),
  row(
    "many-clauses",
    `${Array.from({ length: 49 }, (_, index) => `userId eq 'nobody-${index}'`).join(" or ")} or userId eq 'alice'`,
    ["alice"],
    "A filter can have 50 clauses.",
  ),
];
