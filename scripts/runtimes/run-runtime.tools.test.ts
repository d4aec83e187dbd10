import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import type { CheckResult } from "./check-messages.js";
import { EXIT_CHECK, type RuntimeTimeouts, runRuntime, versionOf } from "./run-runtime.js";

const UNLIMITED_MS = 60_000;

/** Runs a program instead of the checks and returns its results. It can call `post(NAME, MESSAGE)`. */
async function resultsOf(
  program: string,
  timeouts = { checksMs: UNLIMITED_MS, exitMs: UNLIMITED_MS },
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const post = `(name, message) => fetch(process.argv[1] + "/" + name, { method: "POST", body: JSON.stringify(message) })`;
  const commandLine = (address: string) => ["--input-type=module", "-e", `const post = ${post};\n${program}`, address];
  const expected = { transport: "pool", signer: "node", reportsNeverConnected: true, reusesAfterHead: true } as const;
  const onResult = (result: CheckResult) => results.push(result);
  await runRuntime({ commandLine, expected }, process.execPath, tmpdir(), onResult, timeouts);
  return results;
}

describe("runRuntime", () => {
  test("passes on each reported result, and adds one for the exit of the process", async () => {
    const failure = { message: "It differs.", expected: "1", actual: "2" };
    const results = [{ name: "one" }, { name: "two", failure }];
    const report = results.map((result) => `await post("report", ${JSON.stringify(result)});`).join("\n");
    expect(await resultsOf(`${report}\nawait post("done", { checks: 2 });`)).toEqual([
      ...results,
      { name: EXIT_CHECK },
    ]);
  });

  test.for<[what: string, program: string, message: RegExp]>([
    [
      "exits before its checks are done",
      "console.error('boom'); process.exit(3);",
      /^The process exited with 3\. 0 .*\nOutput: boom$/s,
    ],
    [
      "exits with a status other than 0",
      "await post('done', { checks: 0 }); process.exit(4);",
      /^The process exited with 4\./,
    ],
    [
      "loses a result",
      "await post('done', { checks: 1 });",
      /^The process exited with 0\. 0 checks were reported, 1 had run\./,
    ],
  ])("reports a failure for a process that %s", async ([, program, message]) => {
    expect(await resultsOf(program)).toEqual([
      { name: EXIT_CHECK, failure: { message: expect.stringMatching(message) } },
    ]);
  });

  test.for<[what: string, program: string, timeouts: RuntimeTimeouts, message: RegExp]>([
    [
      "never finishes its checks",
      "setInterval(() => {}, 1e6);",
      { checksMs: 200, exitMs: UNLIMITED_MS },
      /^The checks were not done after 0\.2 s\./,
    ],
    [
      "does not exit after its checks",
      "await post('done', { checks: 0 }); setInterval(() => {}, 1e6);",
      { checksMs: UNLIMITED_MS, exitMs: 200 },
      /^The process was still running 0\.2 s after/,
    ],
  ])("kills a process that %s, and reports a failure", async ([, program, timeouts, message]) => {
    const [last] = await resultsOf(program, timeouts);
    expect(last?.failure?.message).toMatch(message);
  });
});

test("versionOf › returns the version that the program prints", async () => {
  expect(await versionOf(process.execPath)).toBe(process.versions.node);
});
