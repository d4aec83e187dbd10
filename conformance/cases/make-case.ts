import type { DescriptionName } from "../../generated/descriptions.js";
import { ConformanceError, failureReport } from "../wire/conformance-error.js";
import { toTranscriptEntry } from "../wire/transcript.js";
import type { Case } from "./case.js";
import { CaseContext } from "./case-context.js";

/** A case without its code and without its description. */
export type CaseHead = Omit<Case, "run" | "description">;

/** Makes a case from its members and the code that runs with a context. */
export function makeCase(
  description: DescriptionName,
  head: CaseHead,
  run: (context: CaseContext) => Promise<void>,
): Case {
  return {
    ...head,
    description,
    async run(target, settings) {
      // Moving the clock would move it for every case that runs at the same time.
      const isolated = head.needs.includes("clock") ? await target.startIsolated?.() : undefined;
      const context = new CaseContext(isolated?.target ?? target, description, settings);
      try {
        await run(context);
        return {
          coverageItems: context.coverageItems,
          // Lazy: redacting and formatting takes longer than many cases do.
          get transcript() {
            return context.transcript.map(toTranscriptEntry);
          },
        };
      } catch (error) {
        if (error instanceof ConformanceError) throw failureReport(error, head, context.transcript);
        throw error;
      } finally {
        await context.close();
        await isolated?.close();
      }
    },
  };
}
