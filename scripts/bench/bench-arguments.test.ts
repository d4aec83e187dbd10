import { expect, test } from "vitest";
import { BenchUsageError, HELP, readBenchArguments } from "./bench-arguments.js";
import { BENCHMARK_NAMES } from "./benchmarks.js";

test("readBenchArguments › chooses every benchmark without arguments", () => {
  expect(readBenchArguments([])).toEqual({ names: new Set(BENCHMARK_NAMES), isComplete: true, sends: 1_000_000 });
});

test("readBenchArguments › chooses a benchmark and all of a group", () => {
  expect(readBenchArguments(["emulator", "client/sends", "--profile", "profiles"])).toEqual({
    names: new Set(["emulator/start", "emulator/broadcast", "emulator/rest", "emulator/connections", "client/sends"]),
    isComplete: false,
    sends: 1_000_000,
    profileFolder: "profiles",
  });
});

test("readBenchArguments › treats a run with fewer sends as incomplete", () => {
  expect(readBenchArguments(["--sends", "100"])).toMatchObject({ isComplete: false, sends: 100 });
});

test.for(["--help", "-h"])('readBenchArguments › returns "help" for %s', (option) => {
  expect(readBenchArguments(["nothing", option])).toBe("help");
  for (const name of BENCHMARK_NAMES) expect(HELP).toContain(name);
});

test.for<[args: string[], message: RegExp]>([
  [["send"], /^Unknown benchmark "send"\. Known: client, emulator, signing, client\/sends, /],
  [["clien"], /^Unknown benchmark "clien"\./],
  [["--sends", "15"], /^--sends is "15"; it must be a positive multiple of 10\.$/],
  [["--sends", "0"], /^--sends is "0"; it must be/],
  [["--sends", "many"], /^--sends is "many"; it must be/],
  [["--profil"], /'--profil'/],
])("readBenchArguments › rejects %j", ([args, message]) => {
  expect(() => readBenchArguments(args)).toThrow(BenchUsageError);
  expect(() => readBenchArguments(args)).toThrow(message);
});
