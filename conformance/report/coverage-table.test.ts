import { describe, expect, test } from "vitest";
import { COVERAGE_KINDS, type CoverageKind } from "../description/coverage-items.js";
import type { Count, Coverage, NamedItem } from "./coverage.js";
import { coverageTable } from "./coverage-table.js";

function counts(given: Partial<Record<CoverageKind, Count>>): Record<CoverageKind, Count> {
  const none = { exercised: 0, described: 0 };
  return Object.fromEntries(COVERAGE_KINDS.map((kind) => [kind, given[kind] ?? none])) as Record<CoverageKind, Count>;
}

function coverageOf(given: Partial<Coverage> = {}): Coverage {
  const responses = { exercised: 1, described: 12 };
  return {
    description: "2024-12-01",
    operations: {
      sendToAll: counts({ operations: { exercised: 1, described: 1 }, responses }),
      userExists: counts({ operations: { exercised: 0, described: 1 } }),
    },
    total: counts({ operations: { exercised: 1, described: 2 }, responses }),
    missing: [],
    undecidable: [],
    excluded: [],
    unexpectedlyExercised: [],
    ...given,
  };
}

const item = (operation: string, name: string): NamedItem => ({ operation, kind: "parameters", name });

describe("coverageTable", () => {
  test("writes a row for each operation and one for the total", () => {
    expect(coverageTable(coverageOf())).toBe(
      [
        "operation       responses  headers  media types  parameters  examples  constraints",
        "──────────────────────────────────────────────────────────────────────────────────",
        "sendToAll            1/12        –            –           –         –            –",
        "userExists              –        –            –           –         –            –",
        "──────────────────────────────────────────────────────────────────────────────────",
        "1/2 operations       1/12        –            –           –         –            –",
      ].join("\n"),
    );
  });

  test("lists items that are missing, unexpected, excluded or undecidable below the table", () => {
    const reason = "It has no filters.";
    const [, below] = coverageTable(
      coverageOf({
        missing: [item("sendToAll", "query filter present")],
        unexpectedlyExercised: [item("userExists", "query filter absent")],
        excluded: [
          { ...item("sendToAll", "query filter present"), reason },
          { ...item("sendToUser", "query filter present"), reason },
        ],
        undecidable: [item("a", "b"), item("c", "d")],
      }),
    ).split("1/2 operations       1/12        –            –           –         –            –\n");
    expect(below).toBe(`
Not covered (1):
  sendToAll: parameters: query filter present

Covered, but listed as impossible in the expectations (1):
  userExists: parameters: query filter absent

Excluded (2): It has no filters.
  parameters: query filter present

Undecidable on this target: 2 (listed in the report files)`);
  });
});
