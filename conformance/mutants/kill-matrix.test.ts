import { describe, expect, test } from "vitest";
import type { Case } from "../cases/case.js";
import type { StartedTarget } from "../targets/target.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { judge, type MutantRunner, runMatrix, tryMutant } from "./kill-matrix.js";
import type { Mutant } from "./mutant.js";

const server: StartedTarget = {
  target: { name: "made up", endpoint: "http://127.0.0.1:1", capabilities: ["state"] },
  close: async () => {},
};

function madeUpMutant(name: string, more: Partial<Mutant> = {}): Mutant {
  const started = { ...server, target: { ...server.target, name } };
  return { id: `made-up/${name}`, summary: "It is made up.", operations: "all", start: async () => started, ...more };
}

/** A case that fails on the mutants of these names. */
function madeUpCase(id: string, kills: readonly string[], more: Partial<Case> = {}): Case {
  return {
    id,
    description: "2024-12-01",
    operation: "userExists",
    origin: { kind: "written", topic: "operation" },
    aspect: "effects",
    level: "MUST",
    requirement: "It is made up.",
    source: "E01",
    needs: ["state"],
    run: async ({ name }) => {
      if (kills.includes(name)) throw new ConformanceError("It is wrong.");
      return { coverageItems: [], transcript: [] };
    },
    ...more,
  };
}

/** Tries mutants in this process. */
const runnerOf =
  (cases: readonly Case[]): MutantRunner =>
  (mutant, only) =>
    tryMutant(mutant, cases, only);

const verdictOf = async (mutants: readonly Mutant[], cases: readonly Case[]) =>
  judge(mutants, cases, await runMatrix(mutants, cases, [runnerOf(cases), runnerOf(cases)]));

describe("tryMutant", () => {
  test("stops once enough cases have failed, and names those it skipped", async () => {
    const cases = Array.from({ length: 40 }, (_, index) => madeUpCase(`case ${index}`, ["a"]));
    const trial = await tryMutant(madeUpMutant("a"), cases);
    expect(trial).toMatchObject({ ran: 16, skippedCases: cases.slice(16).map(({ id }) => id) });
  });

  test("runs every case on a mutant with runAllCases", async () => {
    const cases = Array.from({ length: 40 }, (_, index) => madeUpCase(`case ${index}`, ["a"]));
    const trial = await tryMutant(madeUpMutant("a", { runAllCases: true }), cases);
    expect(trial).toMatchObject({ ran: 40, skippedCases: [] });
  });

  test("runs neither cases of other operations nor cases that the mutant cannot decide", async () => {
    const cases = [
      madeUpCase("other operation", ["a"]),
      madeUpCase("relevant", ["a"], { operation: "sendToAll" }),
      madeUpCase("undecidable", ["a"], { operation: "sendToAll", needs: ["sockets"] }),
    ];
    const trial = await tryMutant(madeUpMutant("a", { operations: ["sendToAll"] }), cases);
    expect(trial).toMatchObject({ ran: 1, killers: ["relevant"] });
  });

  test("runs written cases before derived ones", async () => {
    const order: string[] = [];
    const inOrder = (id: string, origin: Case["origin"]) =>
      madeUpCase(id, [], {
        origin,
        run: async () => {
          order.push(id);
          return { coverageItems: [], transcript: [] };
        },
      });
    await tryMutant(madeUpMutant("a"), [
      inOrder("derived", { kind: "replay", status: "200", parameters: [] }),
      inOrder("written", { kind: "written", topic: "operation" }),
    ]);
    expect(order).toEqual(["written", "derived"]);
  });

  test("ignores a failure that does not repeat, as on a slow machine", async () => {
    let hasFailed = false;
    const failsOnce = madeUpCase("one", [], {
      run: async () => {
        if (!hasFailed) {
          hasFailed = true;
          throw new ConformanceError("It was late.");
        }
        return { coverageItems: [], transcript: [] };
      },
    });
    expect(await tryMutant(madeUpMutant("a"), [failsOnce])).toMatchObject({ ran: 1, killers: [] });
  });
});

describe("runMatrix", () => {
  test("runs a skipped MUST case that has killed nothing else", async () => {
    const cases = Array.from({ length: 40 }, (_, index) => madeUpCase(`case ${index}`, ["a"]));
    expect(await verdictOf([madeUpMutant("a")], cases)).toMatchObject({ survivors: [], casesWithoutKill: [] });
  });

  test("rejects if a runner rejects", async () => {
    const failing: MutantRunner = async () => {
      throw new Error("The process is gone.");
    };
    await expect(runMatrix([madeUpMutant("a")], [], [failing])).rejects.toThrow("The process is gone.");
  });
});

describe("judge", () => {
  test("returns empty lists when every mutant is killed and every MUST case kills", async () => {
    const cases = [madeUpCase("one", ["a"]), madeUpCase("two", ["b", "a"])];
    expect(await verdictOf([madeUpMutant("a"), madeUpMutant("b")], cases)).toEqual({
      survivors: [],
      killedEquivalents: [],
      casesWithoutKill: [],
      casesWithOnlyBroadKills: [],
      broken: [],
    });
  });

  test("returns a mutant that no case kills as a survivor, unless it is equivalent", async () => {
    const mutants = [
      madeUpMutant("a"),
      madeUpMutant("b"),
      madeUpMutant("c", { equivalentBecause: "Nobody can tell." }),
    ];
    const verdict = await verdictOf(mutants, [madeUpCase("one", ["a"])]);
    expect(verdict).toMatchObject({ survivors: ["made-up/b"], killedEquivalents: [] });
  });

  test("returns an equivalent mutant that a case kills", async () => {
    const mutants = [madeUpMutant("a", { equivalentBecause: "Nobody can tell." })];
    const verdict = await verdictOf(mutants, [madeUpCase("one", ["a"])]);
    expect(verdict).toMatchObject({ killedEquivalents: ["made-up/a"] });
  });

  test("returns a MUST case that kills nothing, but not a SHOULD case", async () => {
    const cases = [madeUpCase("one", ["a"]), madeUpCase("two", []), madeUpCase("three", [], { level: "SHOULD" })];
    expect(await verdictOf([madeUpMutant("a")], cases)).toMatchObject({ casesWithoutKill: ["two"] });
  });

  test("returns a MUST case that kills only broad mutants", async () => {
    const mutants = [madeUpMutant("a"), madeUpMutant("b", { broad: true })];
    const verdict = await verdictOf(mutants, [madeUpCase("one", ["a", "b"]), madeUpCase("two", ["b"])]);
    expect(verdict).toMatchObject({ casesWithoutKill: [], casesWithOnlyBroadKills: ["two"] });
  });

  test("returns a case that throws anything but a ConformanceError as broken, not as a killer", async () => {
    const throws = madeUpCase("one", [], {
      run: async () => {
        throw new TypeError("It is undefined.");
      },
    });
    expect(await verdictOf([madeUpMutant("a")], [throws])).toMatchObject({
      survivors: ["made-up/a"],
      casesWithoutKill: ["one"],
      broken: [{ mutant: "made-up/a", id: "one", message: "TypeError: It is undefined." }],
    });
  });
});
