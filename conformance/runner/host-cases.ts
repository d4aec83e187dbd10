import { afterAll, describe, inject, test } from "vitest";
import type { Case } from "../cases/case.js";
import { conformanceCases } from "../cases/index.js";
import { startEmulatorTarget } from "../targets/emulator-target.js";
import { type StartedTarget, type Target, TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { registerSecret } from "../wire/redact.js";
import type { TaskMeta } from "./collecting-reporter.js";

const { targets, selectedIds, driver, keepTranscripts, threads } = inject("hosted");
const selected = selectedIds === null ? undefined : new Set(selectedIds);
/** Why no further case of this thread can be decided; undefined as long as the target can be reached. */
let unreachableReason: string | undefined;

/**
 * Declares cases as tests of vitest. The command provides which cases, and the targets.
 *
 * @param thread the number of this thread, from 0: each thread runs its share of the cases
 */
export async function hostCases(thread: number): Promise<void> {
  const emulators: StartedTarget[] = [];
  let number = 0;
  for (const [description, given] of targets) {
    const target = given ?? (await startOwnEmulator(emulators));
    if (target.accessKey !== undefined) registerSecret(target.accessKey, "ACCESS_KEY");
    if (target.token !== undefined) registerSecret(target.token, "TOKEN");
    describe(description, { concurrent: true }, () => {
      for (const each of conformanceCases(description).filter(({ id }) => selected?.has(id) ?? true)) {
        number += 1;
        if (number % threads === thread) hostCase(each, target);
      }
    });
  }
  afterAll(() => Promise.all(emulators.map((emulator) => emulator.close())).then(() => undefined));
}

function hostCase(each: Case, target: Target): void {
  const undecidableReason = undecidableReasonOf(each, target);
  test(each.id, async ({ task, skip }) => {
    const report = (meta: TaskMeta) => Object.assign(task.meta, meta);
    if (undecidableReason !== undefined) {
      report({ decides: each.decides ?? [] });
      skip(`undecidable: ${undecidableReason}`);
    }
    if (unreachableReason !== undefined) skip(`could not run: ${unreachableReason}`);
    try {
      report(await runCase(each, target));
    } catch (error) {
      if (error instanceof TargetUnreachableError) {
        unreachableReason ??= error.message;
        skip(`could not run: ${unreachableReason}`);
      }
      if (error instanceof ConformanceError) report({ difference: error.difference, transcript: error.transcript });
      throw error;
    }
  });
}

/** @returns undefined if the target can do what the case needs */
function undecidableReasonOf({ needs }: Case, { capabilities }: Target): string | undefined {
  const missing = needs.filter((capability) => !capabilities.includes(capability));
  if (missing.length === 0) return undefined;
  return `the target lacks the ${missing.length === 1 ? "capability" : "capabilities"} ${missing.join(", ")}`;
}

/** Runs a case. The transcript is made when it is read, which takes longer than many a case. */
async function runCase(each: Case, target: Target): Promise<TaskMeta> {
  const result = await each.run(target, { driver });
  return { coverageItems: result.coverageItems, ...(keepTranscripts && { transcript: result.transcript }) };
}

async function startOwnEmulator(emulators: StartedTarget[]): Promise<Target> {
  const emulator = await startEmulatorTarget();
  emulators.push(emulator);
  return emulator.target;
}
