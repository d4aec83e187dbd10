import { COVERAGE_KINDS, type CoverageKind } from "../description/coverage-items.js";
import type { Coverage, NamedItem } from "./coverage.js";
import { textTable } from "./tables.js";

const COLUMNS = COVERAGE_KINDS.filter((kind) => kind !== "operations");

/** The coverage of a description for a terminal: a table by operation, and below it what was not covered. */
export function coverageTable(coverage: Coverage): string {
  const { operations, total, missing, unexpectedlyExercised, excluded, undecidable } = coverage;
  const row = (name: string, counts: Coverage["total"]) => [name, ...COLUMNS.map((kind) => cell(counts, kind))];
  const [head = "", ...lines] = textTable([
    ["operation", ...COLUMNS],
    ...Object.entries(operations).map(([operation, counts]) => row(operation, counts)),
    row(`${cell(total, "operations")} operations`, total),
  ]);
  const rule = "─".repeat(Math.max(head.length, ...lines.map((line) => line.length)));
  return [
    head,
    rule,
    ...lines.slice(0, -1),
    rule,
    ...lines.slice(-1),
    ...named("Not covered", missing),
    ...named("Covered, but listed as impossible in the expectations", unexpectedlyExercised),
    ...excludedByReason(excluded),
    ...(undecidable.length === 0
      ? []
      : ["", `Undecidable on this target: ${undecidable.length} (listed in the report files)`]),
  ].join("\n");
}

function cell(counts: Coverage["total"], kind: CoverageKind): string {
  const { exercised, described } = counts[kind];
  return described === 0 ? "–" : `${exercised}/${described}`;
}

function named(title: string, items: readonly NamedItem[]): string[] {
  if (items.length === 0) return [];
  return [
    "",
    `${title} (${items.length}):`,
    ...items.map(({ operation, kind, name }) => `  ${operation}: ${kind}: ${name}`),
  ];
}

/** By reason, because one reason applies to many items. */
function excludedByReason(items: Coverage["excluded"]): string[] {
  const reasons = [...new Set(items.map(({ reason }) => reason))];
  return reasons.flatMap((reason) => {
    const ofReason = items.filter((item) => item.reason === reason);
    return [
      "",
      `Excluded (${ofReason.length}): ${reason}`,
      ...new Set(ofReason.map(({ kind, name }) => `  ${kind}: ${name}`)),
    ];
  });
}
