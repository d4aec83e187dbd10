import { nodeBinary } from "../../runtimes/runtime-binaries.js";
import { Process } from "../child-process.js";
import { type BuiltProcesses, buildProcesses } from "./bundle-processes.js";
import type { BareServer } from "./process-messages.js";

/** What the benchmarks of the client have in common. */
export interface ClientBenchmark extends AsyncDisposable {
  readonly built: BuiltProcesses;
  readonly nodes: readonly { readonly major: 20 | 24; readonly path: string }[];
  /** Returns 202 to every request. */
  readonly server: Process<BareServer>;
  /** The number of sends that memory use is measured over. A multiple of 10. */
  readonly sends: number;
  /** Shows a line while something takes long. */
  progress(line: string): void;
}

export async function setUpBenchmark(sends: number, progress: (line: string) => void): Promise<ClientBenchmark> {
  const built = await buildProcesses();
  const nodes = [];
  for (const major of [20, 24] as const) nodes.push({ major, path: await nodeBinary(major, progress) });
  const server = new Process<BareServer>(built.path("bare-server-process"));
  return { built, nodes, server, sends, progress, [Symbol.asyncDispose]: () => server.end() };
}
