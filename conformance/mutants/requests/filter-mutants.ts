import { type FilterSubject, parseFilter } from "../../emulator/filter/index.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { CaseSelection } from "../case-selection.js";
import type { Mutant } from "../mutant.js";
import { withQueryValues } from "../support/change-request.js";
import { withParameter } from "../support/operation-groups.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { type Family, mutantsOf, type Variant } from "../variants.js";
import { PARSER_VARIANTS, type ReadFilter } from "./filter-parsers.js";

/** Reads the filters of a query as other ones. */
const reading = (read: (filters: readonly string[]) => readonly string[]): Interception => ({
  target: (target) => withQueryValues(target, "filter", read),
});

/** Whether the filter of a call selects a connection. */
type Select = (call: Call, subject: FilterSubject) => boolean;

/** Selects connections differently. */
const selecting = (select: Select): Interception => ({
  handle: (call, handler) =>
    handler(call.filter === undefined ? call : { ...call, filter: { matches: (subject) => select(call, subject) } }),
});

const matches: Select = ({ filter }, subject) => filter?.matches(subject) ?? true;

/** Selects connections as if they were others. */
const seeing = (see: (subject: FilterSubject) => FilterSubject) =>
  selecting((call, subject) => matches(call, see(subject)));

function copyOf({ userId, connectionId, groups, protocol }: FilterSubject): FilterSubject {
  return { userId, connectionId, groups, protocol };
}

/** What a filter sees of a connection. */
const SUBJECT_VARIANTS: readonly Variant<(subject: FilterSubject) => FilterSubject>[] = [
  [
    "null-is-empty",
    "A filter sees an empty userId where a client has no user.",
    (subject) => ({ ...copyOf(subject), userId: subject.userId ?? "" }),
  ],
  [
    "null-has-a-name",
    "A filter sees the userId null, as a text, where a client has no user.",
    (subject) => ({ ...copyOf(subject), userId: subject.userId ?? "null" }),
  ],
  [
    "groups-in-any-letter-case",
    "Group names in filters are case-insensitive.",
    (subject) => {
      const groups = new Set(subject.groups);
      groups.has = (name) => [...groups].some((group) => group.toLowerCase() === name.toLowerCase());
      return { ...copyOf(subject), groups };
    },
  ],
  [
    "user-in-small-letters",
    "A filter sees the userId in lower case.",
    (subject) => ({ ...copyOf(subject), userId: subject.userId?.toLowerCase() ?? null }),
  ],
  [
    "no-groups",
    "A filter sees every connection in no group.",
    (subject) => ({ ...copyOf(subject), groups: new Set() }),
  ],
];

/** Which connections a filter selects. */
const RESULT_VARIANTS: readonly Variant<Select>[] = [
  [
    "null-matches",
    "Every filter selects clients without a user.",
    (call, subject) => subject.userId === null || matches(call, subject),
  ],
  [
    "null-never-matches",
    "No filter selects a client without a user.",
    (call, subject) => subject.userId !== null && matches(call, subject),
  ],
  [
    "excluded-in-its-place",
    "With excluded, the filter is ignored.",
    (call, subject) => (call.values.excluded as readonly string[] | undefined)?.length !== 0 || matches(call, subject),
  ],
  ["inverted", "A filter selects the connections that it does not match.", (call, subject) => !matches(call, subject)],
];

function groupsAtTheBeginning(): Interception {
  const groupsAtFirst = new Map<string, ReadonlySet<string>>();
  return {
    ...seeing((subject) => ({
      ...copyOf(subject),
      groups: groupsAtFirst.get(subject.connectionId) ?? subject.groups,
    })),
    // The connection joins the groups of its token right after this.
    session: ({ connection }) => queueMicrotask(() => groupsAtFirst.set(connection.id, new Set(connection.groups))),
  };
}

function isFilter(text: string): boolean {
  try {
    parseFilter(text);
    return true;
  } catch {
    return text === "";
  }
}

/** Rejects an invalid filter only after the message was sent. */
function rejectingLate(): Interception {
  const rejected = new WeakSet<object>();
  return {
    target: (target, request) =>
      withQueryValues(target, "filter", (values) => {
        if (values.every(isFilter)) return values;
        rejected.add(request);
        return [];
      }),
    response: (response, request) =>
      rejected.has(request) ? validationProblem("filter", "Not a filter.").response : response,
  };
}

const OTHER_VARIANTS: readonly Variant<() => Interception>[] = [
  [
    "groups-of-the-beginning",
    "A filter sees the groups that a connection had when it was opened.",
    groupsAtTheBeginning,
  ],
  [
    "unknown-matches-all",
    "An invalid filter selects every connection.",
    () => reading((filters) => filters.filter(isFilter)),
    "An emulator in Go does so.",
  ],
  [
    "unknown-matches-none",
    "An invalid filter selects no connection.",
    () => reading((filters) => filters.map((filter) => (isFilter(filter) ? filter : "false"))),
  ],
  ["empty-refused", "An empty filter is rejected.", () => reading((filters) => filters.map((filter) => filter || " "))],
  ["refused-and-done", "An invalid filter is rejected after the message was sent.", rejectingLate],
];

/** With the cases in which a filter meets `excluded`. */
const FILTERS_AND_EFFECTS: CaseSelection = {
  written: [{ topics: ["filters"] }, { topics: ["operation"], aspects: ["effects"] }],
};

/** Filters of a query, by what makes the interception. */
const filtersBy = <Wrong>(makeInterception: (wrong: Wrong) => Interception): Family<Wrong> => ({
  operations: withParameter("filter", "query"),
  cases: { written: [{ topics: ["filters"] }] },
  make: (head, wrong) => wrongEmulator(head, () => makeInterception(wrong)),
});

export const filters: readonly Mutant[] = [
  ...mutantsOf(
    "filters",
    filtersBy<ReadFilter>((read) => reading((values) => values.map(read))),
    PARSER_VARIANTS,
  ),
  ...mutantsOf("filters", filtersBy(seeing), SUBJECT_VARIANTS),
  ...mutantsOf("filters", { ...filtersBy(selecting), cases: FILTERS_AND_EFFECTS }, RESULT_VARIANTS),
  ...mutantsOf(
    "filters",
    filtersBy<() => Interception>((make) => make()),
    OTHER_VARIANTS,
  ),
];
