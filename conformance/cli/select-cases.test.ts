import { describe, expect, test } from "vitest";
import type { Case, Level } from "../cases/case.js";
import { selectCases } from "./select-cases.js";

const cases = [
  { id: "send-to-all/a", level: "MUST" },
  { id: "send-to-group/a", level: "SHOULD" },
  { id: "user-exists/b.c", level: "MAY" },
] as Case[];
const idsFor = (only: readonly string[], levels: readonly Level[] = ["MUST", "SHOULD", "MAY"]) =>
  selectCases(cases, { only, levels }).map(({ id }) => id);

describe("selectCases", () => {
  test("selects every case without globs", () => {
    expect(idsFor([])).toEqual(["send-to-all/a", "send-to-group/a", "user-exists/b.c"]);
  });

  test.for([
    [["send-*"], ["send-to-all/a", "send-to-group/a"]],
    [["*/a"], ["send-to-all/a", "send-to-group/a"]],
    [["user-exists/b.c"], ["user-exists/b.c"]],
    [
      ["*all*", "user*"],
      ["send-to-all/a", "user-exists/b.c"],
    ],
  ] as const)("matches %j with %j", ([only, ids]) => {
    expect(idsFor(only)).toEqual(ids);
  });

  test("selects the cases of the given levels", () => {
    expect(idsFor([], ["MUST"])).toEqual(["send-to-all/a"]);
  });

  test.for<[what: string, only: string[], levels: Level[], message: string]>([
    [
      "a glob that matches nothing",
      ["send-*", "sned-*"],
      ["MUST", "SHOULD", "MAY"],
      '--only "sned-*" matches no case. List the ids with --list; * matches any text.',
    ],
    ["an empty glob", [""], ["MUST"], '--only "" matches no case. List the ids with --list; * matches any text.'],
    ["a selection without cases", ["user*"], ["MUST"], 'No case matches --only "user*" at level MUST.'],
  ])("rejects %s", ([, only, levels, message]) => {
    expect(() => idsFor(only, levels)).toThrow(expect.objectContaining({ name: "UsageError", message }));
  });
});
