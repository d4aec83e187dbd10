import { describe, expect, test } from "vitest";
import { descriptions } from "../../generated/descriptions.js";
import type { Case } from "../cases/case.js";
import { conformanceCases } from "../cases/index.js";
import { describedItems } from "../description/coverage-items.js";
import type { CaseOutcome } from "../runner/collecting-reporter.js";
import type { Coverage } from "./coverage.js";
import { makeReport, type RunResult, verdictOf } from "./make-report.js";

const [first, second, third, ...others] = conformanceCases("2024-12-01") as [Case, Case, Case, ...Case[]];

function outcomeOf({ description, id }: Case, given: Partial<CaseOutcome> = {}): CaseOutcome {
  const none = { duration: 1, transcript: [], coverageItems: [], undecidedItems: [] };
  return { description, id, status: "passed", ...none, ...given };
}

/** Outcomes of these cases by which every item of the description is covered. */
function coveringOutcomes(cases: readonly Case[]): CaseOutcome[] {
  const seen = new Set<string>();
  return cases.map((each) => {
    const operation = Object.entries(descriptions["2024-12-01"]).find(([id]) => id === each.operation)?.[1];
    if (operation === undefined || seen.has(each.operation)) return outcomeOf(each);
    seen.add(each.operation);
    return outcomeOf(each, { coverageItems: describedItems(operation) });
  });
}

const none: RunResult["expectations"] = { cases: new Map(), uncovered: [] };
const cases = [first, second, third, ...others];

function report(given: Partial<RunResult> = {}) {
  return makeReport({
    target: "here",
    driver: "client",
    started: new Date(),
    cases,
    chosen: cases,
    outcomes: coveringOutcomes(cases),
    faults: [],
    expectations: none,
    isMock: true,
    strict: false,
    coverageDecides: true,
    ...given,
  });
}

const all = cases.length.toLocaleString("en");
const failure = { status: "failed", reason: "Expected status 202, got 500." } as const;

