import { parseArgs } from "node:util";
import { BENCHMARK_NAMES } from "./benchmarks.js";

const DEFAULT_SENDS = 1_000_000;

export const HELP = `Measures the client and the emulator next to their alternatives, on this machine.

  npm run bench                            all benchmarks; writes docs/benchmarks.md
  npm run bench -- client/sends emulator   only these benchmarks or groups; prints their tables

Benchmarks: ${BENCHMARK_NAMES.join(", ")}

  --sends N         Sends that client/memory measures over, a multiple of 10. Default: ${DEFAULT_SENDS}.
  --profile FOLDER  Write CPU profiles of the emulator to FOLDER.
  -h, --help        Show this help.

Exit status: 0 measured, 1 a benchmark failed, 2 the command line is wrong. A missed target is not a failure.`;

export interface BenchArguments {
  readonly names: ReadonlySet<string>;
  /** Whether all benchmarks run, with the default options: only then are the results comparable with the document. */
  readonly isComplete: boolean;
  readonly sends: number;
  readonly profileFolder?: string;
}

/** The command line is wrong. The message says why. */
export class BenchUsageError extends Error {
  override readonly name = "BenchUsageError";
}

/** @throws {BenchUsageError} */
export function readBenchArguments(args: readonly string[]): BenchArguments | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const sends = Number(values.sends ?? DEFAULT_SENDS);
  if (!Number.isInteger(sends / 10) || sends < 10) {
    throw new BenchUsageError(`--sends is "${values.sends}"; it must be a positive multiple of 10.`);
  }
  return {
    names: new Set(positionals.length === 0 ? BENCHMARK_NAMES : positionals.flatMap(benchmarksNamed)),
    isComplete: positionals.length === 0 && values.sends === undefined && values.profile === undefined,
    sends,
    ...(values.profile !== undefined && { profileFolder: values.profile }),
  };
}

function benchmarksNamed(name: string): string[] {
  const found = BENCHMARK_NAMES.filter((each) => each === name || each.startsWith(`${name}/`));
  if (found.length === 0) {
    throw new BenchUsageError(`Unknown benchmark "${name}". Known: client, emulator, ${BENCHMARK_NAMES.join(", ")}.`);
  }
  return found;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        sends: { type: "string" },
        profile: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new BenchUsageError((error as Error).message);
  }
}
