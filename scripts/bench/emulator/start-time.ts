import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Measurement } from "../measurement.js";
import { rounds } from "../rounds.js";
import { SERVERS } from "./emulator-processes.js";
import { firstResponse } from "./first-response.js";

const ROUNDS = 10;
const COMMAND = fileURLToPath(
  new URL("../../../conformance/dist/conformance/emulator/emulator-main.js", import.meta.url),
);
const START_UP_PROCESS = fileURLToPath(new URL("start-up-process.ts", import.meta.url));
const LISTENING_ADDRESS = /(http:\/\/[\d.]+:\d+)\D/;
const MINIMAL_SERVER = `require('node:http')
  .createServer((_, response) => response.end())
  .listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port); })`;

/** The time from the start to the first response, in a process that has loaded the server and as a command. */
export async function start(): Promise<Measurement[]> {
  const inProcess = await rounds(SERVERS, ROUNDS, async (server) =>
    Number(execFileSync(process.execPath, ["--import", "tsx", START_UP_PROCESS, server], { encoding: "utf8" })),
  );
  const command = await rounds(SERVERS, ROUNDS, (server) =>
    timeToFirstResponse(server === "emulator" ? [COMMAND, "--port", "0"] : ["-e", MINIMAL_SERVER]),
  );
  return [
    {
      name: "start to first response, in process",
      unit: "ms",
      ours: inProcess.emulator,
      reference: inProcess.minimal,
      target: { of: "value", max: 50 },
    },
    {
      name: "command to first response",
      unit: "ms",
      ours: command.emulator,
      reference: command.minimal,
      target: { of: "value", max: 500 },
    },
  ];
}

async function timeToFirstResponse(args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  while (!LISTENING_ADDRESS.test(printed)) printed += (await once(child.stdout, "data"))[0];
  await firstResponse(LISTENING_ADDRESS.exec(printed)?.[1] ?? "");
  const elapsed = performance.now() - start;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
  return elapsed;
}
