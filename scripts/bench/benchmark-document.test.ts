import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { benchmarkDocument } from "./benchmark-document.js";
import type { Measurement } from "./measurement.js";

const machine = { date: "2026-11-22", hardware: "2 × a processor, linux x64", versions: "Node.js 20.20.2, ws 8.23.0" };

const measurements: Measurement[] = [
  { name: "CPU", unit: "µs", ours: [1, 4, 2], reference: [10, 10, 10], target: { of: "ratio", max: 1 / 3 } },
  { name: "rate", unit: "/s", ours: [1000, 3000], reference: [8000, 8000], target: { of: "ratio", min: 0.5 } },
  { name: "growth", unit: "MB", ours: [0.142], target: { of: "value", max: 0.5 } },
  { name: "size", unit: "kB", ours: [13.24] },
];

test("benchmarkDocument › names date, machine and versions", () => {
  expect(benchmarkDocument(machine, [])).toContain(
    "\n- Date: 2026-11-22\n- Machine: 2 × a processor, linux x64\n- Versions: Node.js 20.20.2, ws 8.23.0\n",
  );
});

test("benchmarkDocument › writes a row per measurement: medians, ratios of the rounds, target", () => {
  const text = benchmarkDocument(machine, [{ group: "client", measurements }]);
  expect(text.slice(text.indexOf("| Measurement"))).toBe(`\
| Measurement | webpubsub-fetch | Reference | Ratio: median (range) | Target |
| - | -: | -: | -: | - |
| CPU | 2.00 µs | 10.0 µs | 0.20 (0.100 – 0.40) | at most 0.333: reached |
| rate | 2,000 /s | 8,000 /s | 0.25 (0.125 – 0.38) | at least 0.5: **missed** |
| growth | 0.142 MB | – | – | at most 0.5 MB: reached |
| size | 13.2 kB | – | – |  |
`);
});

test("docs/benchmarks.md › matches the format that benchmarkDocument writes", () => {
  const committed = readFileSync(new URL("../../docs/benchmarks.md", import.meta.url), "utf8");
  const [head, table] = benchmarkDocument(machine, [{ group: "client", measurements }]).split(/- Date: .*/);
  expect(committed.startsWith(head ?? "")).toBe(true);
  expect(committed).toContain(table?.slice(table.indexOf("## The client"), table.indexOf("| CPU")));
});
