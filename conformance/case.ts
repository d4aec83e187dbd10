import type { DescriptionName } from "../generated/descriptions.js";
import type { Fact } from "./report/facts.js";
import type { Target } from "./targets/target.js";

/** What a target must be able to do for a case to be decided there. */
export type Capability =
  /** Gives the response that a request's `Prefer` header asks for, as Prism does. */
  | "responses"
  /** Refuses what does not fit the description. */
  | "validation"
  /** Tells a query parameter with an empty value from one that is not there. */
  | "empty-values";

/** How binding a requirement is. MUST only for what is recorded or documented. */
export type Level = "MUST" | "SHOULD" | "MAY";

/** One thing that a server of the API is held to. */
export interface Case {
  /** The same in every run, and one of a kind within its description. */
  readonly id: string;
  readonly description: DescriptionName;
  /** The operationId. */
  readonly operation: string;
  readonly level: Level;
  /** In one sentence. */
  readonly requirement: string;
  /** Where the description says so: a JSON pointer into its bundled document. */
  readonly source: string;
  readonly needs: readonly Capability[];
  /** Facts that no other case exercises: where this case is undecidable, so are they. */
  readonly decides?: readonly Fact[];
  /**
   * Holds the target to the requirement. Gives the facts of the description that this exercised, as seen in what was
   * really sent and received. Throws a `ConformanceError` if the target breaks the requirement.
   */
  run(target: Target): Promise<Fact[]>;
}
