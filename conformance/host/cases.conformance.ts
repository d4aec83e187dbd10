import { describe, inject, test } from "vitest";
import type { DescriptionName } from "../../generated/descriptions.js";
import { conformanceCases } from "../cases/index.js";
import type { Target } from "../targets/target.js";

// vitest as the host of the cases. The command says which, and where the targets are.
for (const [description, target] of Object.entries(inject("targets")) as [DescriptionName, Target][]) {
  describe(description, { concurrent: true }, () => {
    for (const each of conformanceCases(description)) {
      const undecidable = each.needs.filter((capability) => !target.capabilities.includes(capability));
      test(each.id, async ({ task, skip }) => {
        task.meta.operation = each.operation;
        task.meta.undecidable = undecidable.length > 0 ? (each.decides ?? []) : [];
        skip(undecidable.length > 0, `undecidable on ${target.name}, which lacks: ${undecidable.join(", ")}`);
        task.meta.exercised = await each.run(target);
      });
    }
  });
}
