import type { DescriptionName } from "../../generated/descriptions.js";
import { bugReport, ConformanceError } from "../wire/conformance-error.js";
import { viewOf } from "../wire/transcript.js";
import type { Case } from "./case.js";
import { Stage } from "./case-context.js";

/** What a case says of itself. */
export type CaseHead = Omit<Case, "run" | "description">;

/** A case of a description, by what is played on a stage. */
export function makeCase(description: DescriptionName, head: CaseHead, play: (stage: Stage) => Promise<void>): Case {
  return {
    ...head,
    description,
    async run(target, settings) {
      // Time that is moved would be moved for all.
      const own = head.needs.includes("clock") ? await target.another?.() : undefined;
      const stage = new Stage(own?.target ?? target, description, settings);
      try {
        await play(stage);
        return {
          facts: stage.facts,
          // Made when asked for: it takes longer than many a case.
          get steps() {
            return stage.steps.map(viewOf);
          },
        };
      } catch (error) {
        if (error instanceof ConformanceError) throw bugReport(error, head, stage.steps);
        throw error;
      } finally {
        await stage.end();
        await own?.close();
      }
    },
  };
}
