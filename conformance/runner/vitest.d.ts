import "vitest";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { Target } from "../targets/target.js";

/** What the command tells the host, as data. */
export interface HostedRun {
  /** Null: our emulator, which the host starts, because its clock cannot be sent. */
  readonly targets: readonly (readonly [description: DescriptionName, target: Target | null])[];
  /** The cases that were chosen; null: all. */
  readonly selectedIds: readonly string[] | null;
  readonly driver: "client" | "raw";
  /** Whether reports will show what was sent and received where all was well. */
  readonly keepTranscripts: boolean;
  /** How many threads run cases, 1 or 2. */
  readonly threads: number;
}

declare module "vitest" {
  interface ProvidedContext {
    hosted: HostedRun;
  }
}
