/**
 * `npm run build && tsx scripts/bench-client.ts [NAME…] [--sends N]`: measures the client beside what its users would take
 * otherwise, and prints the table that the README quotes. Not with `vitest bench`, which repeats a function in its own
 * process: a client is measured fairly only with the server in another one, and by the CPU of a process that does nothing else.
 *
 * All sides take turns within one run, and a figure is the median of the rounds' ratios: computers differ, ratios less.
 * NAME: sends, memory, imports, types; all by default. `--sends` is how many the memory is watched over, a million by default.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Figure, row } from "./bench/result-row.js";
import { imports } from "./bench-client/import-time.js";
import { memory } from "./bench-client/memory-use.js";
import { sends } from "./bench-client/send-rate.js";
import { type Bench, setUpBenchmark } from "./bench-client/setup.js";
import { types } from "./bench-client/type-check-time.js";

const benches: Record<string, (bench: Bench) => Promise<Figure[]>> = { sends, memory, imports, types };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { sends: { type: "string", default: "1000000" } },
});
const count = Number(options.sends);
if (!Number.isInteger(count / 10) || count < 10) throw new Error("--sends has to be a multiple of 10.");
const chosen = (positionals.length > 0 ? positionals : Object.keys(benches)).map((name) => {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`${name} is none of ${Object.keys(benches).join(", ")}.`);
  return bench;
});

await using stage = await setUpBenchmark(count, (line) => console.error(line));
const computer = `${cpus().length} × ${cpus()[0]?.model}`;
console.log(`${new Date().toISOString().slice(0, 10)}, ${computer}, ${process.platform}\n`);
console.log("| Figure | webpubsub-fetch | Beside it | Ratio, median (from – to) | Target |\n| - | -: | -: | -: | - |");
for (const bench of chosen) for (const figure of await bench(stage)) console.log(row(figure));
