/**
 * `npm run mutants`: checks whether the conformance cases notice wrong servers. Every mutant must be killed by a case, and
 * every MUST case must kill a mutant.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { conformanceCases } from "../conformance/cases/index.js";
import { globMatcher } from "../conformance/cli/glob-matcher.js";
import { baselines } from "../conformance/mutants/baseline.js";
import { allMutants, type Mutant } from "../conformance/mutants/index.js";
import { runMatrix, type Trial } from "../conformance/mutants/kill-matrix.js";
import { latestApiVersion } from "../generated/versions.js";
import { applyOverlay } from "./mutants/apply-overlay.js";
import { isGood, markdown, readMatrix, summaryLine, table } from "./mutants/matrix-report.js";
import { MutantWorker } from "./mutants/mutant-worker.js";

const HELP = `Runs the conformance cases on mutants: servers that are wrong in one way each.
Every mutant must be killed by a case, and every MUST case must kill a mutant.

Usage: npm run mutants -- [options]

  --only GLOB   Run only the mutants whose id matches, for example 'errors/*'; * matches any text.
                What MUST cases kill is then not checked.
  --list        List the selected mutants (id and what is wrong) and exit.
  -h, --help    Show this help.

Writes reports/mutants.json and reports/mutants.md.
Exit status: 0 every mutant and every MUST case is as it must be, 1 at least one is not, 2 could not be determined.`;

const options = { only: { type: "string" }, list: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
const reports = fileURLToPath(new URL("../reports/", import.meta.url));

async function main(): Promise<0 | 1 | 2> {
  const { values } = readArguments();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const mutants = selectMutants(values.only);
  if (values.list) {
    for (const { id, summary } of mutants) console.log(`${id}\n  ${summary}`);
    return 0;
  }
  return await tryMutants(mutants, values.only === undefined);
}

function readArguments() {
  try {
    return parseArgs({ options });
  } catch (error) {
    throw new Error(`${(error as Error).message} See npm run mutants -- --help.`);
  }
}

function selectMutants(only: string | undefined): readonly Mutant[] {
  const all = allMutants(applyOverlay);
  if (only === undefined) return all;
  const matches = globMatcher(only);
  const selected = all.filter(({ id }) => matches(id));
  if (selected.length === 0)
    throw new Error(`--only is "${only}", which matches no mutant. List the ids with --list; * matches any text.`);
  return selected;
}

/** Tries the mutants and writes the reports. @param isWhole whether these are all mutants */
async function tryMutants(mutants: readonly Mutant[], isWhole: boolean): Promise<0 | 1> {
  const started = performance.now();
  const cases = conformanceCases(latestApiVersion);
  const workers = Array.from({ length: Math.min(2, availableParallelism()) }, () => new MutantWorker());
  const queue = [...baselines, ...mutants];
  const trials = await runMatrix(
    queue,
    isWhole ? cases : [],
    workers.map(({ run }) => run),
    (trial) => showProgress(queue.length, trial),
  ).finally(() => {
    for (const worker of workers) worker.close();
  });
  const matrix = readMatrix({ baselines, mutants, cases, trials, isWhole });
  const seconds = (performance.now() - started) / 1000;
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, "mutants.json"), `${JSON.stringify({ seconds, ...matrix }, null, 1)}\n`);
  writeFileSync(join(reports, "mutants.md"), markdown(matrix));
  for (const each of workers.flatMap(({ strayErrors }) => strayErrors)) console.error(`Error outside a case: ${each}`);
  console.log(`${table(matrix)}\n${summaryLine(matrix)}, in ${seconds.toFixed(0)} s. All results: reports/mutants.md`);
  return isGood(matrix) ? 0 : 1;
}

let triedMutants = 0;
/** Overwrites one line on a terminal. */
function showProgress(total: number, { mutant, killers }: Trial): void {
  triedMutants += 1;
  if (!process.stderr.isTTY) return;
  const line = triedMutants === total ? "" : `${triedMutants}/${total} ${mutant}: killed by ${killers.length}`;
  process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
