/**
 * `npm run build && tsx scripts/bench-emulator.ts [NAME…] [--profile FOLDER]`: measures the emulator beside servers that do as little as can be
 * done with the same libraries, and prints a table. Not with `vitest bench`, which repeats a function in its own process:
 * a server is measured fairly only from another one.
 *
 * Both sides take turns within one run, and a figure is the median of the rounds' ratios: computers differ, ratios less.
 * NAME: start, broadcast, rest, memory; all by default. With `--profile`, Node.js writes CPU profiles of the emulator there.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import jsonwebtoken from "jsonwebtoken";
import { DEFAULT_ACCESS_KEY } from "../conformance/emulator/index.js";
import type { Process } from "./bench/child-process.js";
import { type Figure, row } from "./bench/result-row.js";
import { rounds } from "./bench/rounds.js";
import {
  type LoadProcess,
  loadProcess,
  type ServerProcess,
  serverProcess,
} from "./bench-emulator/emulator-processes.js";
import { firstAnswer } from "./bench-emulator/first-response.js";

const SIDES = ["emulator", "bare"] as const;
type Side = (typeof SIDES)[number];
type Server = Process<ServerProcess>;

const BODY = JSON.stringify({ text: "x".repeat(100) });
const CLI = fileURLToPath(new URL("../conformance/dist/conformance/emulator/emulator-main.js", import.meta.url));
const ADDRESS = /(http:\/\/[\d.]+:\d+)\D/;
const benches: Record<string, () => Promise<Figure[]>> = { start, broadcast, rest, memory };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: "string" } },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
console.log("| Figure | Emulator | Bare | Ratio, median (from – to) | Target |\n| - | -: | -: | -: | - |");
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`${name} is none of ${Object.keys(benches).join(", ")}.`);
  for (const figure of await bench()) console.log(row(figure));
}

async function start(): Promise<Figure[]> {
  const script = fileURLToPath(new URL("bench-emulator/start-up-process.ts", import.meta.url));
  const inProcess = await rounds(SIDES, 10, async (side) =>
    Number(execFileSync(process.execPath, ["--import", "tsx", script, side], { encoding: "utf8" })),
  );
  const figures: Figure[] = [
    {
      name: "start to first answer, in process",
      unit: "ms",
      ...beside(inProcess),
      target: { of: "value", most: 50 },
    },
  ];
  if (!existsSync(CLI)) throw new Error(`There is no ${CLI}: npm run build.`);
  const listening = "function () { console.log('http://127.0.0.1:' + this.address().port); }";
  const bare = `require('node:http').createServer((_, answer) => answer.end()).listen(0, '127.0.0.1', ${listening})`;
  const command = await rounds(SIDES, 10, (side) =>
    commandToAnswer(side === "emulator" ? [CLI, "--port", "0"] : ["-e", bare]),
  );
  figures.push({
    name: "command to first answer",
    unit: "ms",
    ...beside(command),
    target: { of: "value", most: 500 },
  });
  return figures;
}

async function commandToAnswer(words: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  while (!ADDRESS.test(printed)) printed += (await once(child.stdout, "data"))[0];
  await firstAnswer(ADDRESS.exec(printed)?.[1] ?? "");
  const took = performance.now() - start;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
  return took;
}

/** A message to all that are connected, with four requests on their way at any time. */
function broadcast(): Promise<Figure[]> {
  const sockets = 1000;
  return requests({
    name: "broadcast to 1,000 sockets",
    unit: "deliveries/s",
    sockets: { emulator: sockets, bare: sockets },
    path: () => "/api/hubs/bench/:send",
    count: 60,
    inFlight: 4,
    least: 0.7,
  });
}

/** A message to the one connection that there is; the bare server has none, and answers 202. */
function rest(): Promise<Figure[]> {
  return requests({
    name: "REST send to one connection",
    unit: "requests/s",
    sockets: { emulator: 1, bare: 0 },
    path: (connection) => `/api/hubs/bench/connections/${connection}/:send`,
    count: 5_000,
    inFlight: 16,
    least: 0.4,
  });
}

async function requests(bench: {
  readonly name: string;
  readonly unit: string;
  readonly sockets: Record<Side, number>;
  readonly path: (connection: string) => string;
  readonly count: number;
  readonly inFlight: number;
  readonly least: number;
}): Promise<Figure[]> {
  const { name, unit, sockets, count, inFlight, least } = bench;
  const sides = {
    emulator: await connected("emulator", sockets.emulator),
    bare: await connected("bare", sockets.bare),
  };
  const perRequest = Math.max(1, sockets.emulator);
  const cpu: Record<Side, number[]> = { emulator: [], bare: [] };
  const round = async (side: Side) => {
    const { server, load, endpoint } = sides[side];
    const url = endpoint + bench.path(await server.ask("connection"));
    const headers = { "Content-Type": "application/json", Authorization: `Bearer ${tokenFor(url)}` };
    const before = await server.ask("cpu");
    const frames = count * sockets[side];
    const took = await load.ask("post", {
      url: `${url}?api-version=2024-12-01`,
      headers,
      body: BODY,
      count,
      inFlight,
      frames,
    });
    cpu[side].push((((await server.ask("cpu")) - before) * 1000) / (count * perRequest));
    return (count * perRequest * 1000) / took;
  };
  // Not counted: what is compiled while it runs is not yet as fast as it gets.
  for (const side of ["bare", "emulator"] as const) await round(side);
  for (const values of Object.values(cpu)) values.pop();
  const values = await rounds(SIDES, 9, round);
  for (const { server, load } of Object.values(sides)) await Promise.all([server.end(), load.end()]);
  return [
    { name, unit, ...beside(values), target: { of: "ratio", least } },
    { name: `${name}: the server's CPU`, unit: "µs each", ...beside(cpu) },
  ];
}

/** What the process grows by, with clients that say nothing. */
async function memory(): Promise<Figure[]> {
  const sockets = 10_000;
  const values = await rounds(SIDES, 3, async (side) => {
    const server = startServer(side);
    const before = await server.ask("memory");
    const loads = await Promise.all([0, 1].map(() => connectLoad(server, side, sockets / 2)));
    const grown = (await server.ask("memory")) - before;
    await Promise.all([server, ...loads].map((each) => each.end()));
    return grown / 1e6;
  });
  return [
    { name: "memory of 10,000 idle connections", unit: "MB", ...beside(values), target: { of: "value", most: 250 } },
  ];
}

function startServer(side: Side): Server {
  const profile = side === "emulator" && options.profile !== undefined;
  return serverProcess(side, profile ? ["--cpu-prof", `--cpu-prof-dir=${options.profile}`] : []);
}

async function connected(side: Side, count: number) {
  const server = startServer(side);
  const load = await connectLoad(server, side, count);
  return { server, load, endpoint: (await server.ask("address")).endpoint };
}

/** Clients of the emulator are greeted with a frame. */
async function connectLoad(server: Server, side: Side, count: number): Promise<Process<LoadProcess>> {
  const { clientUrl } = await server.ask("address");
  const load = loadProcess();
  await load.ask("connect", { url: clientUrl, count, greetings: side === "emulator" ? 1 : 0 });
  return load;
}

function tokenFor(url: string): string {
  return jsonwebtoken.sign({}, DEFAULT_ACCESS_KEY, { audience: url, expiresIn: "1h" });
}

function beside({ emulator, bare }: Record<Side, number[]>): Pick<Figure, "mine" | "peer"> {
  return { mine: emulator, peer: bare };
}
