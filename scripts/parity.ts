/**
 * `npm run parity [-- --check]`: holds Prism and our emulator to the same cases, and writes side by side what each of them
 * comes to into conformance/PARITY.md. With `--check` it writes nothing, and fails where the file says otherwise.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TARGET_NAMES } from "../conformance/cli/target-kinds.js";
import type { CaseReport, RunReport, Status } from "../conformance/report/run-report.js";

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const FILE = path("conformance/PARITY.md");
const CLI = path("conformance/dist/conformance/cli/main.js");

const reports = TARGET_NAMES.map((target): RunReport => {
  const file = path(`reports/${target}.json`);
  execFileSync(process.execPath, [CLI, "--target", target, "--report", `json=${file}`], { stdio: "inherit" });
  return JSON.parse(readFileSync(file, "utf8")) as RunReport;
});
const text = parity(reports);
const isSame = existsSync(FILE) && readFileSync(FILE, "utf8") === text;
if (!process.argv.includes("--check")) writeFileSync(FILE, text);
else if (!isSame) {
  console.error("conformance/PARITY.md is not what the targets come to now. Write it anew with: npm run parity");
  process.exitCode = 1;
}

function parity(runs: readonly RunReport[]): string {
  const descriptions = [...new Set(runs.flatMap(({ coverages }) => coverages.map(({ description }) => description)))];
  return `${[
    "# What Prism and the emulator can show",
    "",
    "Made by `npm run parity`. A cell says how many of the cases of an operation that the target can decide it passes;",
    "in parentheses how many it cannot decide: Prism has no state, no sockets and checks no tokens, and only Prism can be",
    "asked for an answer by its example.",
    ...descriptions.flatMap((description) => ["", ...tables(runs, description)]),
  ].join("\n")}\n`;
}

function tables(runs: readonly RunReport[], description: string): string[] {
  const of = (run: RunReport) => run.cases.filter((each) => each.description === description);
  const operations = [...new Set(runs.flatMap((run) => of(run).map(({ operation }) => operation)))];
  const rows = operations.map((operation) => [
    `\`${operation}\``,
    ...runs.map((run) => cell(of(run).filter((each) => each.operation === operation))),
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
    ...table(["operation", ...TARGET_NAMES], [...rows, ["all", ...runs.map((run) => cell(of(run)))]]),
    "",
    "What of the description was exercised:",
    "",
    ...table(["", ...TARGET_NAMES], coverage),
    ...runs.flatMap((run) => differences(run, of(run))),
  ];
}

function cell(cases: readonly CaseReport[]): string {
  const number = (...statuses: Status[]) => cases.filter(({ status }) => statuses.includes(status)).length;
  const undecidable = number("undecidable");
  const decided = cases.length - undecidable;
  const passed = `${number("passed")} of ${decided}`;
  return decided === 0 ? `– (${undecidable})` : undecidable === 0 ? passed : `${passed} (${undecidable})`;
}

function differences({ target }: RunReport, cases: readonly CaseReport[]): string[] {
  const known = cases.filter(({ expectation }) => expectation !== undefined);
  if (known.length === 0) return [];
  const lines = known.map(({ id, expectation }) => `- \`${id}\`: ${expectation?.reason} (${expectation?.link})`);
  return ["", `What ${target} is known to do otherwise:`, "", ...lines];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "-" : "-:"))), ...rows.map(line)];
}
