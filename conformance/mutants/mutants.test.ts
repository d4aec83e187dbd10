import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { operations } from "../../generated/operations.js";
import { latestApiVersion } from "../../generated/versions.js";
import { conformanceCases } from "../cases/index.js";
import { baselines } from "./baseline.js";
import { type CaseSelection, selects, type WrittenSelection } from "./case-selection.js";
import { allMutants } from "./index.js";
import { tryMutant } from "./kill-matrix.js";
import { differences, overlayActions } from "./mocks/overlay-mutants.js";
import { isRelevantCase, type Mutant } from "./mutant.js";

/** Starting a mutant loads the emulator or Prism, and some cases wait for what does not come. */
const TIMEOUT_MS = 60_000;

const cases = conformanceCases(latestApiVersion);
const mutants = allMutants(async () => ({}));
const byId = new Map([...baselines, ...mutants].map((mutant) => [mutant.id, mutant]));

function mutantOf(id: string): Mutant {
  const mutant = byId.get(id);
  if (mutant === undefined) throw new Error(`No mutant has the id ${id}.`);
  return mutant;
}

/** A selection in its smallest parts, each a selection of its own. */
function partsOf({ written, replays, constraints }: CaseSelection): CaseSelection[] {
  return [
    ...(Array.isArray(written) ? written.flatMap(partsOfWritten) : []),
    ...(typeof replays === "object" && replays.statuses !== undefined
      ? replays.statuses.map((status) => ({ replays: { ...replays, statuses: [status] } }))
      : []),
    ...(Array.isArray(constraints) ? constraints.map((place) => ({ constraints: [place] })) : []),
  ];
}

function partsOfWritten({ topics, aspects, ...rest }: WrittenSelection): CaseSelection[] {
  return [
    ...(topics ?? []).map((topic) => ({ written: [{ ...rest, topics: [topic] }] })),
    ...(aspects ?? []).map((aspect) => ({ written: [{ ...rest, aspects: [aspect] }] })),
  ];
}

describe("allMutants", () => {
  test("gives each mutant a unique id", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(60);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  });

  test("describes each mutant in a sentence, and names only operations of the description", () => {
    for (const { id, summary, operations: of } of mutants) {
      expect(id).toMatch(/^[a-z-]+\/[\w.-]+$/);
      expect(summary, id).toMatch(/^[\w%].+\.$/);
      for (const name of of === "all" ? [] : of) expect([...Object.keys(operations), "sockets"]).toContain(name);
    }
  });

  test("selects at least one case for each mutant that is not equivalent", () => {
    const unnoticed = mutants.filter(
      (each) => each.equivalentBecause === undefined && !cases.some((one) => isRelevantCase(each, one)),
    );
    expect(unnoticed.map(({ id }) => id)).toEqual([]);
  });

  test("selects at least one case with each topic, aspect, status and place that a mutant names", () => {
    const parts = new Set(mutants.flatMap((each) => partsOf(each.cases ?? {})).map((part) => JSON.stringify(part)));
    expect(parts.size).toBeGreaterThan(20);
    const empty = [...parts].filter((part) => !cases.some((one) => selects(JSON.parse(part) as CaseSelection, one)));
    expect(empty).toEqual([]);
  });

  test("contains a mutant for each operation", () => {
    const named = new Set(mutants.flatMap(({ operations: of }) => (of === "all" ? [] : of)));
    expect(Object.keys(operations).filter((id) => !named.has(id as keyof typeof operations))).toEqual([]);
  });

  test.for(overlayActions)("contains a mutant for the difference from the listing: $description", (action) => {
    const difference = differences.find(({ actions }) => actions.includes(action));
    expect(difference?.entry).toBe(action["x-evidence"]);
    expect(mutantOf(`overlay/${difference?.entry}`).summary).toContain(action.description);
  });
});

describe("tryMutant", { timeout: TIMEOUT_MS }, () => {
  test.for([
    ["wrong-success-status/user-exists", "user-exists/replay/200/bare"],
    ["effect-missing/add-user-to-group", "add-user-to-group/group-exists-from-then-on"],
    ["parameter-ignored/send-to-all.excluded", "send-to-all/excluded-connection-gets-nothing"],
    ["body-on-head/user-exists", "errors/no-body-on-404-of-user-exists"],
    ["group-requests/no-echo-ignored", "sockets/send-to-group/echo"],
    ["mock/404-missing", "add-connection-to-group/replay/404-application-json.connectionNotFound/bare"],
  ] as const)("kills %s with the case %s", async ([mutant, id]) => {
    expect((await tryMutant(mutantOf(mutant), cases, new Set([id]))).killers).toEqual([id]);
  });

  test.for(baselines)("passes every userExists case on the correct server $id", async (baseline) => {
    const ids = new Set(cases.filter(({ operation }) => operation === "userExists").map(({ id }) => id));
    const trial = await tryMutant(baseline, cases, ids);
    expect(trial.ran).toBeGreaterThan(5);
    expect(trial).toMatchObject({ killers: [], broken: [], skippedCases: [] });
  });
});

test("README.md › quotes its example from error-mutants.ts", () => {
  const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
  const [, example = ""] = /^```js\n(.*?)\n```$/ms.exec(textOf("README.md")) ?? [];
  expect(example).not.toBe("");
  expect(textOf("requests/error-mutants.ts")).toContain(example);
});
