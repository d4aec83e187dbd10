import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { DescriptionName } from "../generated/descriptions.js";
import type { Command } from "./arguments.js";
import type { CollectingReporter, Outcome } from "./host/reporter.js";
import { runCases } from "./host/run.js";
import { withPeers } from "./peer.js";
import type { Coverage } from "./report/coverage.js";
import { coverageTable } from "./report/table.js";
import type { StartedTarget } from "./targets/target.js";
import { reachUrl } from "./targets/url.js";

const PRISM_PACKAGES = ["@stoplight/prism-core", "@stoplight/prism-http", "@stoplight/prism-http-server"];
/** How many failures are written out; all of them are in the report files. */
const SHOWN = 10;

/** Does what the command asks. Gives the exit status: 0 conforms, 1 does not, 2 could not be found out. */
export async function run({ descriptions, url, reports }: Command): Promise<0 | 1 | 2> {
  const started = performance.now();
  const targets = new Map<DescriptionName, StartedTarget>();
  try {
    for (const description of descriptions) targets.set(description, await start(description, url));
    const servers = new Map([...targets].map(([description, { target }]) => [description, target]));
    const junit = reports.junit === undefined ? undefined : resolve(reports.junit);
    const reporter = await runCases(servers, junit);
    const coverages = descriptions.map((description) => reporter.counter(description).count());
    const seconds = (performance.now() - started) / 1000;
    if (reports.json !== undefined) await writeJson(reports.json, servers, reporter, coverages, seconds);
    print(reporter, coverages, url ?? "prism", seconds);
    return verdict(reporter, coverages);
  } finally {
    await Promise.all([...targets.values()].map((target) => target.close()));
  }
}

async function start(description: DescriptionName, url: string | undefined): Promise<StartedTarget> {
  if (url !== undefined) return reachUrl(url, description);
  // Asked for here and not above: another target needs no Prism.
  const { startPrism } = await withPeers(PRISM_PACKAGES, () => import("./targets/prism.js"));
  return startPrism(description);
}

/** The exit status that a run comes to. */
export function verdict(
  { outcomes, faults }: Pick<CollectingReporter, "outcomes" | "faults">,
  coverages: readonly Coverage[],
): 0 | 1 | 2 {
  // A suite is never green because it could not start.
  if (faults.length > 0 || outcomes.length === 0) return 2;
  const failed = outcomes.some(({ status }) => status === "failed");
  return failed || coverages.some(({ missing }) => missing.length > 0) ? 1 : 0;
}

function print(
  { outcomes, faults }: CollectingReporter,
  coverages: readonly Coverage[],
  target: string,
  seconds: number,
): void {
  const failed = outcomes.filter(({ status }) => status === "failed");
  for (const { description, id, reason } of failed.slice(0, SHOWN)) {
    console.log(`FAILED ${description} ${id}\n\n${indent(reason ?? "")}\n`);
  }
  if (failed.length > SHOWN)
    console.log(`… and ${failed.length - SHOWN} more failed; --report json=FILE has them all.\n`);
  for (const fault of faults) console.log(`ERROR outside of any case: ${fault}\n`);
  for (const coverage of coverages) {
    const counted = count(outcomes.filter(({ description }) => description === coverage.description));
    console.log(`${coverage.description} against ${target}: ${counted}\n\n${coverageTable(coverage)}\n`);
  }
  console.log(`${count(outcomes)}, in ${seconds.toFixed(1)} s`);
}

function count(outcomes: readonly Outcome[]): string {
  const number = (status: Outcome["status"]) => outcomes.filter((each) => each.status === status).length;
  return `${number("passed")} passed, ${number("failed")} failed, ${number("undecidable")} undecidable`;
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

async function writeJson(
  file: string,
  targets: ReadonlyMap<DescriptionName, { name: string }>,
  { outcomes, faults }: CollectingReporter,
  coverages: readonly Coverage[],
  seconds: number,
): Promise<void> {
  const target = [...targets.values()][0]?.name;
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, `${JSON.stringify({ target, seconds, coverages, faults, outcomes }, null, 2)}\n`);
}
