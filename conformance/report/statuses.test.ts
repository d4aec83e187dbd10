import { describe, expect, test } from "vitest";
import { summarize } from "./html/page/summarize.js";
import type { Status } from "./run-report.js";
import { failures, tally } from "./statuses.js";
import { caseOf } from "./testing/report-fixtures.js";

describe("failures", () => {
  test("sorts failing cases by level, MUST first", () => {
    const cases = [
      caseOf({ id: "may", level: "MAY", status: "failed" }),
      caseOf({ id: "passed", level: "MUST" }),
      caseOf({ id: "should", level: "SHOULD", status: "unexpected pass" }),
      caseOf({ id: "must", level: "MUST", status: "could not run" }),
      caseOf({ id: "known", level: "MUST", status: "expected failure" }),
      caseOf({ id: "must-too", level: "MUST", status: "failed" }),
    ];
    expect(failures(cases).map(({ id }) => id)).toEqual(["must", "must-too", "should", "may"]);
  });
});

describe("tally", () => {
  test("counts each status that occurs, failures first", () => {
    const statuses: Status[] = ["passed", "skipped", "failed", "passed"];
    expect(tally(statuses.map((status) => ({ status })))).toEqual([
      ["failed", 1],
      ["passed", 2],
      ["skipped", 1],
    ]);
  });
});

describe("summarize", () => {
  test.for<[statuses: Status[], passed: number, state: string]>([
    [["passed", "passed"], 2, "passed"],
    [["passed", "undecidable"], 1, "partly decided"],
    [["undecidable", "skipped"], 0, "undecidable"],
    [["skipped"], 0, "skipped"],
    [["passed", "expected failure"], 1, "expected failure"],
    [["expected failure", "could not run"], 0, "could not run"],
    [["could not run", "unexpected pass"], 0, "unexpected pass"],
    [["unexpected pass", "failed", "passed"], 1, "failed"],
  ])("sums up %j as %i passed, %s", ([statuses, passed, state]) => {
    expect(summarize(statuses)).toEqual({ passed, total: statuses.length, state });
  });
});
