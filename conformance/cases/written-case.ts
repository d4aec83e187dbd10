import type { DescriptionName } from "../../generated/descriptions.js";
import type { Source } from "../description/sources.js";
import type { Capability } from "../targets/capability.js";
import type { Aspect, Level, Subject } from "./case.js";
import type { CaseContext } from "./case-context.js";

/** A case as it is written: for every api-version that has its operation, if it does not say which. */
export interface WrittenCase {
  /** Begins with the operation in kebab-case, or the name of the file. */
  readonly id: string;
  readonly operation: Subject;
  readonly aspect: Aspect;
  readonly level: Level;
  readonly requirement: string;
  readonly source: Source;
  readonly needs: readonly Capability[];
  /** The api-versions that it is for. */
  readonly only?: readonly DescriptionName[];
  readonly run: (context: CaseContext) => Promise<void>;
}
