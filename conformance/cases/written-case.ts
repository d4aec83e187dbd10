import type { DescriptionName } from "../../generated/descriptions.js";
import type { Aspect, Capability, Level, Subject } from "./case.js";
import type { Stage } from "./case-context.js";

/**
 * Where the description says so: the operation, a part of it, a JSON pointer into the bundled document, or an entry of the
 * evidence ledger. Sources say where a requirement is from; that they exist is tested.
 */
export type Source =
  | "operation"
  | "request body"
  | `parameter ${string}`
  | `response ${string}`
  | `#/${string}`
  | `E${number}`;

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
  readonly run: (stage: Stage) => Promise<void>;
}
