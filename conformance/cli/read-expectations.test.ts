import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ExpectationsError, expectationsFile, readExpectations } from "./read-expectations.js";

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "expectations-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "mine.yaml"), text);
  return join(folder, "mine.yaml");
}

test.for(["prism", "emulator", "server"] as const)("those of %s can be read", (target) => {
  expect(() => readExpectations(expectationsFile(target))).not.toThrow();
});

test("cases and coverage items are read", () => {
  const read = readExpectations(
    file(`
cases:
  - { id: user-exists/replay/200/bare, reason: It never answers 200., link: https://example.org/1 }
uncovered:
  - { operation: "*", item: "responses: default", reason: It fails in known ways only. }
`),
  );
  expect([...read.cases]).toEqual([
    ["user-exists/replay/200/bare", { reason: "It never answers 200.", link: "https://example.org/1" }],
  ]);
  expect(read.uncovered).toEqual([
    { operation: "*", item: "responses: default", reason: "It fails in known ways only." },
  ]);
});

test.for([
  [
    "a case that there is not",
    "cases: [{ id: a/b, reason: c, link: d }]",
    /expects the case "a\/b", which there is not/,
  ],
  ["a case twice", `cases: [${"{ id: user-exists/replay/200/bare, reason: c, link: d },".repeat(2)}]`, /twice/],
  ["a case without a reason", "cases: [{ id: user-exists/replay/200/bare, link: d }]", /has no `reason`/],
  ["a list that is none", "cases: { a: b }", /`cases` in .* is not a list/],
  ["a list in the place of an object", "- a", /has to be a YAML object/],
  ["what is not YAML", "cases: [", /is not YAML/],
] as const)("%s is an error that says so", ([, text, message]) => {
  expect(() => readExpectations(file(text))).toThrow(ExpectationsError);
  expect(() => readExpectations(file(text))).toThrow(message);
});

test("a file that is not there is an error that names it", () => {
  expect(() => readExpectations("nowhere.yaml")).toThrow(/nowhere\.yaml cannot be read/);
});
