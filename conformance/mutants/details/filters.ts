import { type FilterSubject, parseFilter } from "../../emulator/filter/index.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import { validationProblem } from "../../emulator/rest/reply.js";
import type { Mutant, MutantHead } from "../mutant.js";
import { withQueryValues } from "../values.js";
import { wrongEmulator } from "../wrong-emulator.js";

const HEAD: Pick<MutantHead, "operations" | "cases"> = {
  operations: ["sendToAll", "sendToGroup", "sendToUser"],
  cases: /^filters\/|^send-to-\w+\/filter/,
};

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
const READINGS: readonly (readonly [name: string, sentence: string, read: (filter: string) => string])[] = [
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

const readings = READINGS.map(([name, sentence, read]) =>
  wrongEmulator({ ...HEAD, id: `filters/${name}`, sentence }, () => ({
    target: (target) => withQueryValues(target, "filter", (values) => values.map(read)),
  })),
);

/** Servers that see other things in a connection than there are. */
const VIEWS: readonly (readonly [name: string, sentence: string, see: (subject: FilterSubject) => FilterSubject])[] = [
  [
    "null-is-empty",
    "A client without a user has one without a name.",
    (subject) => ({ ...seen(subject), userId: subject.userId ?? "" }),
  ],
  [
    "null-has-a-name",
    "A client without a user is called null.",
    (subject) => ({ ...seen(subject), userId: subject.userId ?? "null" }),
  ],
  [
    "groups-in-any-letter-case",
    "Groups are told apart without regard to letter case.",
    (subject) => {
      const groups = new Set(subject.groups);
      groups.has = (name) => [...groups].some((group) => group.toLowerCase() === name.toLowerCase());
      return { ...seen(subject), groups };
    },
  ],
  [
    "user-in-small-letters",
    "Users are seen in small letters.",
    (subject) => ({ ...seen(subject), userId: subject.userId?.toLowerCase() ?? null }),
  ],
  ["no-groups", "No connection is seen in a group.", (subject) => ({ ...seen(subject), groups: new Set() })],
];

function seen({ userId, connectionId, groups, protocol }: FilterSubject): FilterSubject {
  return { userId, connectionId, groups, protocol };
}

const judging =
  (judge: (call: Call, subject: FilterSubject) => boolean): Interception["handle"] =>
  (call, handler) =>
    handler(call.filter === undefined ? call : { ...call, filter: { matches: (subject) => judge(call, subject) } });

const views = VIEWS.map(([name, sentence, see]) => {
  const handle = judging(({ filter }, subject) => filter?.matches(see(subject)) ?? true);
  return wrongEmulator({ ...HEAD, id: `filters/${name}`, sentence }, () => ({ ...(handle && { handle }) }));
});

const JUDGEMENTS: readonly (readonly [string, string, (call: Call, subject: FilterSubject) => boolean])[] = [
  [
    "null-matches",
    "Every filter selects clients without a user.",
    ({ filter }, subject) => subject.userId === null || (filter?.matches(subject) ?? true),
  ],
  [
    "null-never-matches",
    "No filter selects a client without a user.",
    ({ filter }, subject) => subject.userId !== null && (filter?.matches(subject) ?? true),
  ],
  [
    "excluded-in-its-place",
    "Where excluded is given the filter does not count.",
    ({ filter, values }, subject) =>
      (values.excluded as readonly string[] | undefined)?.length !== 0 || (filter?.matches(subject) ?? true),
  ],
  ["inverted", "A filter selects the others.", ({ filter }, subject) => !(filter?.matches(subject) ?? true)],
];

const judgements = JUDGEMENTS.map(([name, sentence, judge]) => {
  const handle = judging(judge);
  return wrongEmulator({ ...HEAD, id: `filters/${name}`, sentence }, () => ({ ...(handle && { handle }) }));
});

/** A filter that selects as the groups were when the client connected. */
const groupsOfTheBeginning = wrongEmulator(
  {
    ...HEAD,
    id: "filters/groups-of-the-beginning",
    sentence: "A filter sees the groups that a connection began with.",
  },
  () => {
    const beginnings = new Map<string, ReadonlySet<string>>();
    const groupsOf = ({ connectionId, groups }: FilterSubject) => beginnings.get(connectionId) ?? groups;
    const handle = judging(
      ({ filter }, subject) => filter?.matches({ ...seen(subject), groups: groupsOf(subject) }) ?? true,
    );
    return {
      ...(handle && { handle }),
      // It begins right after that.
      session: ({ connection }) => queueMicrotask(() => beginnings.set(connection.id, new Set(connection.groups))),
    };
  },
);

function isFilter(text: string): boolean {
  try {
    parseFilter(text);
    return true;
  } catch {
    return text === "";
  }
}

const UNKNOWN = [
  wrongEmulator(
    {
      ...HEAD,
      id: "filters/unknown-matches-all",
      sentence: "A filter that is not understood selects everybody.",
      history: "An emulator in Go does so.",
    },
    () => ({ target: (target) => withQueryValues(target, "filter", (values) => values.filter(isFilter)) }),
  ),
  wrongEmulator(
    { ...HEAD, id: "filters/unknown-matches-none", sentence: "A filter that is not understood selects nobody." },
    () => ({
      target: (target) =>
        withQueryValues(target, "filter", (values) => values.map((text) => (isFilter(text) ? text : "false"))),
    }),
  ),
  wrongEmulator({ ...HEAD, id: "filters/empty-refused", sentence: "An empty filter is refused." }, () => ({
    target: (target) => withQueryValues(target, "filter", (values) => values.map((text) => text || " ")),
  })),
  wrongEmulator(
    {
      ...HEAD,
      id: "filters/refused-and-done",
      sentence: "A filter that is not understood is refused after the message was sent.",
    },
    () => {
      const refused = new WeakSet<object>();
      return {
        target: (target, request) =>
          withQueryValues(target, "filter", (values) => {
            if (values.every(isFilter)) return values;
            refused.add(request);
            return [];
          }),
        reply: (reply, request) => (refused.has(request) ? validationProblem("filter", "Not a filter.").reply : reply),
      };
    },
  ),
];

export const filters: readonly Mutant[] = [...readings, ...views, ...judgements, groupsOfTheBeginning, ...UNKNOWN];
