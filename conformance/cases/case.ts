import type { OperationId } from "../../generated/2024-12-01/operations.js";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { CoverageItem } from "../description/coverage-items.js";
import type { Capability } from "../targets/capability.js";
import type { Target } from "../targets/target.js";
import type { TranscriptEntry } from "../wire/transcript.js";

/** How binding a requirement is. MUST only for what is recorded or documented. */
export type Level = "MUST" | "SHOULD" | "MAY";

/** What of an operation a case looks at: the columns of reports. */
export const ASPECTS = ["responses", "media types", "parameters", "rejections", "authentication", "effects"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** The operation that a case is of; `sockets` for those of what clients say and hear, which no operation describes. */
export type Subject = OperationId | "sockets";

/** What the written cases of no single operation are about: one list each. */
export const TOPICS = [
  "api-version",
  "authentication",
  "errors",
  "filters",
  "names",
  "paging",
  "handshake",
  "identity",
  "client requests",
  "group messages",
  "bad frames",
  "simple clients",
  "reliable clients",
] as const;
export type Topic = (typeof TOPICS)[number];

/** How a case came about, and what it is about. */
export type Origin =
  /** Somebody wrote it, for its operation or for a topic that no operation has for itself. */
  | { readonly kind: "written"; readonly topic: "operation" | Topic }
  /** Derived from a response of the description. */
  | {
      readonly kind: "replay";
      /** The status, or `default`. */
      readonly status: string;
      /** The media type of the response and the name of its example, where it has a body. */
      readonly mediaType?: string;
      readonly example?: string;
      /** The query parameters that are sent though they may be left out. */
      readonly parameters: readonly string[];
      /** A further example of a parameter, where the replay is of that. */
      readonly parameterExample?: string;
    }
  /** Derived from a constraint of the description. @see Constraint.place */
  | { readonly kind: "constraint"; readonly place: string; readonly accepted: boolean };

/** What one run of a case showed. */
export interface CaseResult {
  /** The facts of the description that were exercised, as seen in what was really sent and received. */
  readonly coverageItems: readonly CoverageItem[];
  /** What was sent and received, in order, without secrets. */
  readonly transcript: readonly TranscriptEntry[];
}

/** One thing that a server of the API is held to. */
export interface Case {
  /** The same in every run, and one of a kind within its description. */
  readonly id: string;
  readonly description: DescriptionName;
  readonly operation: string;
  readonly origin: Origin;
  readonly aspect: Aspect;
  readonly level: Level;
  /** In one sentence. */
  readonly requirement: string;
  /** Where the description says so, as a JSON pointer into its bundled document; or an entry of the evidence ledger. */
  readonly source: string;
  readonly needs: readonly Capability[];
  /** Facts that no other case exercises: where this case is undecidable, so are they. */
  readonly decides?: readonly CoverageItem[];
  /**
   * Holds the target to the requirement.
   *
   * @throws {ConformanceError} if the target breaks the requirement
   * @throws {TargetUnreachableError} if the target cannot be reached, so that nothing was decided
   */
  run(target: Target, settings?: CaseRunOptions): Promise<CaseResult>;
}

/** How a case is run. */
export interface CaseRunOptions {
  /** What sends correct requests: our client, or code of the suite that has nothing of it. @default "client" */
  readonly driver?: "client" | "raw";
}
