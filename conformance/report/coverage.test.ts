import { expect, test } from "vitest";
import { descriptions } from "../../generated/descriptions.js";
import { conformanceCases } from "../cases/index.js";
import { describedItems } from "../description/coverage-items.js";
import { CoverageCounter, type CoverageSettings } from "./coverage.js";
import { coverageTable } from "./coverage-table.js";
import { verdictOf } from "./make-report.js";

const mock = { isMock: true, uncovered: [] };
const operations = Object.entries(descriptions["2024-12-01"]);

/** A run in which everything was exercised, except what the filter holds back. */
function runWithout(heldBack: (operation: string, name: string) => boolean, settings: CoverageSettings = mock) {
  const counter = new CoverageCounter("2024-12-01", settings);
  for (const [id, operation] of operations) {
    counter.add(
      id,
      describedItems(operation).filter(({ name }) => !heldBack(id, name)),
      [],
    );
  }
  return counter.count();
}

const passed = { status: "passed" } as const;

test("all is well when everything that is documented was exercised", () => {
  const coverage = runWithout(() => false);
  expect(coverage.missing).toEqual([]);
  expect(coverage.total.operations).toEqual({ described: 25, exercised: 25 });
  expect(verdictOf([passed], [], [coverage])).toBe(0);
});

test("what is documented and was not exercised is named, and fails the run", () => {
  const coverage = runWithout((operation, name) => operation === "sendToGroup" && name === "query filter present");
  expect(coverage.missing).toEqual([{ operation: "sendToGroup", kind: "parameters", name: "query filter present" }]);
  expect(coverageTable(coverage)).toContain(
    "Documented and not exercised (1):\n  sendToGroup: parameters: query filter present",
  );
  expect(verdictOf([passed], [], [coverage])).toBe(1);
});

test("what a target cannot decide is counted as that, neither missing nor exercised", () => {
  const counter = new CoverageCounter("2024-12-01", mock);
  for (const [id, operation] of operations)
    counter.add(id, describedItems(operation).slice(1), describedItems(operation).slice(0, 1));
  const coverage = counter.count();
  expect(coverage.missing).toEqual([]);
  expect(coverage.undecidable).toHaveLength(25);
  expect(coverage.total.operations).toEqual({ described: 25, exercised: 0 });
});

test("an example of an answer cannot be asked of anything but a mock", () => {
  const isExample = (_: string, name: string) => name.startsWith("response 200 application/json ");
  expect(runWithout(isExample).missing.length).toBeGreaterThan(0);
  const coverage = runWithout(isExample, { isMock: false, uncovered: [] });
  expect(coverage.missing).toEqual([]);
  expect(coverage.undecidable.length).toBeGreaterThan(0);
});

test("what the expectations except is named with its reason; what they except wrongly fails the run", () => {
  const uncovered = [{ operation: "sendToGroup", item: "parameters: query filter present", reason: "It has none." }];
  const held = (operation: string, name: string) => operation === "sendToGroup" && name === "query filter present";
  const excluded = runWithout(held, { isMock: true, uncovered });
  expect(excluded.missing).toEqual([]);
  expect(coverageTable(excluded)).toContain("Not exercised (1): It has none.\n  parameters: query filter present");
  expect(verdictOf([passed], [], [excluded])).toBe(0);
  const unexpectedlyExercised = runWithout(() => false, { isMock: true, uncovered });
  expect(unexpectedlyExercised.unexpectedlyExercised).toEqual([
    { operation: "sendToGroup", kind: "parameters", name: "query filter present" },
  ]);
  expect(verdictOf([passed], [], [unexpectedlyExercised])).toBe(1);
});

test.for([
  [["passed", "undecidable", "skipped", "expected failure"], [], 0],
  [["passed", "failed"], [], 1],
  [["passed", "unexpected pass"], [], 1],
  [["failed", "could not run"], [], 1],
  [["passed", "could not run"], [], 2],
  [["passed"], ["boom"], 2],
  [["skipped"], [], 2],
  [[], [], 2],
] as const)("cases that %j, with faults %j, come to %i", ([statuses, faults, verdict]) => {
  const complete = [runWithout(() => false)];
  const cases = statuses.map((status) => ({ status }));
  expect(verdictOf(cases, faults, complete)).toBe(verdict);
});

test("every constraint that is stated has a case that decides it", () => {
  const decided = new Set(
    conformanceCases("2024-12-01").flatMap(({ operation, decides = [] }) =>
      decides.map(({ name }) => `${operation} ${name}`),
    ),
  );
  for (const [id, operation] of operations) {
    for (const { kind, name } of describedItems(operation))
      if (kind === "constraints") expect(decided).toContain(`${id} ${name}`);
  }
});
