import "vitest";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { Target } from "../targets/target.js";

/** What the command provides to the threads that run cases. It is sent to them, so it must be plain data. */
export interface HostedRun {
  /** Null: each thread starts an emulator, because its clock cannot be sent. */
  readonly targets: readonly (readonly [description: DescriptionName, target: Target | null])[];
  /** The ids of the selected cases; null: every case. */
  readonly selectedIds: readonly string[] | null;
  readonly driver: "client" | "raw";
  /** Whether a report will show the transcripts of cases that passed. */
  readonly keepTranscripts: boolean;
  /** How many threads run cases: 1 or 2. */
  readonly threads: number;
}

declare module "vitest" {
  interface ProvidedContext {
    hosted: HostedRun;
  }
}
