/** Rows of cells, the first of which are the names of the columns. */
export type Rows = readonly (readonly string[])[];
export type Alignment = "left" | "right";

/**
 * A table for a terminal: columns of equal width, two spaces apart.
 *
 * @param alignments by column; default: the first column left, the others right
 * @returns a line for each row, without trailing spaces
 */
export function textTable(rows: Rows, alignments?: readonly Alignment[]): string[] {
  const widths = columnsOf(rows).map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (text: string, column: number) => {
    const width = widths[column] ?? 0;
    return alignmentOf(column, alignments) === "left" ? text.padEnd(width) : text.padStart(width);
  };
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}

/**
 * A table in Markdown, whose first row is its head.
 *
 * @param rows whose cells are Markdown of one line; a `|` in them is escaped here
 * @param alignments by column; default: the first column left, the others right
 */
export function markdownTable([head = [], ...rows]: Rows, alignments?: readonly Alignment[]): string {
  const rule = columnsOf([head]).map((column) => (alignmentOf(column, alignments) === "left" ? "---" : "--:"));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const escaped = (cells: readonly string[]) => cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "));
  return [line(escaped(head)), line(rule), ...rows.map((row) => line(escaped(row)))].join("\n");
}

function columnsOf(rows: Rows): number[] {
  return Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, column) => column);
}

function alignmentOf(column: number, alignments: readonly Alignment[] = ["left"]): Alignment {
  return alignments[column] ?? "right";
}
