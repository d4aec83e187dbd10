import { describe, expect, test } from "vitest";
import type { Change } from "./comparison/change.js";
import { driftText } from "./report.js";

const OPERATIONS = ["a", "b", "c", "d", "e"];
const MORE_OPERATIONS = [...OPERATIONS, "f", "g", "h"];
const older = { name: "old", version: "1" };
const newer = { name: "new", version: "2" };

function linesOf(changes: readonly Partial<Change>[], operations = OPERATIONS): string[] {
  const whole = changes.map((change): Change => {
    return {
      operation: "a",
      kind: "header",
      effect: "breaking",
      subject: "the header `x`",
      what: "was removed",
      ...change,
    };
  });
  return driftText({ older, newer, changes: whole, operations }, false).split("\n");
}

describe("driftText", () => {
  test("names both descriptions, and counts what differs", () => {
    const [first] = linesOf([{}, { effect: "compatible" }, { effect: "compatible" }, { effect: "text" }]);
    expect(first).toBe(
      "From old (1) to new (2): 1 change that breaks a caller, 2 that do not and 1 text that differs (--all lists them).",
    );
  });

  test("keeps the text of a document in its line, and its direction", () => {
    const lines = linesOf([{ operation: "a\n  b: forged", what: "was \u202Edevomer\u202C" }]);
    expect(lines.slice(3)).toEqual(["  a\uFFFD  b: forged: the header `x` was \uFFFDdevomer\uFFFD."]);
  });

  test("keeps a version in the line that names it", () => {
    const text = driftText({ older: { name: "old", version: "1\nforged" }, newer, changes: [], operations: [] }, false);
    expect(text).toBe("From old (1\uFFFDforged) to new (2): no difference.");
  });

  test("says once what happened to several responses of an operation", () => {
    const lines = linesOf([{ status: "400" }, { status: "401" }, { status: "DEFAULT" }]);
    expect(lines.slice(3)).toEqual(["  a: the header `x` of the responses 400, 401 and default was removed."]);
  });

  test("says once what happened to several operations", () => {
    const lines = linesOf([{ operation: "a" }, { operation: "b" }]);
    expect(lines.slice(3)).toEqual(["  a and b: the header `x` was removed."]);
  });

  test("lists what happened to the same operations under their names", () => {
    const lines = linesOf([
      { operation: "a" },
      { operation: "b" },
      { operation: "a", what: "came" },
      { operation: "b", what: "came" },
    ]);
    expect(lines.slice(3)).toEqual(["  a and b:", "    the header `x` was removed.", "    the header `x` came."]);
  });

  test("says that something happened to every operation", () => {
    const lines = linesOf(OPERATIONS.map((operation) => ({ operation })));
    expect(lines.slice(3)).toEqual(["  every operation: the header `x` was removed."]);
  });

  test("names the operations that something happened to, if the others are more than three", () => {
    const changes = ["a", "b", "c", "e"].map((operation) => ({ operation }));
    expect(linesOf(changes, MORE_OPERATIONS).slice(3)).toEqual(["  a, b, c and e: the header `x` was removed."]);
  });

  test("names the operations that something did not happen to, if they are few", () => {
    const lines = linesOf(["a", "b", "c", "e"].map((operation) => ({ operation })));
    expect(lines.slice(3)).toEqual(["  every operation except d: the header `x` was removed."]);
  });
});
