/**
 * `npm run mutants`: finds out whether the conformance cases notice wrong servers. Every mutant has to be killed by a case,
 * and every MUST case has to kill a mutant.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { conformanceCases } from "../conformance/cases/index.js";
import { globMatcher } from "../conformance/cli/glob-matcher.js";
import { baselines } from "../conformance/mutants/baseline.js";
import { allMutants } from "../conformance/mutants/index.js";
import { runMatrix, type Trial } from "../conformance/mutants/kill-matrix.js";
import { applyOverlay } from "./mutants/apply-overlay.js";
import { isGood, markdown, readMatrix, summary, table } from "./mutants/matrix-report.js";
import { WorkerLane } from "./mutants/mutant-worker-pool.js";

const HELP = `Runs the conformance cases on servers that are wrong in one way each.

  npm run mutants                          all of them
  npm run mutants -- --only 'errors/*'     those whose ids fit (* stands for any text); MUST cases are not asked about then
  npm run mutants -- --list                what is wrong with each

Writes reports/mutants.json and reports/mutants.md.
Exit status: 0 every mutant is killed and every MUST case kills one, 1 not so, 2 it could not be found out.`;

const options = { only: { type: "string" }, list: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
const reports = fileURLToPath(new URL("../reports/", import.meta.url));

async function main(): Promise<0 | 1 | 2> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const all = allMutants(applyOverlay);
  const { only } = values;
  const isWanted = only === undefined ? () => true : globMatcher(only);
  const mutants = all.filter(({ id }) => isWanted(id));
  if (mutants.length === 0) throw new Error(`No mutant has an id like ${only}.`);
  if (values.list) {
    for (const { id, summary: sentence } of mutants) console.log(`${id}\n  ${sentence}`);
    return 0;
  }
  const cases = conformanceCases("2024-12-01");
  const started = performance.now();
  const lanes = Array.from({ length: Math.min(2, availableParallelism()) }, () => new WorkerLane());
  const queue = [...baselines, ...mutants];
  const trials = await runMatrix(
    queue,
    only === undefined ? cases : [],
    lanes.map(({ run }) => run),
    (trial) => progress(queue.length, trial),
  ).finally(() => {
    for (const lane of lanes) lane.close();
  });
  const matrix = readMatrix({
    mutants,
    cases,
    older: conformanceCases("2023-07-01"),
    trials,
    isWhole: only === undefined,
  });
  const seconds = (performance.now() - started) / 1000;
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, "mutants.json"), `${JSON.stringify({ seconds, ...matrix }, null, 1)}\n`);
  writeFileSync(join(reports, "mutants.md"), markdown(matrix));
  for (const each of lanes.flatMap(({ noise }) => noise)) console.error(`Outside of any case: ${each}`);
  console.log(`${table(matrix)}\n${summary(matrix)}, in ${seconds.toFixed(0)} s. reports/mutants.md has all of it.`);
  return isGood(matrix) ? 0 : 1;
}

let done = 0;
/** One line that is written over, where somebody looks on. */
function progress(total: number, { mutant, killers }: Trial): void {
  done += 1;
  if (!process.stderr.isTTY) return;
  const line = done === total ? "" : `${done}/${total} ${mutant}: ${killers.length} cases kill it`;
  process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
