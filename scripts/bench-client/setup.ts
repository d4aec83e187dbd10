import { Process } from "../bench/child-process.js";
import { nodeBinary } from "../runtimes/runtime-binaries.js";
import { type Built, buildProcesses } from "./bundle-processes.js";
import type { ServerProcess } from "./process-messages.js";

/** What is measured with. */
export interface Bench extends AsyncDisposable {
  readonly built: Built;
  readonly nodes: readonly { readonly major: 20 | 24; readonly path: string }[];
  /** Answers every request with 202. */
  readonly server: Process<ServerProcess>;
  /** How many sends the memory is watched over. */
  readonly sends: number;
  progress(line: string): void;
}

export async function setUpBenchmark(sends: number, progress: (line: string) => void): Promise<Bench> {
  const built = await buildProcesses();
  const nodes = [];
  for (const major of [20, 24] as const) nodes.push({ major, path: await nodeBinary(major, progress) });
  const server = new Process<ServerProcess>(built.path("bare-server-process"));
  return { built, nodes, server, sends, progress, [Symbol.asyncDispose]: () => server.end() };
}
