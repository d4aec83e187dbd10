/**
 * `npm run parity`: runs the suite on each target that it can start, and writes the results next to each other, so that a
 * change of either shows in a review.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { TARGET_NAMES } from "../conformance/cli/target-kinds.js";
import type { CaseReport, RunReport, Status } from "../conformance/report/run-report.js";
import { markdownTable } from "../conformance/report/tables.js";
import { apiVersions, latestApiVersion } from "../generated/versions.js";

const HELP = `Runs the suite on Prism and the emulator.

  npm run parity              Write conformance/PARITY.md.
  npm run parity -- --check   Write nothing; fail if the file is out of date.

Exit status: 0 success, 1 a target does not conform or the file is out of date, 2 wrong option.`;

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const DOCUMENT = path("conformance/PARITY.md");
const COMMAND = path("conformance/dist/conformance/cli/main.js");

try {
  const { values } = parseArgs({ options: { check: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
  if (values.help) console.log(HELP);
  else writeOrCheck(values.check === true);
} catch (error) {
  const { message, code, status } = error as Error & { code?: string; status?: number };
  if (status !== undefined) {
    // The suite has printed which cases failed.
    process.exitCode = 1;
  } else if (code?.startsWith("ERR_PARSE_ARGS")) {
    console.error(`${message}\n\n${HELP}`);
    process.exitCode = 2;
  } else throw error;
}

function writeOrCheck(checkOnly: boolean): void {
  const text = parityDocument(TARGET_NAMES.map(runSuite));
  if (!checkOnly) writeFileSync(DOCUMENT, text);
  else if (!existsSync(DOCUMENT) || readFileSync(DOCUMENT, "utf8") !== text) {
    console.error("conformance/PARITY.md is out of date. Run: npm run parity");
    process.exitCode = 1;
  }
}

/** Runs the cases of every api-version: those of the older ones differ only in what these lack. */
function runSuite(target: string): RunReport {
  const file = path(`reports/${target}.json`);
  const versions = apiVersions.toReversed().flatMap((version) => ["--api-version", version]);
  execFileSync(process.execPath, [COMMAND, "--target", target, ...versions, "--report", `json=${file}`], {
    stdio: "inherit",
  });
  return JSON.parse(readFileSync(file, "utf8")) as RunReport;
}

function parityDocument(runs: readonly RunReport[]): string {
  return `${[
    "<!-- Written by `npm run parity`. Do not edit. -->",
    "",
    "# Results for Prism and the emulator",
    "",
    "A cell shows how many cases of an operation passed, of those that the target can decide; in parentheses, how many it",
    "cannot decide. Prism keeps no state, opens no sockets and checks no tokens. Only Prism can be asked for a certain example.",
    "",
    ...tables(runs, latestApiVersion),
    "",
    "## Every api-version",
    "",
    markdownTable([
      ["api-version", ...TARGET_NAMES],
      ...apiVersions.map((version) => [
        version,
        ...runs.map((run) => cell(run.cases.filter(({ description }) => description === version))),
      ]),
    ]),
  ].join("\n")}\n`;
}

function tables(runs: readonly RunReport[], description: string): string[] {
  const casesOf = (run: RunReport) => run.cases.filter((each) => each.description === description);
  const operations = [...new Set(runs.flatMap((run) => casesOf(run).map(({ operation }) => operation)))];
  const rows = operations.map((operation) => [
    `\`${operation}\``,
    ...runs.map((run) => cell(casesOf(run).filter((each) => each.operation === operation))),
  ]);
  const kinds = Object.keys(runs[0]?.coverages[0]?.total ?? {}) as (keyof RunReport["coverages"][number]["total"])[];
  const coverage = kinds.map((kind) => [
    kind,
    ...runs.map((run) => {
      const count = run.coverages.find((each) => each.description === description)?.total[kind];
      return `${count?.exercised} of ${count?.described}`;
    }),
  ]);
  return [
    `## ${description}`,
    "",
    markdownTable([["operation", ...TARGET_NAMES], ...rows, ["all", ...runs.map((run) => cell(casesOf(run)))]]),
    "",
    "Covered items of the description:",
    "",
    markdownTable([["", ...TARGET_NAMES], ...coverage]),
    ...runs.flatMap((run) => differences(run, casesOf(run))),
  ];
}

function cell(cases: readonly CaseReport[]): string {
  const count = (...statuses: Status[]) => cases.filter(({ status }) => statuses.includes(status)).length;
  const undecidable = count("undecidable");
  const decided = cases.length - undecidable;
  const passed = `${count("passed")} of ${decided}`;
  return decided === 0 ? `– (${undecidable})` : undecidable === 0 ? passed : `${passed} (${undecidable})`;
}

function differences({ target }: RunReport, cases: readonly CaseReport[]): string[] {
  const known = cases.filter(({ expectation }) => expectation !== undefined);
  if (known.length === 0) return [];
  const lines = known.map(({ id, expectation }) => `- \`${id}\`: ${expectation?.reason} (${expectation?.link})`);
  return ["", `Known deviations of ${target}:`, "", ...lines];
}
