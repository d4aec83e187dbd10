import { validationProblem } from "../../emulator/rest/response/rest-response.js";

/** Changes a filter where it is not text in quotes. */
const outside = (change: (part: string) => string) => (filter: string) =>
  filter
    .split(/('(?:[^']|'')*')/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
const word = (from: string, to: string) => outside((part) => part.replaceAll(new RegExp(`\\b${from}\\b`, "g"), to));
const refusing = (isSo: (filter: string) => boolean) => (filter: string) => {
  if (isSo(filter)) throw validationProblem("filter", "This filter is not supported.");
  return filter;
};

/** Servers that take a filter for another one. */
export const READINGS: readonly (readonly [name: string, summary: string, read: (filter: string) => string])[] = [
  ["and-is-or", "and is taken for or.", word("and", "or")],
  ["or-is-and", "or is taken for and.", word("or", "and")],
  ["not-is-nothing", "not is overlooked.", word("not", "")],
  ["eq-is-ne", "eq is taken for ne.", word("eq", "ne")],
  ["ne-is-eq", "ne is taken for eq.", word("ne", "eq")],
  ["gt-is-ge", "gt is taken for ge.", word("gt", "ge")],
  ["ge-is-gt", "ge is taken for gt.", word("ge", "gt")],
  ["lt-is-le", "lt is taken for le.", word("lt", "le")],
  ["le-is-lt", "le is taken for lt.", word("le", "lt")],
  ["gt-is-lt", "gt is taken for lt.", word("gt", "lt")],
  ["true-is-false", "true is taken for false.", word("true", "false")],
  ["false-is-true", "false is taken for true.", word("false", "true")],
  [
    "or-before-and",
    "or binds stronger than and.",
    (filter) => `(${outside((part) => part.replaceAll(/ and /g, ") and ("))(filter)})`,
  ],
  ["not-of-all-that-follows", "not is of all that follows.", (filter) => filter.replace(/^not (.*)$/, "not ($1)")],
  [
    "parentheses-overlooked",
    "Parentheses of their own are overlooked.",
    outside((part) => part.replaceAll(/(^|(?:and|or|not) )\(/g, "$1").replaceAll(/(?<![\w'])\)/g, "")),
  ],
  ["first-clause-only", "Only the first clause counts.", (filter) => filter.split(/ (?:and|or) /)[0] ?? filter],
  ["last-clause-only", "Only the last clause counts.", (filter) => filter.split(/ (?:and|or) /).at(-1) ?? filter],
  [
    "in-groups-is-true",
    "Everybody is in the group.",
    (filter) => filter.replaceAll(/'[^']*' in \(?groups\)?/g, "true"),
  ],
  ["in-groups-is-false", "Nobody is in the group.", (filter) => filter.replaceAll(/'[^']*' in \(?groups\)?/g, "false")],
  [
    "in-list-first-only",
    "Of a list only the first item counts.",
    (filter) => filter.replaceAll(/in \(([^,()]+),[^)]*\)/g, "in ($1)"),
  ],
  ["in-list-of-one-refused", "A list of one is refused.", refusing((filter) => /in \([^,()]+\)/.test(filter))],
  [
    "in-groups-in-parentheses-refused",
    "Groups in parentheses are refused.",
    refusing((filter) => filter.includes("(groups)")),
  ],
  ["tolower-is-toupper", "tolower makes capitals.", word("tolower", "toupper")],
  ["toupper-is-tolower", "toupper makes small letters.", word("toupper", "tolower")],
  ["tolower-is-nothing", "tolower changes nothing.", (filter) => filter.replaceAll("tolower(", "concat('',")],
  ["toupper-is-nothing", "toupper changes nothing.", (filter) => filter.replaceAll("toupper(", "concat('',")],
  ["trim-is-nothing", "trim changes nothing.", (filter) => filter.replaceAll("trim(", "concat('',")],
  ["contains-is-startswith", "contains looks at the start only.", word("contains", "startswith")],
  ["startswith-is-contains", "startswith looks everywhere.", word("startswith", "contains")],
  ["endswith-is-contains", "endswith looks everywhere.", word("endswith", "contains")],
  ["startswith-is-endswith", "startswith looks at the end.", word("startswith", "endswith")],
  [
    "indexof-from-1",
    "indexof counts from 1.",
    (filter) => filter.replaceAll(/indexof\(([^,]+),/g, "indexof(concat('_',$1),"),
  ],
  [
    "length-one-too-many",
    "length counts one too many.",
    (filter) =>
      filter.replaceAll(/length\((\w+|'[^']*')\)/g, (call, of: string) =>
        of === "groups" ? call : `length(concat(${of},'_'))`,
      ),
  ],
  [
    "length-of-groups-refused",
    "length is refused with groups.",
    refusing((filter) => filter.includes("length(groups)")),
  ],
  [
    "length-of-groups-is-0",
    "length says that there are no groups.",
    (filter) => filter.replaceAll("length(groups)", "length('')"),
  ],
  [
    "concat-other-way",
    "concat puts the second text first.",
    (filter) => filter.replaceAll(/concat\(([^,()]+),\s*([^,()]+)\)/g, "concat($2,$1)"),
  ],
  [
    "concat-first-only",
    "concat leaves the second text out.",
    (filter) => filter.replaceAll(/concat\(([^,()]+),\s*([^,()]+)\)/g, "concat($1,'')"),
  ],
  [
    "substring-from-1",
    "substring counts from 1.",
    (filter) =>
      filter.replaceAll(
        /substring\(([^,]+),\s*(\d+)/g,
        (_, of: string, start: string) => `substring(${of},${Number(start) + 1}`,
      ),
  ],
  [
    "substring-length-ignored",
    "substring goes on to the end.",
    (filter) => filter.replaceAll(/substring\(([^,]+),\s*(\d+),\s*\d+\)/g, "substring($1,$2)"),
  ],
  [
    "substring-to-the-end",
    "The length in substring is taken for an end.",
    (filter) =>
      filter.replaceAll(
        /substring\(([^,]+),\s*(\d+),\s*(\d+)\)/g,
        (_, of: string, start: string, length: string) =>
          `substring(${of},${start},${Math.max(0, Number(length) - Number(start))})`,
      ),
  ],
  [
    "functions-in-functions-refused",
    "A function is refused in a function.",
    refusing((filter) => /\w+\(\w+\(/.test(filter)),
  ],
  [
    "function-as-value-refused",
    "A function is refused where it is a condition.",
    refusing((filter) => /^(not )?\w+\('/.test(filter)),
  ],
  [
    "doubled-quote-lost",
    "A doubled quote is nothing.",
    (filter) => filter.replaceAll(/(?<=[^(,\s])''(?=[^),\s])/g, ""),
  ],
  ["minus-lost", "The minus of a number is overlooked.", outside((part) => part.replaceAll(/-(\d)/g, "$1"))],
  ["plus-refused", "A plus before a number is refused.", refusing((filter) => /\+\d/.test(filter))],
  ["doubled-quote-ends-the-text", "A doubled quote ends a text.", (filter) => filter.replaceAll("''", "'")],
  [
    "letter-case-of-properties",
    "Properties have to be written in their own letter case.",
    refusing(
      (filter) =>
        outside((part) => part.replaceAll(/userId|connectionId|groups|protocol/g, ""))(filter).match(
          /\b(userid|connectionid|groups)\b/i,
        ) !== null,
    ),
  ],
  ["null-is-a-text", "null is taken for the text null.", word("null", "'null'")],
  ["user-id-is-connection-id", "userId is taken for connectionId.", word("userId", "connectionId")],
  ["connection-id-is-user-id", "connectionId is taken for userId.", word("connectionId", "userId")],
  [
    "many-clauses-refused",
    "Ten clauses are refused as too many.",
    refusing((filter) => filter.split(/ (?:and|or) /).length >= 10),
  ],
  ["in-list-of-texts-only", "A list of numbers is refused.", refusing((filter) => /in \(-?\d/.test(filter))],
];
