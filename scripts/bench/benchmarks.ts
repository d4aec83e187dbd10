import { size } from "./client/bundle-size.js";
import { imports } from "./client/import-time.js";
import { memory } from "./client/memory-use.js";
import { sends } from "./client/send-rate.js";
import type { ClientBenchmark } from "./client/setup.js";
import { types } from "./client/type-check-time.js";
import { connections } from "./emulator/connection-memory.js";
import { broadcast, rest } from "./emulator/request-rate.js";
import { start } from "./emulator/start-time.js";
import type { Measurement } from "./measurement.js";

export const CLIENT_BENCHMARKS: Readonly<Record<string, (setup: ClientBenchmark) => Promise<Measurement[]>>> = {
  "client/sends": sends,
  "client/memory": memory,
  "client/imports": imports,
  "client/types": types,
  "client/size": size,
};

export const EMULATOR_BENCHMARKS: Readonly<Record<string, (profileFolder?: string) => Promise<Measurement[]>>> = {
  "emulator/start": start,
  "emulator/broadcast": broadcast,
  "emulator/rest": rest,
  "emulator/connections": connections,
};

/** Every benchmark. `signing` is `vitest bench` on `src/`: it prints a table of its own. */
export const BENCHMARK_NAMES = ["signing", ...Object.keys(CLIENT_BENCHMARKS), ...Object.keys(EMULATOR_BENCHMARKS)];
