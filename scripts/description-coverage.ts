/**
 * `npm run description-coverage`: measures the coverage of the suite with a tool that is not ours. Redocly's proxy records a run against
 * Prism as a HAR file, and Redocly's `drift --coverage` counts the operations and parameters in that traffic.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readDocument } from "../conformance/description/documents.js";
import { startPrism } from "../conformance/targets/prism-target.js";
import { latestApiVersion } from "../generated/versions.js";
import { redocly, redoclyEnvironment } from "./generate/redocly.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "reports/description-coverage");
const har = join(folder, "replay.har");

interface Coverage {
  totals: Record<"operations" | "parameters", { covered: number; total: number }>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts Redocly's proxy in front of the mock and waits until it listens. */
async function startProxy(target: string, port: number): Promise<ChildProcess> {
  const args = ["proxy", "--target", target, "--port", String(port), "--har", har];
  const proxy = spawn(process.execPath, [redocly, ...args], {
    cwd: root,
    env: redoclyEnvironment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve, failed) => {
    const onOutput = (chunk: Buffer) => {
      if (chunk.toString().includes(String(port))) resolve();
    };
    proxy.stdout?.on("data", onOutput);
    proxy.stderr?.on("data", onOutput);
    proxy.once("exit", (code) => failed(new Error(`redocly proxy exited with ${code}.`)));
  });
  return proxy;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { target, close } = await startPrism(readDocument(latestApiVersion));
const port = await freePort();
const proxy = await startProxy(target.endpoint, port);
const suiteArgs = [
  "conformance/dist/conformance/cli/main.js",
  "--target",
  "prism",
  "--api-version",
  latestApiVersion,
  "--url",
  `http://127.0.0.1:${port}`,
];
const suite = spawn(process.execPath, suiteArgs, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
let output = "";
suite.stdout.on("data", (chunk: Buffer) => {
  output += chunk.toString();
});
const [status] = (await once(suite, "close")) as [number];
console.log(output.trim().split("\n").at(-1));
proxy.removeAllListeners("exit");
proxy.kill("SIGINT");
await once(proxy, "exit");
await close();

const report = join(folder, "coverage.json");
const description = join(root, `generated/${latestApiVersion}/openapi.json`);
const driftArgs = [
  "--api",
  description,
  "--server",
  target.endpoint,
  "--coverage",
  "--coverage-output",
  report,
  "--max-findings",
  "0",
];
const { stdout } = spawnSync(process.execPath, [redocly, "drift", har, ...driftArgs], {
  cwd: root,
  env: redoclyEnvironment,
  encoding: "utf8",
});
console.log(stdout.slice(stdout.indexOf("API coverage")).trim());
const { operations, parameters } = (JSON.parse(readFileSync(report, "utf8")) as Coverage).totals;
const isComplete = [operations, parameters].every(({ covered, total }) => covered === total);
if (!isComplete) console.error(`\nSome operations or parameters are not covered. ${report} lists them.`);
process.exitCode = status === 0 && isComplete ? 0 : 1;
