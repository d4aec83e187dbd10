import type { Aspect, Case, Topic } from "../cases/case.js";
import type { Capability } from "../targets/capability.js";

/** Which cases of its operations run on a mutant. A kind that is left out selects no case of that kind. */
export interface CaseSelection {
  /** Written cases that match at least one of these. */
  readonly written?: "all" | readonly WrittenSelection[];
  readonly replays?: "all" | ReplaySelection;
  /** Parts of responses: headers, media types and bodies. */
  readonly responses?: "all" | ResponseSelection;
  /** Constraint cases whose place starts with one of these, in whole words. */
  readonly constraints?: "all" | readonly ConstraintPlace[];
}

/** Written cases that match every member. A member that is left out matches every case. */
export interface WrittenSelection {
  readonly topics?: readonly ("operation" | Topic)[];
  readonly aspects?: readonly Aspect[];
  /** A capability that the case needs. */
  readonly needs?: Capability;
}

/** Parts of responses that match every member. A member that is left out matches every part. */
export interface ResponseSelection {
  /** The documented statuses, `default` included. */
  readonly statuses?: readonly string[];
}

/** Replays that match every member. A member that is left out matches every replay. */
export interface ReplaySelection {
  /** The documented statuses, `default` included. */
  readonly statuses?: readonly string[];
  /** Only replays without optional parameters and without a further example of a parameter. */
  readonly plain?: true;
  /** Only replays of a further example of this parameter. */
  readonly examplesOf?: string;
}

/** The place of a constraint, or the beginning of one: `query`, `path hub`, `body required`. */
export type ConstraintPlace = "path" | "query" | "body" | "token" | `${"path" | "query" | "body" | "token"} ${string}`;

export const ALL_CASES: CaseSelection = { written: "all", replays: "all", responses: "all", constraints: "all" };

/** Written cases, parts of responses, constraints, and one replay of each response: the other replays differ only in what is sent. */
export const REPRESENTATIVE_CASES: CaseSelection = {
  written: "all",
  replays: { plain: true },
  responses: "all",
  constraints: "all",
};

/** Whether a selection has the case. */
export function selects(
  { written, replays, responses, constraints }: CaseSelection,
  selected: Pick<Case, SelectedBy>,
): boolean {
  const { origin } = selected;
  switch (origin.kind) {
    case "written":
      return written === "all" || (written?.some((each) => matchesWritten(each, origin.topic, selected)) ?? false);
    case "replay":
      return replays === "all" || (replays !== undefined && matchesReplay(replays, origin));
    case "response":
      return responses === "all" || (responses !== undefined && (responses.statuses?.includes(origin.status) ?? true));
    case "constraint":
      return (
        constraints === "all" || (constraints?.some((place) => `${origin.place} `.startsWith(`${place} `)) ?? false)
      );
  }
}

/** What a selection looks at. */
export type SelectedBy = "origin" | "aspect" | "needs";

function matchesWritten(
  { topics, aspects, needs }: WrittenSelection,
  topic: "operation" | Topic,
  selected: Pick<Case, SelectedBy>,
): boolean {
  return (
    (topics?.includes(topic) ?? true) &&
    (aspects?.includes(selected.aspect) ?? true) &&
    (needs === undefined || selected.needs.includes(needs))
  );
}

function matchesReplay(
  { statuses, plain, examplesOf }: ReplaySelection,
  { status, parameters, parameterExample }: Extract<Case["origin"], { kind: "replay" }>,
): boolean {
  return (
    (statuses?.includes(status) ?? true) &&
    (plain === undefined || (parameters.length === 0 && parameterExample === undefined)) &&
    (examplesOf === undefined || (parameterExample?.startsWith(`${examplesOf}.`) ?? false))
  );
}
