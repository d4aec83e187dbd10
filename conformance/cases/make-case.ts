import type { DescriptionName } from "../../generated/descriptions.js";
import { ConformanceError, failureReport } from "../wire/conformance-error.js";
import { toTranscriptEntry } from "../wire/transcript.js";
import type { Case } from "./case.js";
import { CaseContext } from "./case-context.js";

/** What a case says of itself. */
export type CaseHead = Omit<Case, "run" | "description">;

/** A case of a description, by what is played on a stage. */
export function makeCase(
  description: DescriptionName,
  head: CaseHead,
  run: (context: CaseContext) => Promise<void>,
): Case {
  return {
    ...head,
    description,
    async run(target, settings) {
      // Time that is moved would be moved for all.
      const own = head.needs.includes("clock") ? await target.startIsolated?.() : undefined;
      const context = new CaseContext(own?.target ?? target, description, settings);
      try {
        await run(context);
        return {
          coverageItems: context.coverageItems,
          // Made when asked for: it takes longer than many a case.
          get transcript() {
            return context.transcript.map(toTranscriptEntry);
          },
        };
      } catch (error) {
        if (error instanceof ConformanceError) throw failureReport(error, head, context.transcript);
        throw error;
      } finally {
        await context.close();
        await own?.close();
      }
    },
  };
}
