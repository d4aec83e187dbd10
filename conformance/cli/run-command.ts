import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { Case } from "../cases/case.js";
import { conformanceCases } from "../cases/index.js";
import { readDocument } from "../description/documents.js";
import type { Expectations } from "../report/expectations.js";
import { htmlReport } from "../report/html-report.js";
import { junitReport } from "../report/junit-report.js";
import { makeReport } from "../report/make-report.js";
import { markdownReport } from "../report/markdown-report.js";
import type { RunReport } from "../report/run-report.js";
import { printReport } from "../report/terminal-report.js";
import { connectToMock, connectToServer } from "../runner/preflight.js";
import type { StartedTarget } from "../targets/target.js";
import { redact, registerSecret } from "../wire/redact.js";
import type { Command, ReportKind } from "./arguments.js";
import { withPeers } from "./optional-peers.js";
import { expectationsFile, readExpectations } from "./read-expectations.js";
import { select } from "./select-cases.js";

const PRISM_PACKAGES = ["@stoplight/prism-core", "@stoplight/prism-http", "@stoplight/prism-http-server"];
/** How many cases run at once; fewer on a server, whose smallest size takes 20 connections. */
const CONCURRENCY = { prism: 8, emulator: 8, server: 2 };

/** Does what the command asks. Gives the exit status: 0 conforms, 1 does not, 2 could not be found out. */
export async function run(command: Command): Promise<0 | 1 | 2> {
  const started = new Date();
  const expectations = expectationsOf(command);
  const cases = command.descriptions.flatMap((description) => conformanceCases(description));
  const chosen = select(cases, command);
  const targets = new Map<DescriptionName, StartedTarget | undefined>();
  try {
    for (const description of command.descriptions) targets.set(description, await start(description, command.target));
    // Loaded here and not above: help and errors need no vitest.
    const { runCases } = await withPeers(["vitest"], () => import("../runner/run-cases.js"));
    const reporter = await runCases({
      targets: [...targets].map(([description, each]) => [description, each?.target ?? null] as const),
      selectedIds: chosen.length === cases.length ? null : [...new Set(chosen.map(({ id }) => id))],
      driver: command.driver,
      total: chosen.length,
      keepTranscripts: Object.keys(command.reports).some((kind) => kind !== "md"),
      // One thread where the rate is bounded.
      threads: command.target.kind === "server" ? 1 : 2,
      concurrency: CONCURRENCY[command.target.kind],
    });
    const report = makeReport({
      target: nameOf(command.target),
      driver: command.driver,
      started,
      cases,
      chosen,
      outcomes: reporter.outcomes,
      faults: reporter.faults,
      expectations,
      isMock: command.target.kind === "prism",
    });
    await writeReports(command.reports, report);
    printReport(report, reporter.outcomes);
    return report.verdict;
  } finally {
    await Promise.all([...targets.values()].map((target) => target?.close()));
  }
}

/** Every case that the command chooses, one a line: id, level, source and requirement. */
export function list(command: Command): string {
  const cases = command.descriptions.flatMap((description) => conformanceCases(description));
  const lines = select(cases, command).map(({ description, id, level, source, requirement }: Case) =>
    [description, id, level, source, requirement].join("\t"),
  );
  return lines.join("\n");
}

function expectationsOf({ target, expectations }: Command): Expectations {
  const own = readExpectations(expectations ?? expectationsFile(target.kind));
  if (target.kind === "prism") return own;
  const { uncovered } = readExpectations(expectationsFile("server"));
  return { cases: own.cases, uncovered: [...own.uncovered, ...uncovered] };
}

function nameOf(target: Command["target"]): string {
  if (target.kind === "server") return target.address;
  return target.kind === "prism" ? (target.url ?? "prism") : "emulator";
}

/** @returns undefined for the emulator, which the host of the cases starts */
async function start(description: DescriptionName, target: Command["target"]): Promise<StartedTarget | undefined> {
  if (target.kind === "emulator") return undefined;
  if (target.kind === "server") {
    if (target.accessKey !== undefined) registerSecret(target.accessKey, "ACCESS_KEY");
    if (target.token !== undefined) registerSecret(target.token, "TOKEN");
    return connectToServer(target, description);
  }
  if (target.url !== undefined) return connectToMock(target.url, description);
  // Asked for here and not above: another target needs no Prism.
  const { startPrism } = await withPeers(PRISM_PACKAGES, () => import("../targets/prism-target.js"));
  return startPrism(readDocument(description));
}

const WRITERS: { readonly [kind in ReportKind]: (report: RunReport) => string } = {
  html: htmlReport,
  junit: junitReport,
  json: (report) => `${redact(JSON.stringify(report))}\n`,
  md: markdownReport,
};

async function writeReports(reports: Command["reports"], report: RunReport): Promise<void> {
  for (const [kind, file] of Object.entries(reports) as [ReportKind, string][]) {
    await mkdir(dirname(resolve(file)), { recursive: true });
    await writeFile(file, WRITERS[kind](report));
  }
}
