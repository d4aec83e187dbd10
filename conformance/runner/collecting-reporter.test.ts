import { describe, expect, test, vi } from "vitest";
import type { TestCase, TestModule } from "vitest/node";
import { registerSecret } from "../wire/redact.js";
import { CollectingReporter } from "./collecting-reporter.js";

/** What vitest reports for a case: the part that the reporter reads. */
function testCase(state: "passed" | "failed" | "skipped", given: { note?: string; meta?: object; error?: Error } = {}) {
  const { note, meta = {}, error } = given;
  return {
    fullName: "2024-12-01 > send-to-all/a",
    meta: () => meta,
    diagnostic: () => ({ duration: 5 }),
    result: () => ({ state, note, errors: error === undefined ? undefined : [error] }),
  } as unknown as TestCase;
}

function reporterWith(isTTY: boolean, total = 100) {
  const written: string[] = [];
  const reporter = new CollectingReporter(total, { isTTY, write: (text) => written.push(text) });
  return { reporter, written };
}

describe("CollectingReporter", () => {
  test("keeps the outcome that the thread reported for a passed case", () => {
    const { reporter } = reporterWith(false);
    const coverageItems = [{ kind: "responses", name: "202" }];
    const transcript = [{ kind: "frame", client: "alice", direction: "sent", text: "x" }];
    reporter.onTestCaseResult(testCase("passed", { meta: { coverageItems, transcript } }));
    expect(reporter.outcomes).toEqual([
      {
        description: "2024-12-01",
        id: "send-to-all/a",
        status: "passed",
        duration: 5,
        coverageItems,
        transcript,
        undecidedItems: [],
      },
    ]);
  });

  test.for([
    ["undecidable: the target lacks the capability state", "undecidable", "the target lacks the capability state"],
    ["could not run: Could not connect.", "could not run", "Could not connect."],
    [undefined, "could not run", ""],
  ] as const)("reads the status of a skipped case from its note %j", ([note, status, reason]) => {
    const { reporter } = reporterWith(false);
    reporter.onTestCaseResult(testCase("skipped", note === undefined ? {} : { note }));
    expect(reporter.outcomes).toMatchObject([{ status, reason }]);
  });

  test("takes the message of a failed requirement as the report", () => {
    const { reporter } = reporterWith(false);
    const error = new Error("Expected status 202, got 500.\n\nMUST: a");
    const meta = { difference: "Expected status 202, got 500." };
    reporter.onTestCaseResult(testCase("failed", { error, meta }));
    expect(reporter.outcomes).toMatchObject([
      { status: "failed", reason: "Expected status 202, got 500.", report: error.message },
    ]);
  });

  test("takes the stack of any other error as the report, without secrets", () => {
    registerSecret("secret-of-the-reporter", "ACCESS_KEY");
    const { reporter } = reporterWith(false);
    reporter.onTestCaseResult(testCase("failed", { error: new TypeError("a bug near secret-of-the-reporter") }));
    const [outcome] = reporter.outcomes;
    expect(outcome?.reason).toBe("TypeError: a bug near $ACCESS_KEY");
    expect(outcome?.report).toMatch(/^TypeError: a bug near \$ACCESS_KEY\n {4}at /);
  });

  test("collects errors outside a case", () => {
    const { reporter } = reporterWith(false);
    const module = { errors: () => [{ message: "Cannot find module" }] } as unknown as TestModule;
    reporter.onTestRunEnd([module], [{ message: "unhandled" }]);
    expect(reporter.faults).toEqual(["unhandled", "Cannot find module"]);
  });

  test("shows progress on one line of a terminal, and clears it at the end", () => {
    const { reporter, written } = reporterWith(true, 21);
    for (let count = 0; count < 20; count += 1) reporter.onTestCaseResult(testCase("passed"));
    reporter.onTestCaseResult(testCase("failed"));
    reporter.onTestRunEnd([], []);
    expect(written).toEqual(["\r\u001b[K20/21 cases", "\r\u001b[K21/21 cases, 1 failed", "\r\u001b[K"]);
  });

  test("shows progress every ten seconds without a terminal", () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(0);
    const { reporter, written } = reporterWith(false);
    for (const time of [9_000, 10_001, 15_000, 20_002]) {
      now.mockReturnValue(time);
      reporter.onTestCaseResult(testCase("passed"));
    }
    now.mockRestore();
    reporter.onTestRunEnd([], []);
    expect(written).toEqual(["2/100 cases\n", "4/100 cases\n"]);
  });
});
