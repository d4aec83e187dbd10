/** One line of a table. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** Of what is measured, a value for each round. */
  readonly mine: readonly number[];
  /** Of what it is measured beside, in the same rounds. Not there where it has none. */
  readonly peer?: readonly number[];
  /** Of the median, or of the median ratio. */
  readonly target?: { readonly of: "value" | "ratio"; readonly least?: number; readonly most?: number };
}

/** The line in Markdown: name, median of both, ratio with its spread, target. */
export function row({ name, unit, mine, peer, target }: Figure): string {
  const ratios = peer?.map((value, index) => (mine[index] ?? Number.NaN) / value).sort((a, b) => a - b) ?? [];
  const ratio = median(ratios);
  const spread = `${shownRatio(ratio)} (${shownRatio(ratios.at(0))} – ${shownRatio(ratios.at(-1))})`;
  const cells = peer === undefined ? ["–", "–"] : [`${shown(median(peer))} ${unit}`, spread];
  const value = median(mine);
  return `| ${[name, `${shown(value)} ${unit}`, ...cells, verdict(target, value, ratio, unit)].join(" | ")} |`;
}

function verdict(target: Figure["target"], value: number, ratio: number, unit: string): string {
  if (target === undefined) return "";
  const { of, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = target;
  const looked = of === "value" ? value : ratio;
  const bound = target.least === undefined ? `at most ${rounded(most)}` : `at least ${rounded(least)}`;
  return `${bound}${of === "value" ? ` ${unit}` : ""}: ${looked >= least && looked <= most ? "reached" : "**missed**"}`;
}

function rounded(bound: number): number {
  return Number(bound.toPrecision(3));
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

function shownRatio(ratio = Number.NaN): string {
  return ratio.toFixed(ratio < 0.2 ? 3 : 2);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
