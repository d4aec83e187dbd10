import { COVERAGE_KINDS, type CoverageKind } from "../description/coverage-items.js";
import type { Coverage, NamedItem } from "./coverage.js";

const COLUMNS = COVERAGE_KINDS.filter((kind) => kind !== "operations");

/** The coverage as a table, operation by operation, with what is missing named below. */
export function coverageTable(coverage: Coverage): string {
  const row = (name: string, counts: Coverage["total"]) => [name, ...COLUMNS.map((kind) => cell(counts, kind))];
  const rows = [
    ["operation", ...COLUMNS],
    ...Object.entries(coverage.operations).map(([operation, counts]) => row(operation, counts)),
    row(`${cell(coverage.total, "operations")} operations`, coverage.total),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = rows.map((cells) => cells.map((text, column) => pad(text, widths[column] ?? 0, column)).join("  "));
  const rule = "─".repeat(widths.reduce((total, width) => total + width + 2, -2));
  return [
    lines[0],
    rule,
    ...lines.slice(1, -1),
    rule,
    lines.at(-1),
    ...named("Documented and not exercised", coverage.missing),
    ...named("Exercised, though the expectations say that it cannot be", coverage.unexpectedlyExercised),
    ...excluded(coverage.excluded),
    ...(coverage.undecidable.length === 0
      ? []
      : ["", `Undecidable on this target: ${coverage.undecidable.length} (a report file names them)`]),
  ].join("\n");
}

function cell(counts: Coverage["total"], kind: CoverageKind): string {
  const { exercised, described } = counts[kind];
  return described === 0 ? "–" : `${exercised}/${described}`;
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function named(title: string, coverageItems: readonly NamedItem[]): string[] {
  if (coverageItems.length === 0) return [];
  return [
    "",
    `${title} (${coverageItems.length}):`,
    ...coverageItems.map(({ operation, kind, name }) => `  ${operation}: ${kind}: ${name}`),
  ];
}

/** By reason, since one holds for many. */
function excluded(coverageItems: Coverage["excluded"]): string[] {
  const reasons = [...new Set(coverageItems.map(({ reason }) => reason))];
  return reasons.flatMap((reason) => {
    const of = coverageItems.filter((item) => item.reason === reason);
    return [
      "",
      `Not exercised (${of.length}): ${reason}`,
      ...new Set(of.map(({ kind, name }) => `  ${kind}: ${name}`)),
    ];
  });
}
