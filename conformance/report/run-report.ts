import type { DescriptionName } from "../../generated/descriptions.js";
import type { Aspect, Level } from "../cases/case.js";
import type { TranscriptEntry } from "../wire/transcript.js";
import type { Coverage } from "./coverage.js";

/** What became of a case. */
export type Status =
  | "passed"
  | "failed"
  /** It failed, as the target's expectations say. */
  | "expected failure"
  /** It passed, though the target's expectations say that it fails: they are out of date, which is a failure. */
  | "unexpected pass"
  /** The target cannot do what the case needs. */
  | "undecidable"
  /** Not chosen by `--only` or `--level`. */
  | "skipped"
  /** The target could not be reached (any more). */
  | "could not run";

/** The statuses that a run is not to have. */
export const FAILING_STATUSES: readonly Status[] = ["failed", "unexpected pass", "could not run"];

/** A case, and what became of it. Nothing in it is secret. */
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
  /** What differs, what the target lacks, or why it could not run. */
  readonly reason?: string;
  /** Why the failure is expected. */
  readonly expectation?: { readonly reason: string; readonly link: string };
  /** What was sent and received, in order. */
  readonly transcript: readonly TranscriptEntry[];
}

/** A whole run against one target. */
export interface RunReport {
  readonly target: string;
  readonly driver: "client" | "raw";
  /** ISO 8601. */
  readonly started: string;
  readonly seconds: number;
  /** 0: it conforms; 1: it does not; 2: that could not be found out. */
  readonly verdict: 0 | 1 | 2;
  /** The verdict in one sentence. */
  readonly summary: string;
  readonly cases: readonly CaseReport[];
  /** By description. */
  readonly coverages: readonly Coverage[];
  /** What went wrong outside of any case. */
  readonly faults: readonly string[];
}
