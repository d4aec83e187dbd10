import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CaseOutcome } from "../runner/collecting-reporter.js";
import { CoverageCounter } from "./coverage.js";
import { coverageTable } from "./coverage-table.js";
import type { RunReport } from "./run-report.js";
import { printReport } from "./terminal-report.js";
import { caseOf, reportOf } from "./testing/report-fixtures.js";

const stdout = vi.spyOn(console, "log");
const stderr = vi.spyOn(console, "error");
beforeEach(() => {
  for (const stream of [stdout, stderr]) stream.mockReset().mockReturnValue();
});

/** What a report prints on standard output and on standard error. */
function printed(report: RunReport, outcomes: readonly CaseOutcome[] = []): { out: string; err: string } {
  printReport(report, outcomes);
  const text = (calls: readonly unknown[][]) => calls.map((each) => `${each.join(" ")}\n`).join("");
  return { out: text(stdout.mock.calls), err: text(stderr.mock.calls) };
}

const failed = (id: string) => caseOf({ id, status: "failed", reason: `Expected status 202, got 500 (${id}).` });

describe("printReport", () => {
  test("prints coverage, counts and verdict of a run that passed", () => {
    const coverage = new CoverageCounter("2024-12-01", { isMock: false, uncovered: [] }).count();
    const cases = [caseOf(), caseOf({ description: "2023-07-01", status: "skipped" })];
    expect(printed(reportOf(cases, { coverages: [coverage] }))).toEqual({
      out: `2024-12-01 against emulator: 1 passed, 0 failed, 0 undecidable

${coverageTable(coverage)}

1 passed, 0 failed, 0 undecidable, 1 skipped, in 1.5 s
emulator conforms.
`,
      err: "",
    });
  });

  test("prints the full text of a failure, and its reason if there is none", () => {
    const { description, id } = failed("send-to-all/a");
    const none = { duration: 1, transcript: [], coverageItems: [], undecidedItems: [] };
    const outcome: CaseOutcome = { description, id, status: "failed", report: "It failed.\n\n> POST /", ...none };
    const { out } = printed(reportOf([failed("send-to-all/a"), failed("send-to-all/b")]), [outcome]);
    expect(out).toMatch(/^FAILED 2024-12-01 send-to-all\/a\n\n {2}It failed\.\n\n {2}> POST \/\n\n/);
    expect(out).toContain("FAILED 2024-12-01 send-to-all/b\n\n  Expected status 202, got 500 (send-to-all/b).\n\n");
  });

  test("prints 10 of 11 failures, the most binding first, and the number of the others", () => {
    const musts = Array.from({ length: 10 }, (_, index) => failed(`send-to-all/${index}`));
    const { out } = printed(reportOf([{ ...failed("send-to-all/may"), level: "MAY" }, ...musts]));
    expect(out.match(/^FAILED \S+ (\S+)$/gm)).toEqual(musts.map(({ id }) => `FAILED 2024-12-01 ${id}`));
    expect(out).toContain("\n\n… and 1 more. Write them all with --report html=FILE.\n");
  });

  test("prints 10 failures without a remark about others", () => {
    const { out } = printed(reportOf(Array.from({ length: 10 }, (_, index) => failed(`send-to-all/${index}`))));
    expect(out.match(/^FAILED/gm)).toHaveLength(10);
    expect(out).not.toContain("more");
  });

  test("says how to resolve an unexpected pass", () => {
    const expectation = { reason: "It redirects.", link: "https://example.com/1" };
    expect(printed(reportOf([caseOf({ status: "unexpected pass", expectation })])).out).toMatch(
      "UNEXPECTED PASS 2024-12-01 send-to-all/bare\n\n  Unexpected pass: listed as a known failure (It redirects.). Remove it from the expectations.\n",
    );
  });

  test("prints errors outside a case", () => {
    expect(printed(reportOf([caseOf()], { faults: ["boom"] })).out).toContain("ERROR outside a case: boom\n");
  });

  test.for([
    [1, "1 case did not run: Could not connect.\n"],
    [1200, "1,200 cases did not run: Could not connect.\n"],
  ] as const)("prints on standard error why %i cases did not run", ([count, line]) => {
    const lost = Array.from({ length: count }, () => caseOf({ status: "could not run", reason: "Could not connect." }));
    const { out, err } = printed(reportOf(lost, { verdict: 2 }));
    expect(err).toBe(line);
    expect(out).not.toContain("COULD NOT RUN");
  });
});
