import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import type { CheckResult } from "./check-messages.js";
import { runRuntime, versionOf } from "./run-runtime.js";

const LAST = "it ends by itself, with clients open";

/** What comes of a program instead of the checks, which can call `post(NAME, WHAT)`. */
async function resultsOf(program: string, timeouts = { checks: 60_000, end: 60_000 }): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const post = `(name, what) => fetch(process.argv[1] + "/" + name, { method: "POST", body: JSON.stringify(what) })`;
  const words = (address: string) => ["--input-type=module", "-e", `const post = ${post};\n${program}`, address];
  const expected = { transport: "pool", signer: "node", tellsNeverConnected: true } as const;
  const onResult = (result: CheckResult) => results.push(result);
  await runRuntime({ words, expected }, process.execPath, tmpdir(), onResult, timeouts);
  return results;
}

test("checks are told as they are reported, and that the process ended by itself", async () => {
  const failure = { message: "It differs.", expected: "1", actual: "2" };
  const results = [{ name: "one" }, { name: "two", failure }];
  const report = results.map((result) => `await post("report", ${JSON.stringify(result)});`).join("\n");
  expect(await resultsOf(`${report}\nawait post("done", { checks: 2 });`)).toEqual([...results, { name: LAST }]);
});

test.for<[what: string, program: string, message: RegExp]>([
  ["ends half-way", "console.error('boom'); process.exit(3);", /^The process ended with 3\. 0 .*\nIt said: boom$/s],
  ["ends with another status", "await post('done', { checks: 0 }); process.exit(4);", /^The process ended with 4\./],
  [
    "loses a check",
    "await post('done', { checks: 1 });",
    /^The process ended with 0\. 0 checks .*, all 1 were through/,
  ],
])("a process that %s has failed", async ([, program, message]) => {
  expect(await resultsOf(program)).toEqual([{ name: LAST, failure: { message: expect.stringMatching(message) } }]);
});

test.for<[what: string, program: string, patience: { checks: number; end: number }, message: RegExp]>([
  [
    "does not come to an end",
    "setInterval(() => {}, 1e6);",
    { checks: 200, end: 60_000 },
    /^The checks were not through/,
  ],
  [
    "does not end by itself",
    "await post('done', { checks: 0 }); setInterval(() => {}, 1e6);",
    { checks: 60_000, end: 200 },
    /^The process was still there 0\.2 s after/,
  ],
])("a process that %s is ended, and has failed", async ([, program, patience, message]) => {
  const [last] = await resultsOf(program, patience);
  expect(last?.failure?.message).toMatch(message);
});

test("the version is what the program says", async () => {
  expect(await versionOf(process.execPath)).toBe(process.versions.node);
});
