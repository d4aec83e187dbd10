import { describe, expect, test } from "vitest";
import type { Case } from "../../conformance/cases/case.js";
import type { Trial } from "../../conformance/mutants/kill-matrix.js";
import type { Mutant } from "../../conformance/mutants/mutant.js";
import { isGood, markdown, readMatrix, summary, table } from "./matrix-report.js";

const mutant = (id: string, more: Partial<Mutant> = {}): Mutant => ({
  id,
  summary: "It is wrong | somehow.",
  operations: "all",
  start: () => Promise.reject(new Error("It is made up.")),
  ...more,
});
const must = (id: string) => ({ id, level: "MUST" }) as Case;
const trial = (name: string, killers: readonly string[]): Trial => ({
  mutant: name,
  ran: 5,
  killers,
  skippedCases: [],
  broken: [],
  seconds: 1,
});
const RIGHT = [trial("right/emulator", []), trial("right/mock", [])];
const cases = [must("one"), must("two")];
const read = (mutants: readonly Mutant[], trials: readonly Trial[], more: { isWhole?: boolean; older?: Case[] } = {}) =>
  readMatrix({ mutants, cases, older: [], isWhole: true, trials: [...RIGHT, ...trials], ...more });

describe("a matrix", () => {
  test("in which all are killed and all kill is good", () => {
    const matrix = read([mutant("a/a")], [trial("a/a", ["one", "two"])]);
    expect(isGood(matrix)).toBe(true);
    expect(summary(matrix)).toBe(
      "1 mutants: 1 killed, 0 survive, 0 alike; 2 MUST cases: 0 kill nothing, 0 kill only what is wrong altogether",
    );
    expect(table(matrix)).toContain("a/a  2  one, two");
  });

  test("tells who survives and who kills nothing", () => {
    const matrix = read([mutant("a/a"), mutant("b/b")], [trial("a/a", ["one"]), trial("b/b", [])]);
    expect(isGood(matrix)).toBe(false);
    for (const text of [table(matrix), markdown(matrix)]) {
      expect(text).toMatch(/Mutants that no case kills:?\n\W+b\/b\n/);
      expect(text).toMatch(/MUST cases that kill no mutant:?\n\W+two\n/);
    }
  });

  test("of some mutants does not ask what MUST cases kill", () => {
    const matrix = read([mutant("a/a")], [trial("a/a", ["one"])], { isWhole: false });
    expect(isGood(matrix)).toBe(true);
    expect(summary(matrix)).toBe("1 mutants: 1 killed, 0 survive, 0 alike");
  });

  test("does not count what a case kills that fails on a right server", () => {
    const failing = [...RIGHT.slice(1), trial("right/emulator", ["two"])];
    const trials = [...failing, trial("a/a", ["one"]), trial("b/b", ["two"])];
    const matrix = readMatrix({ mutants: [mutant("a/a"), mutant("b/b")], cases, older: [], trials, isWhole: true });
    expect(matrix.verdict.survivors).toEqual(["b/b"]);
    expect(matrix.failing).toEqual(["two"]);
    expect(isGood(matrix)).toBe(false);
  });

  test("is not good while a MUST case is of an older description only", () => {
    const matrix = read([mutant("a/a")], [trial("a/a", ["one", "two"])], { older: [must("three")] });
    expect(isGood(matrix)).toBe(false);
    expect(table(matrix)).toContain("three");
  });

  test("gives the reason of a mutant that is alike, and the history of one that was real", () => {
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
