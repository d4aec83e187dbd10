import { describe, expect, test } from "vitest";
import { operations } from "../../generated/2024-12-01/operations.js";
import type { Case } from "../cases/case.js";
import { conformanceCases } from "../cases/index.js";
import type { StartedTarget } from "../targets/target.js";
import { ConformanceError } from "../wire/conformance-error.js";
import { baselines } from "./baseline.js";
import { allMutants } from "./index.js";
import { judge, type MutantRunner, onlyInOlder, runMatrix, tryMutant } from "./kill-matrix.js";
import { differences, overlayActions } from "./mocks/overlay-mutants.js";
import { isRelevantCase, type Mutant } from "./mutant.js";

const cases = conformanceCases("2024-12-01");
const mutants = allMutants(async () => ({}));
const byId = new Map([...baselines, ...mutants].map((mutant) => [mutant.id, mutant]));

function mutantOf(id: string): Mutant {
  const mutant = byId.get(id);
  if (mutant === undefined) throw new Error(`There is no mutant ${id}.`);
  return mutant;
}

describe("the mutants", () => {
  test("are many, and each has an id of its own", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(60);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  });

  test("say in a sentence what is wrong with them, and are of operations that there are", () => {
    for (const { id, summary, operations: of } of mutants) {
      expect(id).toMatch(/^[a-z-]+\/[\w.-]+$/);
      expect(summary, id).toMatch(/^[\w%].+\.$/);
      for (const name of of === "all" ? [] : of) expect([...Object.keys(operations), "sockets"]).toContain(name);
    }
  });

  test("can each be noticed by some case, or say why not", () => {
    const unnoticed = mutants.filter(
      (each) => each.equivalentBecause === undefined && !cases.some((one) => isRelevantCase(each, one)),
    );
    expect(unnoticed.map(({ id }) => id)).toEqual([]);
  });

  test("are of every operation", () => {
    const named = new Set(mutants.flatMap(({ operations: of }) => (of === "all" ? [] : of)));
    expect(Object.keys(operations).filter((id) => !named.has(id as keyof typeof operations))).toEqual([]);
  });

  test.for(overlayActions)("have the difference of the listing: $description", (action) => {
    const difference = differences.find(({ actions }) => actions.includes(action));
    expect(difference?.entry).toBe(action["x-evidence"]);
    expect(mutantOf(`overlay/${difference?.entry}`).summary).toContain(action.description);
  });
});

describe("a mutant that is run", () => {
  test.for([
    ["wrong-success-status/user-exists", "user-exists/replay/200/bare"],
    ["effect-missing/add-user-to-group", "add-user-to-group/group-exists-from-then-on"],
    ["parameter-ignored/send-to-all.excluded", "send-to-all/excluded-connection-gets-nothing"],
    ["body-on-head/user-exists", "errors/no-body-on-404-of-user-exists"],
    ["group-requests/no-echo-ignored", "sockets/send-to-group/echo"],
    ["mock/404-missing", "user-exists/replay/404/bare"],
  ] as const)("%s is killed by %s", async ([mutant, id]) => {
    expect((await tryMutant(mutantOf(mutant), cases, new Set([id]))).killers).toEqual([id]);
  });

  test.for(baselines)("is not killed where nothing is wrong: $id", async (server) => {
    const some = new Set(cases.filter(({ operation }) => operation === "userExists").map(({ id }) => id));
    const trial = await tryMutant(server, cases, some);
    expect(trial.ran).toBeGreaterThan(5);
    expect(trial).toMatchObject({ killers: [], broken: [], skippedCases: [] });
  });
});

const target: StartedTarget = {
  target: { name: "made up", endpoint: "http://127.0.0.1:1", capabilities: ["state"] },
  close: async () => {},
};

