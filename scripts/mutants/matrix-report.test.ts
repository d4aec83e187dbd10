import { describe, expect, test } from "vitest";
import type { Case } from "../../conformance/cases/case.js";
import type { Trial } from "../../conformance/mutants/kill-matrix.js";
import type { Mutant } from "../../conformance/mutants/mutant.js";
import { isGood, type MatrixInput, markdown, readMatrix, summaryLine, table } from "./matrix-report.js";

const mutant = (id: string, more: Partial<Mutant> = {}): Mutant => ({
  id,
  summary: "It is wrong | somehow.",
  operations: "all",
  start: () => Promise.reject(new Error("It is made up.")),
  ...more,
});
const must = (id: string) => ({ id, level: "MUST", origin: { kind: "written", topic: "operation" } }) as Case;
const trial = (name: string, killers: readonly string[]): Trial => ({
  mutant: name,
  ran: 5,
  killers,
  skippedCases: [],
  broken: [],
  seconds: 1,
});
const baselines = [{ id: "right/emulator" }, { id: "right/mock" }];
const cases = [must("one"), must("two")];
const CORRECT = baselines.map(({ id }) => trial(id, []));
const read = (mutants: readonly Mutant[], trials: readonly Trial[], more: Partial<MatrixInput> = {}) =>
  readMatrix({ baselines, mutants, cases, isWhole: true, trials: [...CORRECT, ...trials], ...more });

describe("readMatrix", () => {
  test("accepts a matrix in which every mutant is killed and every MUST case kills", () => {
    const matrix = read([mutant("a/a")], [trial("a/a", ["one", "two"])]);
    expect(isGood(matrix)).toBe(true);
    expect(summaryLine(matrix)).toBe(
      "1 mutants: 1 killed, 0 survived, 0 equivalent; 2 MUST cases: 0 kill no mutant, 0 kill only broad mutants",
    );
    expect(table(matrix)).toContain("a/a  2  one, two");
  });

  test("reports survivors and MUST cases without a kill, with what to do about them", () => {
    const matrix = read([mutant("a/a"), mutant("b/b")], [trial("a/a", ["one"]), trial("b/b", [])]);
    expect(isGood(matrix)).toBe(false);
    expect(table(matrix)).toMatch(/Mutants that no case kills:\n {2}b\/b\nAdd a case that fails on them/);
    expect(table(matrix)).toMatch(/MUST cases that kill no mutant:\n {2}two\nAdd a mutant that breaks/);
    expect(markdown(matrix)).toMatch(/## Mutants that no case kills\n\nAdd a case .*\n\n- b\/b\n/);
    expect(markdown(matrix)).toMatch(/## MUST cases that kill no mutant\n\nAdd a mutant .*\n\n- two\n/);
  });

  test("reports an equivalent mutant that is killed, with what to do about it", () => {
    const equivalent = mutant("b/b", { equivalentBecause: "Nobody can tell." });
    const matrix = read([mutant("a/a"), equivalent], [trial("a/a", ["one"]), trial("b/b", ["two"])]);
    expect(isGood(matrix)).toBe(false);
    expect(table(matrix)).toMatch(/Equivalent mutants that a case kills:\n {2}b\/b\nTake their reason out/);
  });

  test("reports a case without a verdict, with its mutant and message", () => {
    const broken = [{ id: "one", message: "TypeError: It is undefined." }];
    const matrix = read([mutant("a/a")], [{ ...trial("a/a", ["one", "two"]), broken }]);
    expect(isGood(matrix)).toBe(false);
    expect(table(matrix)).toMatch(/Cases without a verdict:\n {2}one on a\/a: TypeError: It is undefined\.\nCorrect/);
  });

  test("does not check the kills of MUST cases when only some mutants ran", () => {
    const matrix = read([mutant("a/a")], [trial("a/a", ["one"])], { isWhole: false });
    expect(isGood(matrix)).toBe(true);
    expect(summaryLine(matrix)).toBe("1 mutants: 1 killed, 0 survived, 0 equivalent");
  });

  test("does not count the kills of a case that fails on a correct server", () => {
    const failing = [trial("right/mock", []), trial("right/emulator", ["two"])];
    const trials = [...failing, trial("a/a", ["one"]), trial("b/b", ["two"])];
    const matrix = read([mutant("a/a"), mutant("b/b")], [], { trials });
    expect(matrix.verdict.survivors).toEqual(["b/b"]);
    expect(matrix.failing).toEqual(["two"]);
    expect(isGood(matrix)).toBe(false);
  });
});

describe("markdown", () => {
  test("writes the reason of an equivalent mutant and the history of a real one", () => {
    const mutants = [
      mutant("a/a", { equivalentBecause: "Nobody can tell." }),
      mutant("b/b", { history: "It was real." }),
    ];
    const matrix = read(mutants, [trial("a/a", []), trial("b/b", ["one", "two"])]);
    expect(isGood(matrix)).toBe(true);
    expect(markdown(matrix)).toContain("| `a/a` | It is wrong \\| somehow. | 5 | 0 | Nobody can tell. |");
    expect(markdown(matrix)).toContain("It is wrong \\| somehow.<br>It was real.");
  });
});
