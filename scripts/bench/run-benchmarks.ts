/**
 * `npm run bench`: measures the client and the emulator next to their alternatives. Not with `vitest bench`, which repeats
 * a function in its own process: a client is measured fairly only with the server in another process, a server only from
 * another process, and CPU time only in a process that does nothing else. The alternatives take turns within one run, and
 * what counts is the median of the rounds' ratios: machines differ, ratios less.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchArguments, BenchUsageError, HELP, readBenchArguments } from "./bench-arguments.js";
import { benchmarkDocument, printedTable, type Section } from "./benchmark-document.js";
import { CLIENT_BENCHMARKS, EMULATOR_BENCHMARKS } from "./benchmarks.js";
import { setUpBenchmark } from "./client/setup.js";
import { readMachine } from "./machine.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const DOCUMENT = "docs/benchmarks.md";
const run = (command: string, args: readonly string[]) => execFileSync(command, args, { cwd: root, stdio: "inherit" });
const progress = (line: string) => console.error(line);

try {
  const options = readBenchArguments(process.argv.slice(2));
  if (options === "help") console.log(HELP);
  else await runBenchmarks(options);
} catch (error) {
  if (!(error instanceof BenchUsageError)) throw error;
  console.error(`${error.message}\n\n${HELP}`);
  process.exitCode = 2;
}

async function runBenchmarks({ names, isComplete, sends, profileFolder }: BenchArguments): Promise<void> {
  if (names.has("signing")) run(process.execPath, ["node_modules/vitest/vitest.mjs", "bench", "--run"]);
  const client = Object.entries(CLIENT_BENCHMARKS).filter(([name]) => names.has(name));
  const emulator = Object.entries(EMULATOR_BENCHMARKS).filter(([name]) => names.has(name));
  if (client.length + emulator.length === 0) return;
  run("npm", ["run", "--silent", "build"]);

  const sections: Section[] = [];
  if (client.length > 0) {
    await using setup = await setUpBenchmark(sends, progress);
    const measurements = [];
    for (const [, benchmark] of client) measurements.push(...(await benchmark(setup)));
    sections.push({ group: "client", measurements });
  }
  if (emulator.length > 0) {
    const measurements = [];
    for (const [name, benchmark] of emulator) {
      progress(name);
      measurements.push(...(await benchmark(profileFolder)));
    }
    sections.push({ group: "emulator", measurements });
  }
  for (const section of sections) console.log(`\n${printedTable(section)}`);
  if (!isComplete) return;
  mkdirSync(dirname(join(root, DOCUMENT)), { recursive: true });
  writeFileSync(join(root, DOCUMENT), benchmarkDocument(readMachine(), sections));
  console.log(`\nWrote ${DOCUMENT}.`);
}
