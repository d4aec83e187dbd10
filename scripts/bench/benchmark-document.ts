import type { Machine } from "./machine.js";
import { type Measurement, tableHead, tableRow } from "./measurement.js";

/** The results of one group of benchmarks. */
export interface Section {
  readonly group: keyof typeof GROUPS;
  readonly measurements: readonly Measurement[];
}

const GROUPS = {
  client: {
    title: "The client",
    subject: "webpubsub-fetch",
    explanation:
      "A send is a small JSON message to a server on the same machine, with 16 sends in progress at any time, over connections\nthat are kept open.",
  },
  emulator: {
    title: "The emulator",
    subject: "Emulator",
    explanation:
      "The reference is a minimal server built on `node:http` and `ws`: it checks no token, keeps no state and sends the body of\neach request to all sockets.",
  },
};

export function printedTable({ group, measurements }: Section): string {
  return [tableHead(GROUPS[group].subject), ...measurements.map(tableRow)].join("\n");
}

/** The text of docs/benchmarks.md. */
export function benchmarkDocument({ date, hardware, versions }: Machine, sections: readonly Section[]): string {
  const parts = [
    "<!-- Written by `npm run bench`. Do not edit. -->",
    "# Benchmarks",
    "Measured side by side on the same machine; compare the ratios. The sides take turns within one run. Each value is the median\nof the rounds, and a ratio is that of webpubsub-fetch, or of the emulator, to the reference.",
    `- Date: ${date}\n- Machine: ${hardware}\n- Versions: ${versions}`,
    ...sections.flatMap((section) => [
      `## ${GROUPS[section.group].title}`,
      GROUPS[section.group].explanation,
      printedTable(section),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}