function madeUpMutant(name: string, more: Partial<Mutant> = {}): Mutant {
  const started = { ...target, target: { ...target.target, name } };
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

describe("the runner", () => {
  const here =
    (all: readonly Case[]): MutantRunner =>
    (mutant, only) =>
      tryMutant(mutant, all, only);
  const verdictOf = async (servers: readonly Mutant[], all: readonly Case[]) =>
    judge(servers, all, await runMatrix(servers, all, [here(all), here(all)]));

  test("finds nothing to complain of where everybody does what it is for", async () => {
    const all = [madeUpCase("one", ["a"]), madeUpCase("two", ["b", "a"])];
    expect(await verdictOf([madeUpMutant("a"), madeUpMutant("b")], all)).toEqual({
      survivors: [],
      killedEquivalents: [],
      casesWithoutKill: [],
      casesWithOnlyBroadKills: [],
      broken: [],
    });
  });

  test("notices a mutant that survives, unless there is a reason", async () => {
    const all = [madeUpCase("one", ["a"])];
    const servers = [
      madeUpMutant("a"),
      madeUpMutant("b"),
      madeUpMutant("c", { equivalentBecause: "Nobody can tell." }),
    ];
    expect(await verdictOf(servers, all)).toMatchObject({ survivors: ["made-up/b"], killedEquivalents: [] });
  });

  test("notices a reason that is none", async () => {
    const servers = [madeUpMutant("a", { equivalentBecause: "Nobody can tell." })];
    expect(await verdictOf(servers, [madeUpCase("one", ["a"])])).toMatchObject({ killedEquivalents: ["made-up/a"] });
  });

  test("notices a MUST case that kills nothing, and lets others", async () => {
    const all = [madeUpCase("one", ["a"]), madeUpCase("two", []), madeUpCase("three", [], { level: "SHOULD" })];
    expect(await verdictOf([madeUpMutant("a")], all)).toMatchObject({ casesWithoutKill: ["two"] });
  });

  test("leaves cases out where enough have failed, but not one that would kill nothing then", async () => {
    const many = Array.from({ length: 40 }, (_, index) => madeUpCase(`case ${index}`, ["a"]));
    const first = await tryMutant(madeUpMutant("a"), many);
    expect(first.skippedCases.length).toBeGreaterThan(0);
    expect(first.ran + first.skippedCases.length).toBe(40);
    expect(await verdictOf([madeUpMutant("a")], many)).toMatchObject({ survivors: [], casesWithoutKill: [] });
    expect(await tryMutant(madeUpMutant("a", { runAllCases: true }), many)).toMatchObject({
      ran: 40,
      skippedCases: [],
    });
  });

  test("does not run what is of no concern to the mutant, or cannot be decided there", async () => {
    const all = [madeUpCase("one", ["a"]), madeUpCase("two", ["a"], { operation: "sendToAll" })];
    const sockets = madeUpCase("three", ["a"], { needs: ["sockets"] });
    const trial = await tryMutant(madeUpMutant("a", { operations: ["sendToAll"] }), [...all, sockets]);
    expect(trial).toMatchObject({ ran: 1, killers: ["two"] });
  });

  test("takes a failure that does not come again for a slow machine", async () => {
    let failed = false;
    const once = madeUpCase("one", [], {
      run: async () => {
        if (!failed) {
          failed = true;
          throw new ConformanceError("It was late.");
        }
        return { coverageItems: [], transcript: [] };
      },
    });
    expect(await tryMutant(madeUpMutant("a"), [once])).toMatchObject({ ran: 1, killers: [] });
  });

  test("tells a case that breaks from one that kills", async () => {
    const breaks = madeUpCase("one", [], {
      run: async () => {
        throw new TypeError("It is undefined.");
      },
    });
    expect(await verdictOf([madeUpMutant("a")], [breaks])).toMatchObject({
      survivors: ["made-up/a"],
      casesWithoutKill: ["one"],
      broken: [{ mutant: "made-up/a", id: "one", message: "TypeError: It is undefined." }],
    });
  });

  test("fails where a lane does", async () => {
    const lane: MutantRunner = async () => {
      throw new Error("The process is gone.");
    };
    await expect(runMatrix([madeUpMutant("a")], [], [lane])).rejects.toThrow("The process is gone.");
  });
});

describe("MUST cases of older descriptions", () => {
  test("are those of the newest too", () => {
    expect(onlyInOlder(cases, conformanceCases("2023-07-01"))).toEqual([]);
  });

  test("are noticed where they are not", () => {
    const older = [madeUpCase("one", []), madeUpCase("two", []), madeUpCase("may", [], { level: "MAY" })];
    expect(onlyInOlder([madeUpCase("one", [])], older)).toEqual(["two"]);
  });
});
