import { type FilterSubject, parseFilter } from "../../emulator/filter/index.js";
import type { Interception } from "../../emulator/interception.js";
import type { Call } from "../../emulator/rest/handlers/handler.js";
import { validationProblem } from "../../emulator/rest/response/rest-response.js";
import type { Mutant, MutantHead } from "../mutant.js";
import { withQueryValues } from "../support/change-request.js";
import { wrongEmulator } from "../support/wrong-emulator.js";
import { READINGS } from "./filter-parsers.js";

const HEAD: Pick<MutantHead, "operations" | "cases"> = {
  operations: ["sendToAll", "sendToGroup", "sendToUser"],
  cases: /^filters\/|^send-to-\w+\/filter/,
};

const readings = READINGS.map(([name, summary, read]) =>
  wrongEmulator({ ...HEAD, id: `filters/${name}`, summary: summary }, () => ({
    target: (target) => withQueryValues(target, "filter", (values) => values.map(read)),
  })),
);

/** Servers that see other things in a connection than there are. */
const SUBJECT_VARIANTS: readonly (readonly [
  name: string,
  summary: string,
  see: (subject: FilterSubject) => FilterSubject,
])[] = [
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

const views = SUBJECT_VARIANTS.map(([name, summary, see]) => {
  const handle = judging(({ filter }, subject) => filter?.matches(see(subject)) ?? true);
  return wrongEmulator({ ...HEAD, id: `filters/${name}`, summary: summary }, () => ({ ...(handle && { handle }) }));
});

const RESULT_VARIANTS: readonly (readonly [string, string, (call: Call, subject: FilterSubject) => boolean])[] = [
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

const judgements = RESULT_VARIANTS.map(([name, summary, judge]) => {
  const handle = judging(judge);
  return wrongEmulator({ ...HEAD, id: `filters/${name}`, summary: summary }, () => ({ ...(handle && { handle }) }));
});

/** A filter that selects as the groups were when the client connected. */
const groupsOfTheBeginning = wrongEmulator(
  {
    ...HEAD,
    id: "filters/groups-of-the-beginning",
    summary: "A filter sees the groups that a connection began with.",
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
      summary: "A filter that is not understood selects everybody.",
      history: "An emulator in Go does so.",
    },
    () => ({ target: (target) => withQueryValues(target, "filter", (values) => values.filter(isFilter)) }),
  ),
  wrongEmulator(
    { ...HEAD, id: "filters/unknown-matches-none", summary: "A filter that is not understood selects nobody." },
    () => ({
      target: (target) =>
        withQueryValues(target, "filter", (values) => values.map((text) => (isFilter(text) ? text : "false"))),
    }),
  ),
  wrongEmulator({ ...HEAD, id: "filters/empty-refused", summary: "An empty filter is refused." }, () => ({
    target: (target) => withQueryValues(target, "filter", (values) => values.map((text) => text || " ")),
  })),
  wrongEmulator(
    {
      ...HEAD,
      id: "filters/refused-and-done",
      summary: "A filter that is not understood is refused after the message was sent.",
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
