import type { Case, Subject } from "../cases/case.js";
import type { StartedTarget } from "../targets/target.js";

/** A server that is wrong in one way. */
export interface Mutant {
  /** `<file>/<which>`. */
  readonly id: string;
  /** What is wrong with it, in one sentence. */
  readonly summary: string;
  /** Where it was real, by an address or in words. */
  readonly history?: string | undefined;
  /** Whose cases can notice: those of other operations are not run. */
  readonly operations: readonly Subject[] | "all";
  /** Which of these cases, by their ids. @default all but the replays that differ from another only in what is sent */
  readonly cases?: RegExp;
  /** Whether all cases are run on it, and not only as many as it takes to kill it. */
  readonly runAllCases?: boolean;
  /** Why no case can tell it from a right server. It has to survive then. */
  readonly equivalentBecause?: string | undefined;
  /** Starts it, as a target of the suite. */
  start(): Promise<StartedTarget>;
}

/** What a mutant says of itself. */
export type MutantHead = Omit<Mutant, "start">;

/** What is written, the constraints, and one replay of each response. */
const REPRESENTATIVE = /^(?!.*\/replay\/)|\/replay\/.*\/bare$/;

/** Whether it makes sense to try a case on a mutant. What the mutant's target can decide is another question. */
export function isRelevantCase(
  { operations, cases = REPRESENTATIVE }: MutantHead,
  { id, operation }: Pick<Case, "id" | "operation">,
): boolean {
  return (operations === "all" || (operations as readonly string[]).includes(operation)) && cases.test(id);
}
