import { expect, test } from "vitest";
import type { Case } from "../cases/case.js";
import { select } from "./select-cases.js";

const cases = [
  { id: "send-to-all/a", level: "MUST" },
  { id: "send-to-group/a", level: "SHOULD" },
  { id: "user-exists/b.c", level: "MAY" },
] as Case[];
const chosen = (only: string[], levels: Case["level"][] = ["MUST", "SHOULD", "MAY"]) =>
  select(cases, { only, levels }).map(({ id }) => id);

test("without a choice, all are", () => {
  expect(chosen([])).toHaveLength(3);
});

test.for([
  [["send-*"], ["send-to-all/a", "send-to-group/a"]],
  [["*/a"], ["send-to-all/a", "send-to-group/a"]],
  [["user-exists/b.c"], ["user-exists/b.c"]],
  [
    ["*all*", "user*"],
    ["send-to-all/a", "user-exists/b.c"],
  ],
] as const)("%j chooses %j", ([only, ids]) => {
  expect(chosen([...only])).toEqual(ids);
});

test("a level chooses what is as binding", () => {
  expect(chosen([], ["MUST"])).toEqual(["send-to-all/a"]);
});

test("a glob that fits nothing is refused by name, and so is a choice of nothing", () => {
  expect(() => chosen(["send-*", "sned-*"])).toThrow('--only is "sned-*", which fits no case');
  expect(() => chosen(["user-exists/bxc"])).toThrow("fits no case");
  expect(() => chosen(["user*"], ["MUST"])).toThrow("No case of --only user* has the level MUST");
});
