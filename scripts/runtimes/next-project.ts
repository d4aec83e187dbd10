import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { install, run } from "../packed/tools/npm.js";
import type { CheckResult, Expected } from "./check-messages.js";
import { startCheckServer } from "./check-server.js";
import { writeChecks } from "./runtime-project.js";

/** Next.js, and what it needs beside it. */
const PACKAGES = ["next@16.4.6", "react@19.3.1", "react-dom@19.3.1"];
const START_TIMEOUT_MS = 60_000;

/** The runtimes of Next.js: what the client must use there. */
export const NEXT_RUNTIMES = {
  nodejs: { transport: "pool", signer: "node", reportsNeverConnected: true, reusesAfterHead: true },
  edge: { transport: "fetch", signer: "web", reportsNeverConnected: true, reusesAfterHead: false },
} satisfies Readonly<Record<string, Expected>>;
export type NextRuntime = keyof typeof NEXT_RUNTIMES;

/** A built app of Next.js with a route handler for each of its runtimes, which runs the checks. */
export interface NextProject extends AsyncDisposable {
  /** Starts the app and runs the checks in a route handler. @param onResult is called with the result of each check */
  runChecks(runtime: NextRuntime, onResult: (result: CheckResult) => void): Promise<void>;
}

/**
 * Installs the packed client and Next.js into an empty project, and builds it.
 *
 * @param tarball the path of the packed client
 * @throws {Error} if npm or the build fails
 */
export async function makeNextProject(tarball: string): Promise<NextProject> {
  const folder = await mkdtemp(join(tmpdir(), "next-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await install(folder, [tarball, ...PACKAGES]);
    await writeChecks(folder, "checks");
    await writeApp(folder);
    await run(process.execPath, [nextIn(folder), "build"], { cwd: folder, env: environment(folder) });
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    runChecks: (runtime, onResult) => runChecks(folder, runtime, onResult),
    [Symbol.asyncDispose]: remove,
  };
}

function nextIn(folder: string): string {
  return join(folder, "node_modules/next/dist/bin/next");
}

/** No other variables: a proxy or NODE_OPTIONS would change what is checked. */
function environment(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: folder, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
}

async function writeApp(folder: string): Promise<void> {
  await mkdir(join(folder, "app"));
  await writeFile(
    join(folder, "app/layout.js"),
    "export default ({ children }) => <html><body>{children}</body></html>;\n",
  );
  await writeFile(join(folder, "next.config.mjs"), "export default {};\n");
  for (const runtime of Object.keys(NEXT_RUNTIMES)) {
    await mkdir(join(folder, "app", runtime));
    await writeFile(
      join(folder, "app", runtime, "route.js"),
      `import { runChecks } from "../../checks/checks.js";
import { nextChecks } from "../../checks/next-requests.js";

export const runtime = "${runtime}";
export const dynamic = "force-dynamic";

export async function GET(request) {
  await runChecks(new URL(request.url).searchParams.get("server"), nextChecks);
  return new Response("done");
}
`,
    );
  }
}

async function runChecks(folder: string, runtime: NextRuntime, onResult: (result: CheckResult) => void): Promise<void> {
  await using server = await startCheckServer(NEXT_RUNTIMES[runtime], onResult);
  // Port 0: a free one, which it prints.
  const child = spawn(process.execPath, [nextIn(folder), "start", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: folder,
    env: environment(folder),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  try {
    const origin = await originOf(child);
    const response = await fetch(`${origin}/${runtime}?server=${encodeURIComponent(server.address)}`);
    if (!response.ok) throw new Error(`The route handler returned ${response.status}: ${await response.text()}`);
  } finally {
    child.kill("SIGKILL");
    await closed;
  }
}

/** The address that the app prints as it starts. @throws {Error} if it does not start in time */
async function originOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("The app has no output.");
  const lines = createInterface(stdout);
  const timer = setTimeout(() => lines.close(), START_TIMEOUT_MS);
  let origin: string | undefined;
  for await (const line of lines) {
    origin ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (origin !== undefined && line.includes("Ready")) {
      clearTimeout(timer);
      stdout.resume();
      return origin;
    }
  }
  throw new Error("The app did not start.");
}
