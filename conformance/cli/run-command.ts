import { Console } from "node:console";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { DescriptionName } from "../../generated/descriptions.js";
import { conformanceCases } from "../cases/index.js";
import type { Expectations } from "../report/expectations.js";
import { htmlReport } from "../report/html-report.js";
import { junitReport } from "../report/junit-report.js";
import { makeReport } from "../report/make-report.js";
import { markdownReport } from "../report/markdown-report.js";
import type { RunReport } from "../report/run-report.js";
import { printReport } from "../report/terminal-report.js";
import type { CollectingReporter, ProgressStream } from "../runner/collecting-reporter.js";
import type { RunCasesOptions } from "../runner/run-cases.js";
import type { StartedTarget } from "../targets/target.js";
import { redact } from "../wire/redact.js";
import type { Command, ReportKind } from "./arguments.js";
import { withPeers } from "./optional-peers.js";
import { expectationsFile, readExpectations } from "./read-expectations.js";
import { selectCases } from "./select-cases.js";

/** Where a command writes. */
export interface CommandOutput {
  readonly stdout: NodeJS.WritableStream;
  /** Also shows the progress. */
  readonly stderr: NodeJS.WritableStream & ProgressStream;
}

/** Runs cases and collects what became of each. */
export type CaseRunner = (options: RunCasesOptions) => Promise<Pick<CollectingReporter, "outcomes" | "faults">>;

/**
 * Runs the selected cases against the target, writes the reports and prints the outcome.
 *
 * @param runCases @default cases run in vitest
 * @returns the exit status: 0 the target conforms, 1 it does not, 2 could not be determined
 * @throws {UsageError} if no case is selected
 * @throws {ExpectationsError} if the file of expectations is not valid
 * @throws {TargetError} if the target cannot be started or reached
 * @throws {MissingPeerError} if a package that the run needs is not installed
 */
export async function run(command: Command, output: CommandOutput, runCases?: CaseRunner): Promise<0 | 1 | 2> {
  const started = new Date();
  const { target, driver } = command;
  const expectations = expectationsOf(command);
  const cases = casesOf(command);
  const chosen = selectCases(cases, command);
  const targets = new Map<DescriptionName, StartedTarget | undefined>();
  try {
    for (const description of command.descriptions) targets.set(description, await target.start(description));
    const runSelected = runCases ?? (await importRunner());
    const { outcomes, faults } = await runSelected({
      targets: [...targets].map(([description, each]) => [description, each?.target ?? null] as const),
      selectedIds: chosen.length === cases.length ? null : [...new Set(chosen.map(({ id }) => id))],
      driver,
      total: chosen.length,
      keepTranscripts: Object.keys(command.reports).some((kind) => kind !== "md"),
      threads: target.threads,
      concurrency: target.concurrency,
      progress: output.stderr,
    });
    const { name, isMock, coverageDecides } = target;
    const report = makeReport({
      target: name,
      isMock,
      coverageDecides,
      strict: command.strict,
      driver,
      started,
      cases,
      chosen,
      outcomes,
      faults,
      expectations,
    });
    await writeReports(command.reports, report);
    printReport(report, outcomes, new Console(output));
    return report.verdict;
  } finally {
    await Promise.all([...targets.values()].map((each) => each?.close()));
  }
}

/** The selected cases, one a line: description, id, level, source and requirement, separated by tabs. */
export function list(command: Command): string {
  const lines = selectCases(casesOf(command), command).map(({ description, id, level, source, requirement }) =>
    [description, id, level, source, requirement].join("\t"),
  );
  return lines.join("\n");
}

function casesOf({ descriptions }: Command) {
  return descriptions.flatMap((description) => conformanceCases(description));
}

/** Imported when it is needed, so that help and errors need no vitest. */
async function importRunner(): Promise<CaseRunner> {
  const { runCases } = await withPeers(["vitest"], () => import("../runner/run-cases.js"));
  return runCases;
}

function expectationsOf({ target, expectations }: Command): Expectations {
  const own = readExpectations(expectations ?? expectationsFile(target.expectations));
  if (target.isMock) return own;
  const { uncovered } = readExpectations(expectationsFile("server"));
  return { cases: own.cases, uncovered: [...own.uncovered, ...uncovered] };
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
