import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import type { CheckResult } from "./check-messages.js";
import { startParent } from "./check-server.js";
import type { Runtime } from "./runtimes.js";

/** In milliseconds. */
export interface RuntimeTimeouts {
  /** How long all checks of a runtime may take. */
  readonly checks: number;
  /** How long it may take to end by itself once they are through. */
  readonly end: number;
}

const TIMEOUT_MS: RuntimeTimeouts = { checks: 180_000, end: 10_000 };
/** Of what a runtime prints, the end that is kept, in characters. */
const KEPT = 4000;

/** The version, as the runtime itself says it. */
export async function versionOf(binary: string): Promise<string> {
  const { stdout } = await promisify(execFile)(binary, ["--version"]);
  return /\d[\d.-]*/.exec(stdout)?.[0] ?? stdout.trim();
}

/**
 * Runs the checks on a runtime. The last one is seen from outside: that the process runs all of them and then ends by itself, though
 * its clients are left open.
 *
 * @param folder of the project with the checks
 * @param onResult is told of each check that is through
 */
export async function runRuntime(
  runtime: Runtime,
  binary: string,
  folder: string,
  onResult: (result: CheckResult) => void,
  timeouts: RuntimeTimeouts = TIMEOUT_MS,
): Promise<void> {
  let reported = 0;
  await using parent = await startParent(runtime.expected, (result) => {
    reported += 1;
    onResult(result);
  });
  const { address } = parent;
  const child = spawn(binary, runtime.words(address), {
    cwd: folder,
    // Nothing else: a proxy, or options of Node's, would be another test. Deno keeps its own files in HOME.
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", PARENT: address },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = keepOutput(child);
  const ended = once(child, "close") as Promise<[number | null]>;
  try {
    const outcome = await within(timeouts.checks, Promise.race([parent.done, ended]));
    const [status] = (typeof outcome === "number" ? await within(timeouts.end, ended) : outcome) ?? [];
    onResult({
      name: "it ends by itself, with clients open",
      failure: failureOf({ outcome, status, reported, said, timeouts }),
    });
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

interface End {
  /** The number of checks; nothing if they were not through in time. */
  readonly outcome: number | [number | null] | undefined;
  /** Undefined if it had to be ended. */
  readonly status: number | null | undefined;
  readonly reported: number;
  readonly said: () => string;
  readonly timeouts: RuntimeTimeouts;
}

function failureOf({ outcome, status, reported, said, timeouts: patience }: End): CheckResult["failure"] {
  if (typeof outcome === "number" && outcome === reported && status === 0) return undefined;
  const message =
    outcome === undefined
      ? `The checks were not through after ${patience.checks / 1000} s.`
      : status === undefined
        ? `The process was still there ${patience.end / 1000} s after its checks were through.`
        : `The process ended with ${status}.`;
  const through = typeof outcome === "number" ? `all ${outcome}` : "not all";
  return {
    message: `${message} ${reported} checks were reported, ${through} were through.\nIt said: ${said() || "nothing"}`,
  };
}

function keepOutput({ stdout, stderr }: ChildProcess): () => string {
  let kept = "";
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      kept = (kept + text).slice(-KEPT);
    });
  }
  return () => kept.trim();
}

/** What the promise comes to; undefined if that takes longer. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
