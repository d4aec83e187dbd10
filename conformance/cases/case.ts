import type { DescriptionName } from "../../generated/descriptions.js";
import type { OperationId } from "../../generated/operations.js";
import type { CoverageItem } from "../description/coverage-items.js";
import type { ResponsePart } from "../description/response-check.js";
import type { Capability } from "../targets/capability.js";
import type { Target } from "../targets/target.js";
import type { TranscriptEntry } from "../wire/transcript.js";

/** How binding a requirement is. MUST is for behaviour of the service that is recorded or documented. */
export type Level = "MUST" | "SHOULD" | "MAY";

/** The part of an operation that a case checks: the columns of reports. */
export const ASPECTS = ["responses", "media types", "parameters", "rejections", "authentication", "effects"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** The operation that a case belongs to; `sockets` for what clients send and receive, which no operation describes. */
export type Subject = OperationId | "sockets";

/** The subjects of written cases that belong to no single operation. Each has a list of its own. */
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

/** Where a case comes from, and what it is about. */
export type Origin =
  /** Written by hand, for its operation or for a topic. */
  | { readonly kind: "written"; readonly topic: "operation" | Topic }
  /** Derived from a response of the description. */
  | {
      readonly kind: "replay";
      /** The status, or `default`. */
      readonly status: string;
      /** The media type of the response and the name of its example, where it has a body. */
      readonly mediaType?: string;
      readonly example?: string;
      /** The optional parameters that are sent. */
      readonly parameters: readonly string[];
      /** The further example of a parameter that is sent: `name.example`. */
      readonly parameterExample?: string;
    }
  /** Derived from a part of a response of the description. */
  | { readonly kind: "response"; readonly status: string; readonly part: ResponsePart["kind"] }
  /** Derived from a constraint of the description. @see Constraint.place */
  | { readonly kind: "constraint"; readonly place: string; readonly accepted: boolean };

/** The result of a run in which the case passed. */
export interface CaseResult {
  /** The coverage items that the requests and responses of the run exercised. */
  readonly coverageItems: readonly CoverageItem[];
  /** Everything sent and received, in order, without secrets. */
  readonly transcript: readonly TranscriptEntry[];
}

/** One requirement on a server of the API, and the code that checks it. */
export interface Case {
  /** Stable, and unique within the description. */
  readonly id: string;
  readonly description: DescriptionName;
  readonly operation: string;
  readonly origin: Origin;
  readonly aspect: Aspect;
  readonly level: Level;
  /** What the server does, in one sentence. */
  readonly requirement: string;
  /** Where the requirement comes from: a JSON pointer into the bundled description, or an entry of the evidence ledger. */
  readonly source: string;
  /** The capabilities without which a target cannot decide the case. */
  readonly needs: readonly Capability[];
  /** Coverage items that only this case exercises: where the case is undecidable, so are they. */
  readonly decides?: readonly CoverageItem[];
  /**
   * Checks the target against the requirement.
   *
   * @throws {ConformanceError} if the target does not meet the requirement
   * @throws {TargetUnreachableError} if the target cannot be reached, so that the case is undecided
   */
  run(target: Target, settings?: CaseRunOptions): Promise<CaseResult>;
}

/** How a case is run. */
export interface CaseRunOptions {
  /** What sends correct requests: `client` is webpubsub-fetch, `raw` is code of the suite without it. @default "client" */
  readonly driver?: "client" | "raw";
}
