import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import type { CheckResult, Failure } from "./check-messages.js";
import { startCheckServer } from "./check-server.js";
import type { Runtime } from "./runtimes.js";

export interface RuntimeTimeouts {
  /** The time for all checks of a runtime. */
  readonly checksMs: number;
  /** The time for the process to exit by itself after the checks. */
  readonly exitMs: number;
}

const DEFAULT_TIMEOUTS: RuntimeTimeouts = { checksMs: 180_000, exitMs: 10_000 };
/** The number of characters that are kept of the end of a runtime's output. */
const MAX_OUTPUT_LENGTH = 4000;

/** The name of the check that is made from outside the process. */
export const EXIT_CHECK = "lets the process exit while clients are open";

/** The version that the runtime itself prints. */
export async function versionOf(binary: string): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, ["--version"]);
  return /\d[\d.-]*/.exec(stdout)?.[0] ?? stdout.trim();
}

/**
 * Runs the checks on a runtime. The last result is {@link EXIT_CHECK}: the process reported all checks and then exited with 0 by
 * itself, although its clients were left open.
 *
 * @param folder the project with the checks
 * @param onResult is called with the result of each check
 */
export async function runRuntime(
  runtime: Runtime,
  binary: string,
  folder: string,
  onResult: (result: CheckResult) => void,
  timeouts: RuntimeTimeouts = DEFAULT_TIMEOUTS,
): Promise<void> {
  let reported = 0;
  await using server = await startCheckServer(runtime.expected, (result) => {
    reported += 1;
    onResult(result);
  });
  const { address } = server;
  const child = spawn(binary, runtime.commandLine(address), {
    cwd: folder,
    // No other variables: a proxy or NODE_OPTIONS would change what is checked. Deno keeps its files in HOME.
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", CHECK_SERVER: address },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = keepOutput(child);
  const closed = once(child, "close") as Promise<[number | null]>;
  try {
    const first = await within(timeouts.checksMs, Promise.race([server.done, closed]));
    const [status] = (typeof first === "number" ? await within(timeouts.exitMs, closed) : first) ?? [];
    const count = typeof first === "number" ? first : undefined;
    const failure = failureOf({ isLate: first === undefined, count, status, reported, output, timeouts });
    onResult({ name: EXIT_CHECK, failure });
  } finally {
    child.kill("SIGKILL");
    await closed;
  }
}

interface Exit {
  /** Whether the checks were not done in time. */
  readonly isLate: boolean;
  /** The number of checks that the process reported to have run; undefined if it did not finish them. */
  readonly count: number | undefined;
  /** Undefined if the process did not exit by itself. */
  readonly status: number | null | undefined;
  readonly reported: number;
  readonly output: () => string;
  readonly timeouts: RuntimeTimeouts;
}

function failureOf(exit: Exit): Failure | undefined {
  const { count, status, reported, output } = exit;
  if (count === reported && status === 0) return undefined;
  const ran = count === undefined ? "not all checks had run" : `${count} had run`;
  const message = `${describeExit(exit)} ${reported} checks were reported, ${ran}.`;
  return { message: `${message}\nOutput: ${output() || "none"}` };
}

function describeExit({ isLate, status, timeouts }: Exit): string {
  if (isLate) return `The checks were not done after ${timeouts.checksMs / 1000} s.`;
  if (status === undefined)
    return `The process was still running ${timeouts.exitMs / 1000} s after its checks were done.`;
  return `The process exited with ${status}.`;
}

function keepOutput({ stdout, stderr }: ChildProcess): () => string {
  let kept = "";
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      kept = (kept + text).slice(-MAX_OUTPUT_LENGTH);
    });
  }
  return () => kept.trim();
}

/** @returns the value of the promise, or undefined if it takes longer */
async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, undefined);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
