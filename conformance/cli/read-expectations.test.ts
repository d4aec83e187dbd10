import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ExpectationsError, expectationsFile, readExpectations } from "./read-expectations.js";

/** @returns the path of a file with this text */
function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "expectations-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "mine.yaml"), text);
  return join(folder, "mine.yaml");
}

const KNOWN = "{ id: user-exists/replay/200/bare, reason: c, link: d }";

describe("readExpectations", () => {
  test.for(["prism", "emulator"])("reads the built-in expectations of %s, which lists no case", (target) => {
    expect(readExpectations(expectationsFile(target))).toEqual({ cases: new Map(), uncovered: [] });
  });

  test("reads the built-in expectations of a server, which lists items without cases", () => {
    const { cases, uncovered } = readExpectations(expectationsFile("server"));
    expect(cases.size).toBe(0);
    expect(uncovered).toContainEqual({
      operation: "*",
      item: "responses: default",
      reason: expect.any(String) as string,
    });
  });

  test("reads cases and uncovered items", () => {
    const { cases, uncovered } = readExpectations(
      file(`
cases:
  - { id: user-exists/replay/200/bare, reason: Always 404., link: https://example.org/1 }
uncovered:
  - { operation: "*", item: "responses: default", reason: Fails in known ways only. }
`),
    );
    expect([...cases]).toEqual([
      ["user-exists/replay/200/bare", { reason: "Always 404.", link: "https://example.org/1" }],
    ]);
    expect(uncovered).toEqual([{ operation: "*", item: "responses: default", reason: "Fails in known ways only." }]);
  });

  test("reads a file without one of the lists as if the list were empty", () => {
    expect(readExpectations(file("cases: []"))).toEqual({ cases: new Map(), uncovered: [] });
  });

  test.for<[what: string, text: string, message: string]>([
    [
      "an unknown case",
      "cases: [{ id: a/b, reason: c, link: d }]",
      'FILE lists the case "a/b", which does not exist. List the ids with --list.',
    ],
    [
      "a case twice",
      `cases: [${KNOWN}, ${KNOWN}]`,
      "FILE lists the case user-exists/replay/200/bare twice. Remove one of the entries.",
    ],
    [
      "a case without a reason",
      "cases: [{ id: user-exists/replay/200/bare, link: d }]",
      'An entry of `cases` in FILE has no `reason`: {"id":"user-exists/replay/200/bare","link":"d"}. Each needs the texts `id`, `reason`, `link`.',
    ],
    [
      "an uncovered item under another name",
      'uncovered: [{ operation: "*", fact: "responses: default", reason: c }]',
      'An entry of `uncovered` in FILE has no `item`: {"operation":"*","fact":"responses: default","reason":"c"}. Each needs the texts `operation`, `item`, `reason`.',
    ],
    ["a mapping instead of a list", "cases: { a: b }", "`cases` in FILE must be a list."],
    ["a list instead of a mapping", "- a", "FILE must be a YAML mapping with the lists `cases` and `uncovered`."],
    ["an empty file", "", "FILE must be a YAML mapping with the lists `cases` and `uncovered`."],
  ])("rejects %s", ([, text, message]) => {
    const path = file(text);
    expect(() => readExpectations(path)).toThrow(new ExpectationsError(message.replace("FILE", path)));
  });

  test("rejects a file that is not YAML, with the line", () => {
    const path = file("cases: [");
    expect(() => readExpectations(path)).toThrow(/mine\.yaml is not valid YAML: .* at line 1/);
  });

  test("rejects a file that does not exist", () => {
    expect(() => readExpectations("nowhere.yaml")).toThrow(
      new ExpectationsError("Cannot read nowhere.yaml: file not found."),
    );
  });

  test("rejects a folder", () => {
    expect(() => readExpectations(tmpdir())).toThrow(
      /^Cannot read .*: EISDIR: illegal operation on a directory, read\.$/,
    );
  });
});
