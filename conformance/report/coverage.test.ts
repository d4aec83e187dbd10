import { expect, test } from "vitest";
import { descriptions } from "../../generated/descriptions.js";
import { conformanceCases } from "../cases/index.js";
import { verdict } from "../run.js";
import { CoverageCounter } from "./coverage.js";
import { statedFacts } from "./facts.js";
import { coverageTable } from "./table.js";

const operations = Object.entries(descriptions["2024-12-01"]);

/** A run in which everything was exercised, except what the filter holds back. */
function runWithout(heldBack: (operation: string, name: string) => boolean) {
  const counter = new CoverageCounter("2024-12-01");
  for (const [id, operation] of operations) {
    counter.add(
      id,
      statedFacts(operation).filter(({ name }) => !heldBack(id, name)),
      [],
    );
  }
  return counter.count();
}

const passed = { description: "2024-12-01", id: "a", operation: "sendToAll", status: "passed", duration: 1 } as const;

test("all is well when everything that is documented was exercised", () => {
  const coverage = runWithout(() => false);
  expect(coverage.missing).toEqual([]);
  expect(coverage.total.operations).toEqual({ stated: 25, exercised: 25 });
  expect(verdict({ outcomes: [passed], faults: [] }, [coverage])).toBe(0);
});

test("what is documented and was not exercised is named, and fails the run", () => {
  const coverage = runWithout((operation, name) => operation === "sendToGroup" && name === "query filter present");
  expect(coverage.missing).toEqual([{ operation: "sendToGroup", kind: "parameters", name: "query filter present" }]);
  expect(coverageTable(coverage)).toContain(
    "Documented and not exercised (1):\n  sendToGroup: parameters: query filter present",
  );
  expect(verdict({ outcomes: [passed], faults: [] }, [coverage])).toBe(1);
});

test("what a target cannot decide is counted as that, neither missing nor exercised", () => {
  const counter = new CoverageCounter("2024-12-01");
  for (const [id, operation] of operations)
    counter.add(id, statedFacts(operation).slice(1), statedFacts(operation).slice(0, 1));
  const coverage = counter.count();
  expect(coverage.missing).toEqual([]);
  expect(coverage.undecidable).toHaveLength(25);
  expect(coverage.total.operations).toEqual({ stated: 25, exercised: 0 });
});

test("a failed case makes a run fail, a fault outside of the cases or no case at all means that it could not run", () => {
  const complete = [runWithout(() => false)];
  expect(verdict({ outcomes: [{ ...passed, status: "failed" }], faults: [] }, complete)).toBe(1);
  expect(verdict({ outcomes: [passed], faults: ["boom"] }, complete)).toBe(2);
  expect(verdict({ outcomes: [], faults: [] }, complete)).toBe(2);
});

test("every constraint that is stated has a case that decides it", () => {
  const decided = new Set(
    conformanceCases("2024-12-01").flatMap(({ operation, decides = [] }) =>
      decides.map(({ name }) => `${operation} ${name}`),
    ),
  );
  for (const [id, operation] of operations) {
    for (const { kind, name } of statedFacts(operation))
      if (kind === "constraints") expect(decided).toContain(`${id} ${name}`);
  }
});
