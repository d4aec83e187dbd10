import type { DescriptionName } from "../../generated/descriptions.js";
import type { Aspect, Level } from "../cases/case.js";
import type { TranscriptEntry } from "../wire/transcript.js";
import type { Coverage } from "./coverage.js";

/** The result of a case. */
export type Status =
  | "passed"
  | "failed"
  /** It failed, but its level does not decide: SHOULD without `--strict`, or MAY. */
  | "warning"
  /** It failed, and is listed as a known failure in the expectations. */
  | "expected failure"
  /** It passed, though listed as a known failure: the expectations are out of date, which fails the run. */
  | "unexpected pass"
  /** The target lacks a capability that the case needs. */
  | "undecidable"
  /** Not selected by `--only` or `--level`. */
  | "skipped"
  /** The target could not be reached, or no longer. */
  | "could not run";

/** The statuses with which a run does not pass. */
export const FAILING_STATUSES: readonly Status[] = ["failed", "unexpected pass", "could not run"];

/** The statuses that reports explain case by case. */
export const EXPLAINED_STATUSES: readonly Status[] = [...FAILING_STATUSES, "warning"];

/** A case and its result, without secrets. */
export interface CaseReport {
  readonly description: DescriptionName;
  readonly id: string;
  /** The operationId, or `sockets`. */
  readonly operation: string;
  readonly aspect: Aspect;
  readonly level: Level;
  readonly requirement: string;
  /** A JSON pointer into the bundled document (`#/…`), or an entry of the evidence ledger (`E07`). */
  readonly source: string;
  readonly status: Status;
  /** In milliseconds. */
  readonly duration: number;
  /** The difference, the capability that the target lacks, or why the case could not run. */
  readonly reason?: string;
  /** Why the failure is known. */
  readonly expectation?: { readonly reason: string; readonly link: string };
  /** What was sent and received, in order. */
  readonly transcript: readonly TranscriptEntry[];
}

/** A whole run against one target. The JSON report is this object. */
export interface RunReport {
  readonly target: string;
  readonly driver: "client" | "raw";
  /** ISO 8601. */
  readonly started: string;
  /** The duration of the run. */
  readonly seconds: number;
  /** 0: the target conforms; 1: it does not; 2: that could not be determined. */
  readonly verdict: 0 | 1 | 2;
  /** The verdict in one sentence. */
  readonly summary: string;
  readonly cases: readonly CaseReport[];
  /** One for each description. */
  readonly coverages: readonly Coverage[];
  /** Errors outside a case. */
  readonly faults: readonly string[];
}