describe("makeReport", () => {
  test("states that the target conforms after a full run without failures", () => {
    expect(report()).toMatchObject({ verdict: 0, summary: "here conforms." });
  });

  test("states how many cases ran after a partial run without failures", () => {
    const chosen = [first, second, third];
    const outcomes = [outcomeOf(first), outcomeOf(second), outcomeOf(third, { status: "undecidable" })];
    expect(report({ chosen, outcomes })).toMatchObject({
      verdict: 0,
      summary: `No failures in the 2 cases that ran (of ${all}).`,
    });
  });

  test("states how many cases failed", () => {
    const [, ...rest] = coveringOutcomes(cases);
    expect(report({ outcomes: [outcomeOf(first, failure), ...rest] })).toMatchObject({
      verdict: 1,
      summary: `here does not conform: 1 of ${all} cases failed.`,
    });
    const chosen = [first, second];
    const outcomes = [outcomeOf(first, failure), outcomeOf(second)];
    expect(report({ chosen, outcomes })).toMatchObject({
      verdict: 1,
      summary: "here does not conform: 1 of 2 cases failed.",
    });
  });

  test("states how many items were not covered, or covered against the expectations", () => {
    const [{ coverageItems: [item, ...items] = [], ...outcome }, ...rest] = coveringOutcomes(cases) as [
      CaseOutcome,
      ...CaseOutcome[],
    ];
    expect(report({ outcomes: [{ ...outcome, coverageItems: items }, ...rest] })).toMatchObject({
      verdict: 1,
      summary: `No failures in the ${all} cases that ran, but 1 documented item was not covered (see Coverage).`,
    });
    const excluded = { operation: first.operation, item: `${item?.kind}: ${item?.name}`, reason: "It cannot." };
    expect(report({ expectations: { ...none, uncovered: [excluded] } })).toMatchObject({
      verdict: 1,
      summary: `No failures in the ${all} cases that ran, but 1 covered item is listed as impossible (see Coverage).`,
    });
  });

  test.for<[what: string, given: Partial<RunResult>]>([
    ["an error outside a case", { faults: ["boom"] }],
    ["no outcomes", { outcomes: [] }],
    ["no outcomes of a partial run", { chosen: [first], outcomes: [] }],
  ])("states that the verdict could not be determined after %s", ([, given]) => {
    expect(report(given)).toMatchObject({ verdict: 2, summary: "Could not determine whether here conforms." });
  });

  test("reports a selected case without an outcome as one that could not run", () => {
    const [, ...rest] = coveringOutcomes(cases);
    expect(report({ outcomes: rest }).cases[0]).toMatchObject({
      id: first.id,
      status: "could not run",
      reason: "Not run: the run ended early.",
    });
  });

  test("reports a case that was not selected as skipped", () => {
    const statuses = report({ chosen: [first], outcomes: [outcomeOf(first)] }).cases.map(({ status }) => status);
    expect(statuses).toEqual(["passed", ...cases.slice(1).map(() => "skipped")]);
  });

  test.for([
    ["MUST", false, "failed"],
    ["SHOULD", false, "warning"],
    ["SHOULD", true, "failed"],
    ["MAY", true, "warning"],
  ] as const)("reports a failed %s case, strict: %s, as %s", ([level, strict, status]) => {
    const failed = cases.find((each) => each.level === level) as Case;
    const outcomes = coveringOutcomes(cases).map((each) => (each.id === failed.id ? { ...each, ...failure } : each));
    const { cases: reports, verdict, summary } = report({ strict, outcomes });
    expect(reports.find(({ id }) => id === failed.id)?.status).toBe(status);
    expect(verdict).toBe(status === "failed" ? 1 : 0);
    if (status === "warning") expect(summary).toBe("here conforms, with 1 warning.");
  });

  test("leaves items without coverage out of the verdict on a server", () => {
    const outcomes = cases.map((each) => outcomeOf(each));
    expect(report({ outcomes }).verdict).toBe(1);
    expect(report({ outcomes, coverageDecides: false }).verdict).toBe(0);
  });

  test("compares outcomes with the expectations", () => {
    const expectation = { reason: "Known.", link: "https://example.com/1" };
    const expectations = { ...none, cases: new Map([first, second, third].map(({ id }) => [id, expectation])) };
    const chosen = [first, second, third];
    const outcomes = [outcomeOf(first, failure), outcomeOf(second), outcomeOf(third, { status: "undecidable" })];
    const reports = report({ chosen, outcomes, expectations }).cases.slice(0, 3);
    expect(reports.map(({ status }) => status)).toEqual(["expected failure", "unexpected pass", "undecidable"]);
    expect(reports.map((each) => each.expectation)).toEqual([expectation, expectation, expectation]);
  });
});

describe("verdictOf", () => {
  const complete: Pick<Coverage, "missing" | "unexpectedlyExercised"> = { missing: [], unexpectedlyExercised: [] };
  const item = { operation: "sendToAll", kind: "responses", name: "202" } as const;

  test.for([
    [["passed", "undecidable", "skipped", "expected failure", "warning"], [], 0],
    [["passed", "failed"], [], 1],
    [["passed", "unexpected pass"], [], 1],
    [["failed", "could not run"], [], 1],
    [["passed", "could not run"], [], 2],
    [["passed"], ["boom"], 2],
    [["skipped"], [], 2],
    [[], [], 2],
  ] as const)("maps cases %j with errors %j to %i", ([statuses, faults, verdict]) => {
    expect(
      verdictOf(
        statuses.map((status) => ({ status })),
        faults,
        [complete],
      ),
    ).toBe(verdict);
  });

  test.for([
    ["0 for complete coverage", complete, 0],
    ["1 for a missing item", { ...complete, missing: [item] }, 1],
    ["1 for an item covered against the expectations", { ...complete, unexpectedlyExercised: [item] }, 1],
  ] as const)("returns %s", ([, coverage, verdict]) => {
    expect(verdictOf([{ status: "passed" }], [], [coverage])).toBe(verdict);
  });
});
