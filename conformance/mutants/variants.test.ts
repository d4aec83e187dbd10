import { describe, expect, test } from "vitest";
import type { Mutant, MutantHead } from "./mutant.js";
import { mutantsOf } from "./variants.js";

const make = (head: MutantHead): Mutant => ({ ...head, start: () => Promise.reject(new Error("It is made up.")) });

describe("mutantsOf", () => {
  test("makes a mutant of each variant, with the properties of its family", () => {
    const mutants = mutantsOf(
      "errors",
      { operations: ["userExists"], cases: { replays: "all" }, equivalent: { second: "Nobody can tell." }, make },
      [
        ["first", "It is wrong.", 1, "A simulator did so."],
        ["second", "It is wrong, too.", 2],
      ],
    );
    expect(mutants).toMatchObject([
      {
        id: "errors/first",
        summary: "It is wrong.",
        history: "A simulator did so.",
        operations: ["userExists"],
        cases: { replays: "all" },
      },
      { id: "errors/second", summary: "It is wrong, too.", equivalentBecause: "Nobody can tell." },
    ]);
    expect(mutants[0]?.equivalentBecause).toBeUndefined();
  });

  test("calls a function for the properties that depend on the variant", () => {
    const mutants = mutantsOf<"sendToAll" | "userExists">(
      "errors",
      (operation) => ({ operations: [operation], make }),
      [
        ["first", "It is wrong.", "sendToAll"],
        ["second", "It is wrong.", "userExists"],
      ],
    );
    expect(mutants.map(({ operations }) => operations)).toEqual([["sendToAll"], ["userExists"]]);
  });
});
