import type { OperationId } from "../../generated/operations.js";
import type { Source } from "../description/sources.js";
import type { Capability } from "../targets/capability.js";
import type { Aspect, Level, Subject, Topic } from "./case.js";
import type { CaseContext } from "./case-context.js";
import { kebab } from "./case-ids.js";

/** An operation, or a parameter of one: `sendToAll filter`. */
export type Used = OperationId | `${OperationId} ${string}`;

/** A case as it is written: one for every api-version that has its operation, and what it uses besides. */
export interface WrittenCase {
  /** Unique. It starts with the operation in kebab-case, or with the topic. */
  readonly id: string;
  readonly operation: Subject;
  readonly aspect: Aspect;
  readonly level: Level;
  /** One sentence that says what a server of the API does. */
  readonly requirement: string;
  readonly source: Source;
  /** What a target must be able to do, so that the case can be decided. */
  readonly needs: readonly Capability[];
  /** What the case uses that not every api-version has: other operations, and parameters of operations. */
  readonly uses?: readonly Used[];
  readonly run: (context: CaseContext) => Promise<void>;
}

/** Members that the cases of a list share, or that one case has otherwise. */
type SharedMembers = Pick<WrittenCase, "operation" | "aspect" | "needs" | "uses">;
type RequiredMember = "operation" | "aspect" | "needs";

/** What a single case overrides; what the list does not say is required. */
type Overrides<Known extends PropertyKey> = Partial<SharedMembers> & Omit<Pick<SharedMembers, RequiredMember>, Known>;

type CaseArguments<Known extends PropertyKey> = [
  /** What follows the operation or the topic in the case's id. */
  id: string,
  requirement: string,
  source: Source,
  run: WrittenCase["run"],
  ...overrides: RequiredMember extends Known ? [Overrides<Known>?] : [Overrides<Known>],
];

/** Functions that write a case, one for each level. */
interface CaseWriters<Known extends PropertyKey> {
  must(...args: CaseArguments<Known>): WrittenCase;
  should(...args: CaseArguments<Known>): WrittenCase;
  may(...args: CaseArguments<Known>): WrittenCase;
  /** For lists in which each case has a level of its own. */
  atLevel(level: Level, ...args: CaseArguments<Known>): WrittenCase;
}

/**
 * Binds what the cases of a list have in common.
 *
 * @param owner the operation that the cases are of, `sockets`, or a topic, whose cases name their operations themselves
 * @param shared members that every case has unless its last argument says otherwise
 * @example
 * const { must, should } = casesOf("userExists", { aspect: "effects", needs: ["state", "sockets"] });
 *
 * export const userExistsCases = [
 *   must("with-a-raw-client", "A user exists whatever protocol its connection uses.", "operation", async (context) => {
 *     await context.connect({ userId: "alice", protocol: null });
 *     await expectExists(context, "userExists", { userId: "alice" });
 *   }),
 * ];
 */
export function casesOf<const Shared extends Partial<SharedMembers>>(
  owner: Subject,
  shared: Shared,
): CaseWriters<keyof Shared | "operation">;
export function casesOf<const Shared extends Partial<SharedMembers>>(
  owner: Topic,
  shared: Shared,
): CaseWriters<keyof Shared>;
export function casesOf(owner: Subject | Topic, shared: Partial<SharedMembers>): CaseWriters<RequiredMember> {
  const operation = owner as OperationId;
  const atLevel: CaseWriters<RequiredMember>["atLevel"] = (level, id, requirement, source, run, overrides) => ({
    id: `${kebab(owner)}/${id}`,
    level,
    requirement,
    source,
    run,
    ...({ operation, ...shared, ...overrides } as SharedMembers),
  });
  return {
    must: (...args) => atLevel("MUST", ...args),
    should: (...args) => atLevel("SHOULD", ...args),
    may: (...args) => atLevel("MAY", ...args),
    atLevel,
  };
}
