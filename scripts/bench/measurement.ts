/** One row of the results. */
export interface Measurement {
  readonly name: string;
  readonly unit: string;
  /** One value per round. */
  readonly ours: readonly number[];
  /** What ours is compared with, in the same rounds. Absent when there is nothing to compare with. */
  readonly reference?: readonly number[];
  /** Bounds of the median of our values, or of the median ratio of ours to the reference. */
  readonly target?: { readonly of: "value" | "ratio"; readonly min?: number; readonly max?: number };
}

/** The table as it is printed and documented: its head, to be followed by the rows of {@link tableRow}. */
export function tableHead(ours: string): string {
  return `| Measurement | ${ours} | Reference | Ratio: median (range) | Target |\n| - | -: | -: | -: | - |`;
}

/** A row of a Markdown table: name, both medians, the ratio of each round (median and range), the target. */
export function tableRow({ name, unit, ours, reference, target }: Measurement): string {
  const ratios = reference?.map((value, round) => (ours[round] ?? Number.NaN) / value).sort((a, b) => a - b) ?? [];
  const ratio = median(ratios);
  const range = `${formatRatio(ratio)} (${formatRatio(ratios.at(0))} – ${formatRatio(ratios.at(-1))})`;
  const cells = reference === undefined ? ["–", "–"] : [`${formatValue(median(reference))} ${unit}`, range];
  const value = median(ours);
  return `| ${[name, `${formatValue(value)} ${unit}`, ...cells, verdict(target, value, ratio, unit)].join(" | ")} |`;
}

function verdict(target: Measurement["target"], value: number, ratio: number, unit: string): string {
  if (target === undefined) return "";
  const { of, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = target;
  const measured = of === "value" ? value : ratio;
  const bound = target.min === undefined ? `at most ${formatBound(max)}` : `at least ${formatBound(min)}`;
  return `${bound}${of === "value" ? ` ${unit}` : ""}: ${measured >= min && measured <= max ? "reached" : "**missed**"}`;
}

function formatBound(bound: number): number {
  return Number(bound.toPrecision(3));
}

function formatValue(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

function formatRatio(ratio = Number.NaN): string {
  return ratio.toFixed(ratio < 0.2 ? 3 : 2);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
