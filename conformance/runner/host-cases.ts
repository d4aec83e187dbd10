import { afterAll, describe, inject, test } from "vitest";
import type { Case } from "../cases/case.js";
import { conformanceCases } from "../cases/index.js";
import { startEmulatorTarget } from "../targets/emulator-target.js";
import { type StartedTarget, type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { registerSecret } from "../wire/redact.js";

const { targets, selectedIds: chosen, driver, keepTranscripts: keepSteps, threads: shares } = inject("hosted");
const ids = chosen === null ? undefined : new Set(chosen);
/** Why nothing can be decided any more. */
let unreachableReason: string | undefined;

/**
 * Has vitest run the cases. The command says which, and where the targets are.
 *
 * @param share which of the shares of the cases, from 0: each is run by a thread of its own
 */
export async function hostCases(share: number): Promise<void> {
  const emulators: StartedTarget[] = [];
  let number = 0;
  for (const [description, given] of targets) {
    const target = given ?? (await started(emulators));
    if (target.accessKey !== undefined) registerSecret(target.accessKey, "ACCESS_KEY");
    if (target.token !== undefined) registerSecret(target.token, "TOKEN");
    describe(description, { concurrent: true }, () => {
      for (const each of conformanceCases(description)) {
        if (ids !== undefined && !ids.has(each.id)) continue;
        number += 1;
        if (number % shares === share) hostCase(each, target);
      }
    });
  }
  afterAll(() => Promise.all(emulators.map((emulator) => emulator.close())).then(() => undefined));
}

function hostCase(each: Case, target: Target): void {
  const undecidable = each.needs.filter((capability) => !target.capabilities.includes(capability));
  test(each.id, async ({ task, skip }) => {
    if (undecidable.length > 0) {
      Object.assign(task.meta, { decides: each.decides ?? [] });
      skip(`undecidable: ${target.name} lacks ${undecidable.join(", ")}`);
    }
    if (unreachableReason !== undefined) skip(`could not run: ${unreachableReason}`);
    try {
      const evidence = await each.run(target, { driver });
      Object.assign(task.meta, {
        coverageItems: evidence.coverageItems,
        ...(keepSteps && { transcript: evidence.transcript }),
      });
    } catch (error) {
      if (error instanceof TargetUnreachableError) {
        unreachableReason ??= error.message;
        skip(`could not run: ${unreachableReason}`);
      }
      if (error instanceof ConformanceError) {
        Object.assign(task.meta, { difference: error.difference, transcript: error.transcript });
      }
      throw error;
    }
  });
}

async function started(emulators: StartedTarget[]): Promise<Target> {
  const emulator = await startEmulatorTarget();
  emulators.push(emulator);
  return emulator.target;
}
