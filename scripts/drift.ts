/**
 * `npm run drift`: measures the replay with a yardstick that is not ours. Redocly's proxy records one replay against
 * Prism as a HAR file, and Redocly's `drift --coverage` counts what of the description that traffic exercised.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readDocument } from "../conformance/description/documents.js";
import { startPrism } from "../conformance/targets/prism-target.js";
import { redocly, redoclyEnvironment } from "./generate/redocly.js";

const API = "2024-12-01";
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "reports/drift");
const har = join(folder, "replay.har");
const env = redoclyEnvironment;

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

/** Redocly's proxy in front of the mock, once it says that it listens. */
async function startProxy(target: string, port: number): Promise<ChildProcess> {
  const words = ["proxy", "--target", target, "--port", String(port), "--har", har];
  const proxy = spawn(process.execPath, [redocly, ...words], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  await new Promise<void>((listening, failed) => {
    const heard = (chunk: Buffer) => {
      if (chunk.toString().includes(String(port))) listening();
    };
    proxy.stdout?.on("data", heard);
    proxy.stderr?.on("data", heard);
    proxy.once("exit", (code) => failed(new Error(`redocly proxy ended with ${code}.`)));
  });
  return proxy;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { target, close } = await startPrism(readDocument(API));
const port = await freePort();
const proxy = await startProxy(target.endpoint, port);
const words = [
  "conformance/dist/conformance/cli/main.js",
  "--target",
  "prism",
  "--api",
  API,
  "--url",
  `http://127.0.0.1:${port}`,
];
const replay = spawn(process.execPath, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
let output = "";
replay.stdout.on("data", (chunk: Buffer) => {
  output += chunk.toString();
});
const [status] = (await once(replay, "close")) as [number];
console.log(output.trim().split("\n").at(-1));
proxy.removeAllListeners("exit");
proxy.kill("SIGINT");
await once(proxy, "exit");
await close();

const report = join(folder, "coverage.json");
const description = join(root, `generated/${API}/openapi.json`);
const options = [
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
const { stdout } = spawnSync(process.execPath, [redocly, "drift", har, ...options], {
  cwd: root,
  env,
  encoding: "utf8",
});
console.log(stdout.slice(stdout.indexOf("API coverage")).trim());
const { operations, parameters } = (JSON.parse(readFileSync(report, "utf8")) as Coverage).totals;
const complete = [operations, parameters].every(({ covered, total }) => covered === total);
if (!complete) console.error(`\nNot every operation and parameter was seen; ${report} has what is missing.`);
process.exitCode = status === 0 && complete ? 0 : 1;
