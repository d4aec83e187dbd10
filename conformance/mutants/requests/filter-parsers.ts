import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Variant } from "../variants.js";

/** Reads a filter as another one. */
export type ReadFilter = (filter: string) => string;

/** Changes the parts of a filter that are not in quotes. */
const outsideQuotes =
  (change: (part: string) => string): ReadFilter =>
  (filter) =>
    filter
      .split(/('(?:[^']|'')*')/)
      .map((part, index) => (index % 2 === 0 ? change(part) : part))
      .join("");
const replacing = (word: string, otherWord: string) =>
  outsideQuotes((part) => part.replaceAll(new RegExp(`\\b${word}\\b`, "g"), otherWord));
const rejecting =
  (isRejected: (filter: string) => boolean): ReadFilter =>
  (filter) => {
    if (isRejected(filter)) throw validationProblem("filter", "This filter is not supported.");
    return filter;
  };

export const PARSER_VARIANTS: readonly Variant<ReadFilter>[] = [
  ["and-is-or", "and is evaluated as or.", replacing("and", "or")],
  ["or-is-and", "or is evaluated as and.", replacing("or", "and")],
  ["not-is-nothing", "not is ignored.", replacing("not", "")],
  ["eq-is-ne", "eq is evaluated as ne.", replacing("eq", "ne")],
  ["ne-is-eq", "ne is evaluated as eq.", replacing("ne", "eq")],
  ["gt-is-ge", "gt is evaluated as ge.", replacing("gt", "ge")],
  ["ge-is-gt", "ge is evaluated as gt.", replacing("ge", "gt")],
  ["lt-is-le", "lt is evaluated as le.", replacing("lt", "le")],
  ["le-is-lt", "le is evaluated as lt.", replacing("le", "lt")],
  ["gt-is-lt", "gt is evaluated as lt.", replacing("gt", "lt")],
  ["true-is-false", "true is evaluated as false.", replacing("true", "false")],
  ["false-is-true", "false is evaluated as true.", replacing("false", "true")],
  [
    "or-before-and",
    "or binds more tightly than and.",
    (filter) => `(${outsideQuotes((part) => part.replaceAll(/ and /g, ") and ("))(filter)})`,
  ],
  [
    "not-of-all-that-follows",
    "not applies to everything that follows.",
    (filter) => filter.replace(/^not (.*)$/, "not ($1)"),
  ],
  [
    "parentheses-overlooked",
    "Parentheses around clauses are ignored.",
    outsideQuotes((part) => part.replaceAll(/(^|(?:and|or|not) )\(/g, "$1").replaceAll(/(?<![\w'])\)/g, "")),
  ],
  [
    "first-clause-only",
    "Only the first clause of a filter counts.",
    (filter) => filter.split(/ (?:and|or) /)[0] ?? filter,
  ],
  [
    "last-clause-only",
    "Only the last clause of a filter counts.",
    (filter) => filter.split(/ (?:and|or) /).at(-1) ?? filter,
  ],
  ["in-groups-is-true", "in groups is always true.", (filter) => filter.replaceAll(/'[^']*' in \(?groups\)?/g, "true")],
  [
    "in-groups-is-false",
    "in groups is always false.",
    (filter) => filter.replaceAll(/'[^']*' in \(?groups\)?/g, "false"),
  ],
  [
    "in-list-first-only",
    "Only the first item of a list counts.",
    (filter) => filter.replaceAll(/in \(([^,()]+),[^)]*\)/g, "in ($1)"),
  ],
  ["in-list-of-one-refused", "A list of one item is rejected.", rejecting((filter) => /in \([^,()]+\)/.test(filter))],
  [
    "in-groups-in-parentheses-refused",
    "groups in parentheses is rejected.",
    rejecting((filter) => filter.includes("(groups)")),
  ],
  ["tolower-is-toupper", "tolower converts to upper case.", replacing("tolower", "toupper")],
  ["toupper-is-tolower", "toupper converts to lower case.", replacing("toupper", "tolower")],
  ["tolower-is-nothing", "tolower changes nothing.", (filter) => filter.replaceAll("tolower(", "concat('',")],
  ["toupper-is-nothing", "toupper changes nothing.", (filter) => filter.replaceAll("toupper(", "concat('',")],
  ["trim-is-nothing", "trim changes nothing.", (filter) => filter.replaceAll("trim(", "concat('',")],
  ["contains-is-startswith", "contains only looks at the start.", replacing("contains", "startswith")],
  ["startswith-is-contains", "startswith looks everywhere.", replacing("startswith", "contains")],
  ["endswith-is-contains", "endswith looks everywhere.", replacing("endswith", "contains")],
  ["startswith-is-endswith", "startswith looks at the end.", replacing("startswith", "endswith")],
  [
    "indexof-from-1",
    "indexof counts from 1.",
    (filter) => filter.replaceAll(/indexof\(([^,]+),/g, "indexof(concat('_',$1),"),
  ],
  [
    "length-one-too-many",
    "length is one too high.",
    (filter) =>
      filter.replaceAll(/length\((\w+|'[^']*')\)/g, (call, of: string) =>
        of === "groups" ? call : `length(concat(${of},'_'))`,
      ),
  ],
  [
    "length-of-groups-refused",
    "length of groups is rejected.",
    rejecting((filter) => filter.includes("length(groups)")),
  ],
  ["length-of-groups-is-0", "length of groups is 0.", (filter) => filter.replaceAll("length(groups)", "length('')")],
  [
    "concat-other-way",
    "concat reverses its arguments.",
    (filter) => filter.replaceAll(/concat\(([^,()]+),\s*([^,()]+)\)/g, "concat($2,$1)"),
  ],
  [
    "concat-first-only",
    "concat ignores its second argument.",
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
    "substring ignores its length.",
    (filter) => filter.replaceAll(/substring\(([^,]+),\s*(\d+),\s*\d+\)/g, "substring($1,$2)"),
  ],
  [
    "substring-to-the-end",
    "The length in substring is read as the end.",
    (filter) =>
      filter.replaceAll(
        /substring\(([^,]+),\s*(\d+),\s*(\d+)\)/g,
        (_, of: string, start: string, length: string) =>
          `substring(${of},${start},${Math.max(0, Number(length) - Number(start))})`,
      ),
  ],
  [
    "functions-in-functions-refused",
    "A function as an argument of a function is rejected.",
    rejecting((filter) => /\w+\(\w+\(/.test(filter)),
  ],
  [
    "function-as-value-refused",
    "A function as a condition is rejected.",
    rejecting((filter) => /^(not )?\w+\('/.test(filter)),
  ],
  [
    "doubled-quote-lost",
    "A doubled quote is dropped.",
    (filter) => filter.replaceAll(/(?<=[^(,\s])''(?=[^),\s])/g, ""),
  ],
  ["minus-lost", "The minus sign of a number is ignored.", outsideQuotes((part) => part.replaceAll(/-(\d)/g, "$1"))],
  ["plus-refused", "A plus sign before a number is rejected.", rejecting((filter) => /\+\d/.test(filter))],
  ["doubled-quote-ends-the-text", "A doubled quote ends the text.", (filter) => filter.replaceAll("''", "'")],
  [
    "letter-case-of-properties",
    "Property names in filters are case-sensitive.",
    rejecting(
      (filter) =>
        outsideQuotes((part) => part.replaceAll(/userId|connectionId|groups|protocol/g, ""))(filter).match(
          /\b(userid|connectionid|groups)\b/i,
        ) !== null,
    ),
  ],
  ["null-is-a-text", "null is read as the text null.", replacing("null", "'null'")],
  ["user-id-is-connection-id", "userId is read as connectionId.", replacing("userId", "connectionId")],
  ["connection-id-is-user-id", "connectionId is read as userId.", replacing("connectionId", "userId")],
  [
    "many-clauses-refused",
    "A filter of ten or more clauses is rejected.",
    rejecting((filter) => filter.split(/ (?:and|or) /).length >= 10),
  ],
  ["in-list-of-texts-only", "A list of numbers is rejected.", rejecting((filter) => /in \(-?\d/.test(filter))],
];
