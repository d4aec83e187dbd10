import type { Step } from "./steps.js";

/** How a step ended. */
export interface StepResult {
  readonly name: string;
  readonly status: "passed" | "failed" | "not run";
  readonly seconds: number;
  /** The output of the command, or the reason that it was not run. */
  readonly output: string;
  /** The number of tests, if the step is a project of vitest that wrote its report. */
  readonly tests?: { readonly passed: number; readonly failed: number } | undefined;
}

/** Runs one step. It never rejects. */
export type RunStep = (step: Step) => Promise<StepResult>;

/** The smallest machine that runs this has two cores. */
const MAX_CONCURRENT_STEPS = 2;

/**
 * Runs the steps in their order, two at a time, each after the steps that it needs. If a step fails, only those that need it do not
 * run.
 *
 * @param onResult is called when a step ends
 * @returns the results, in the order of the steps
 */
export async function runSteps(
  steps: readonly Step[],
  run: RunStep,
  onResult: (result: StepResult) => void = () => {},
): Promise<StepResult[]> {
  const results = new Map<string, Promise<StepResult>>();
  const waiting = [...steps];
  const settled = new Map<string, StepResult>();

  const isReady = ({ needs }: Step) => needs.every((name) => settled.has(name) || !steps.some((s) => s.name === name));
  const resultOf = (step: Step): Promise<StepResult> => {
    const failed = step.needs.filter((name) => (settled.get(name)?.status ?? "passed") !== "passed");
    if (failed.length === 0) return run(step);
    const output = `Not run, because it needs: ${failed.join(", ")}.`;
    return Promise.resolve({ name: step.name, status: "not run", seconds: 0, output });
  };

  const runLane = async (): Promise<void> => {
    while (waiting.length > 0) {
      const index = waiting.findIndex(isReady);
      if (index < 0) {
        // Every waiting step needs one that the other lane is running.
        await Promise.race([...results].filter(([name]) => !settled.has(name)).map(([, result]) => result));
        continue;
      }
      const [step] = waiting.splice(index, 1);
      if (step === undefined) return;
      const running = resultOf(step).then((result) => {
        settled.set(step.name, result);
        onResult(result);
        return result;
      });
      results.set(step.name, running);
      await running;
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENT_STEPS }, runLane));
  return steps.flatMap(({ name }) => settled.get(name) ?? []);
}

/**
 * The steps with these names, and the steps that they need.
 *
 * @param only the names; if the list is empty, all steps
 * @param skip the names of steps to leave out, even if another step needs them
 * @throws {RangeError} for an unknown name
 */
export function chooseSteps(steps: readonly Step[], only: readonly string[], skip: readonly string[]): Step[] {
  const names = steps.map(({ name }) => name);
  for (const [option, values] of Object.entries({ only, skip })) {
    const unknown = values.find((name) => !names.includes(name));
    if (unknown === undefined) continue;
    throw new RangeError(`--${option} names the step "${unknown}", which does not exist. Steps: ${names.join(", ")}.`);
  }
  const chosen = new Set(only.length === 0 ? names : only);
  for (const { name, needs } of steps.toReversed()) {
    if (chosen.has(name)) for (const needed of needs) chosen.add(needed);
  }
  return steps.filter(({ name }) => chosen.has(name) && !skip.includes(name));
}

/** A line for each step with its status, seconds and tests, and the names of the failed steps at the end. */
export function summarize(results: readonly StepResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.map(({ name, status, seconds, tests }) => {
    const count = tests === undefined ? "" : `  ${tests.passed} of ${tests.passed + tests.failed} tests`;
    return `${name.padEnd(width)}  ${status.padEnd(7)}  ${seconds.toFixed(1).padStart(6)} s${count}`;
  });
  const failures = results.filter(({ status }) => status !== "passed").map(({ name }) => name);
  const conclusion = failures.length === 0 ? "All steps passed." : `Failed or not run: ${failures.join(", ")}.`;
  return [...lines, "", conclusion].join("\n");
}

/** The number of tests. A step that is not a project of vitest counts as one test, and a step that was not run as a failure. */
export function countAll(results: readonly StepResult[]): { readonly passed: number; readonly failed: number } {
  let [passed, failed] = [0, 0];
  for (const { status, tests } of results) {
    passed += tests?.passed ?? (status === "passed" ? 1 : 0);
    // vitest can also fail outside its tests.
    failed += tests?.failed ?? 0;
    if (status !== "passed" && (tests?.failed ?? 0) === 0) failed += 1;
  }
  return { passed, failed };
}
