import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { chooseSteps, countAll, runSteps, type StepResult, summarize } from "./run-steps.js";
import { STEPS, type Step } from "./steps.js";

function step(name: string, ...needs: string[]): Step {
  return { name, proves: "", command: [], needs, isVitest: false };
}

const passed = (name: string): StepResult => ({ name, status: "passed", seconds: 1, output: "" });

describe("runSteps", () => {
  test("starts the steps in their order, two at a time", async () => {
    const events: string[] = [];
    let running = 0;
    let maxRunning = 0;
    await runSteps([step("a"), step("b"), step("c"), step("d")], async ({ name }) => {
      events.push(name);
      running += 1;
      maxRunning = Math.max(maxRunning, running);
      await turn();
      running -= 1;
      return passed(name);
    });
    expect(events).toEqual(["a", "b", "c", "d"]);
    expect(maxRunning).toBe(2);
  });

  test("runs a step after those that it needs, and other steps meanwhile", async () => {
    const events: string[] = [];
    const results = await runSteps([step("a"), step("b", "a"), step("c", "b"), step("d")], async ({ name }) => {
      events.push(`${name} starts`);
      await turn();
      events.push(`${name} ends`);
      return passed(name);
    });
    expect(events.indexOf("b starts")).toBeGreaterThan(events.indexOf("a ends"));
    expect(events.indexOf("c starts")).toBeGreaterThan(events.indexOf("b ends"));
    expect(events.slice(0, 2)).toEqual(["a starts", "d starts"]);
    expect(results.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
  });

  test("continues after a failure without the steps that need the failed one", async () => {
    const results = await runSteps([step("a"), step("b", "a"), step("c", "b"), step("d")], async ({ name }) => ({
      ...passed(name),
      status: name === "a" ? "failed" : "passed",
    }));
    expect(results.map(({ name, status }) => [name, status])).toEqual([
      ["a", "failed"],
      ["b", "not run"],
      ["c", "not run"],
      ["d", "passed"],
    ]);
    expect(results[1]?.output).toBe("Not run, because it needs: a.");
  });
});

describe("chooseSteps", () => {
  const steps = [step("a"), step("b", "a"), step("c", "b"), step("d")];
  const names = (only: string[], skip: string[] = []) => chooseSteps(steps, only, skip).map(({ name }) => name);

  test.for([
    ["all steps by default", [], [], ["a", "b", "c", "d"]],
    ["a step with all steps that it needs", ["c"], [], ["a", "b", "c"]],
    ["all but the skipped steps", [], ["b", "d"], ["a", "c"]],
    ["a chosen step without a skipped one that it needs", ["c"], ["a"], ["b", "c"]],
  ] as [string, string[], string[], string[]][])("returns %s", ([, only, skip, expected]) => {
    expect(names(only, skip)).toEqual(expected);
  });

  test("rejects an unknown name", () => {
    expect(() => names(["x"])).toThrow('--only names the step "x", which does not exist. Steps: a, b, c, d.');
    expect(() => names([], ["y"])).toThrow('--skip names the step "y"');
  });
});

test("summarize › lists status, seconds, tests and failures", () => {
  const results: StepResult[] = [
    { ...passed("unit"), seconds: 61.25, tests: { passed: 10, failed: 2 }, status: "failed" },
    { ...passed("parity"), status: "not run", seconds: 0 },
    passed("lint"),
  ];
  expect(summarize(results)).toBe(
    [
      "unit    failed     61.3 s  10 of 12 tests",
      "parity  not run     0.0 s",
      "lint    passed      1.0 s",
      "",
      "Failed or not run: unit, parity.",
    ].join("\n"),
  );
});

test("countAll › counts the tests of vitest, and any other step as one test", () => {
  const results: StepResult[] = [
    { ...passed("unit"), tests: { passed: 10, failed: 2 }, status: "failed" },
    { ...passed("tools"), tests: { passed: 5, failed: 0 }, status: "failed" },
    { ...passed("parity"), status: "not run" },
    passed("lint"),
  ];
  expect(countAll(results)).toEqual({ passed: 16, failed: 4 });
});

test("STEPS › gives each step a unique name, and lets it need only earlier steps", () => {
  for (const [index, { name, needs }] of STEPS.entries()) {
    const before = STEPS.slice(0, index).map((each) => each.name);
    expect(before).not.toContain(name);
    expect(before).toEqual(expect.arrayContaining([...needs]));
  }
});
