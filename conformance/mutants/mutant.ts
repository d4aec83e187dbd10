import type { Case, Subject } from "../cases/case.js";
import type { StartedTarget } from "../targets/target.js";
import { type CaseSelection, REPRESENTATIVE_CASES, type SelectedBy, selects } from "./case-selection.js";

/** A server that is wrong in one way. */
export interface Mutant {
  /** `family/variant`. */
  readonly id: string;
  /** What the server does wrong, in one sentence. */
  readonly summary: string;
  /** Which real server, document or description did the same, with a link where there is one. */
  readonly history?: string | undefined;
  /** The operations whose cases can notice it. */
  readonly operations: readonly Subject[] | "all";
  /** Which cases of these operations run on it. @default REPRESENTATIVE_CASES */
  readonly cases?: CaseSelection;
  /** Runs every selected case, instead of stopping once enough have failed. @default false */
  readonly runAllCases?: boolean;
  /** It fails nearly every case, so that killing it does not show what a case is for. @default false */
  readonly broad?: boolean;
  /** Why no case can tell it from a correct server. A mutant with a reason must survive. */
  readonly equivalentBecause?: string | undefined;
  /** Starts the server, as a target of the suite. */
  start(): Promise<StartedTarget>;
}

/** All of a mutant but its server. */
export type MutantHead = Omit<Mutant, "start">;

/** Whether a case can notice what is wrong with a mutant. It does not say whether the mutant's target can decide the case. */
export function isRelevantCase(
  { operations, cases = REPRESENTATIVE_CASES }: Pick<MutantHead, "operations" | "cases">,
  candidate: Pick<Case, "operation" | SelectedBy>,
): boolean {
  return (
    (operations === "all" || (operations as readonly string[]).includes(candidate.operation)) &&
    selects(cases, candidate)
  );
}
