import { describe, expect, test } from "vitest";
import type { Case } from "../cases/case.js";
import { ALL_CASES, type CaseSelection, REPRESENTATIVE_CASES, selects } from "./case-selection.js";

const written = {
  origin: { kind: "written", topic: "names" },
  aspect: "effects",
  needs: ["state", "sockets"],
} as const;
const operation = { ...written, origin: { kind: "written", topic: "operation" }, aspect: "rejections" } as const;
const plainReplay = {
  origin: { kind: "replay", status: "200", parameters: [] },
  aspect: "responses",
  needs: [],
} as const;
const replayWithTop = { ...plainReplay, origin: { kind: "replay", status: "200", parameters: ["top"] } } as const;
const replayOfExample = {
  ...plainReplay,
  origin: { kind: "replay", status: "200", parameters: [], parameterExample: "hub.marks" },
} as const;
const constraint = {
  origin: { kind: "constraint", place: "path hub pattern", accepted: false },
  aspect: "rejections",
  needs: [],
} as const;

const CASES = { written, operation, plainReplay, replayWithTop, replayOfExample, constraint };

function selected(selection: CaseSelection): string[] {
  return Object.entries(CASES)
    .filter(([, each]) => selects(selection, each satisfies Pick<Case, "origin" | "aspect" | "needs">))
    .map(([name]) => name);
}

describe("selects", () => {
  test.for([
    ["nothing", {}, []],
    ["every case", ALL_CASES, Object.keys(CASES)],
    [
      "all but the replays that vary a request",
      REPRESENTATIVE_CASES,
      ["written", "operation", "plainReplay", "constraint"],
    ],
    ["every written case", { written: "all" }, ["written", "operation"]],
    ["written cases by topic", { written: [{ topics: ["names"] }] }, ["written"]],
    ["written cases by aspect", { written: [{ aspects: ["rejections"] }] }, ["operation"]],
    ["written cases by topic and aspect", { written: [{ topics: ["names"], aspects: ["rejections"] }] }, []],
    ["written cases by capability", { written: [{ needs: "clock" }] }, []],
    [
      "written cases that match one of two selections",
      { written: [{ topics: ["names"] }, { aspects: ["rejections"] }] },
      ["written", "operation"],
    ],
    ["every replay", { replays: "all" }, ["plainReplay", "replayWithTop", "replayOfExample"]],
    ["replays by status", { replays: { statuses: ["404"] } }, []],
    ["plain replays", { replays: { plain: true } }, ["plainReplay"]],
    ["replays of a parameter's examples", { replays: { examplesOf: "hub" } }, ["replayOfExample"]],
    ["no replay for the beginning of a parameter's name", { replays: { examplesOf: "hu" } }, []],
    ["constraints by keyword", { constraints: ["path hub pattern"] }, ["constraint"]],
    ["constraints by parameter", { constraints: ["path hub"] }, ["constraint"]],
    ["constraints by kind of place", { constraints: ["query", "path"] }, ["constraint"]],
    ["no constraint for the beginning of a word", { constraints: ["path hu"] }, []],
  ] as const)("selects %s", ([, selection, expected]) => {
    expect(selected(selection)).toEqual(expected);
  });
});
