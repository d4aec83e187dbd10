/** `npm run verify`: runs every check of the project, as CI does. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runCommand } from "./verify/run-command.js";
import { chooseSteps, countAll, runSteps, type StepResult, summarize } from "./verify/run-steps.js";
import { STEPS } from "./verify/steps.js";

const HELP = `Runs every check of the project, two at a time.

  npm run verify                              all steps
  npm run verify -- --only lint,unit          these steps and those that they need
  npm run verify -- --skip mutants,runtimes   all steps but these
  npm run verify -- --list                    lists the steps and what each proves

The output of each step is written to reports/verify. Exit status: 0 all steps passed, 1 a step did not pass, 2 wrong arguments.`;

const OPTIONS = {
  only: { type: "string", multiple: true },
  skip: { type: "string", multiple: true },
  list: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "reports/verify");
/** How many lines are printed of a step that passed: enough for the summary of vitest. */
const MAX_LINES_OF_SUCCESS = 6;

async function main(): Promise<0 | 1> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const names = (lists: readonly string[] = []) => lists.flatMap((each) => each.split(",")).map((name) => name.trim());
  const steps = chooseSteps(STEPS, names(values.only), names(values.skip));
  if (values.list) {
    for (const { name, proves } of steps) console.log(`${name.padEnd(9)}  ${proves}`);
    return 0;
  }
  rmSync(folder, { recursive: true, force: true });
  const results = await runSteps(steps, (step) => runCommand(step, root, folder), print);
  console.log(`\n${summarize(results)}`);
  const { passed, failed } = countAll(results);
  console.log(`\n${passed} passed, ${failed} failed`);
  return results.every(({ status }) => status === "passed") ? 0 : 1;
}

function print({ name, status, seconds, output }: StepResult): void {
  const shown = status === "passed" ? output.split("\n").slice(-MAX_LINES_OF_SUCCESS).join("\n") : output;
  console.log(`\n── ${name}: ${status}, ${seconds.toFixed(1)} s\n${shown}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof TypeError || error instanceof RangeError ? error.message : error);
  process.exitCode = 2;
}
