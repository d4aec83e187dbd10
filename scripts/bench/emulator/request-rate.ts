import jsonwebtoken from "jsonwebtoken";
import { DEFAULT_ACCESS_KEY } from "../../../conformance/emulator/index.js";
import { latestApiVersion } from "../../../generated/versions.js";
import type { Measurement } from "../measurement.js";
import { rounds } from "../rounds.js";
import { connectClients, SERVERS, type ServerName, startServer } from "./emulator-processes.js";

const ROUNDS = 9;
const BODY = JSON.stringify({ text: "x".repeat(100) });

interface RequestBenchmark {
  readonly name: string;
  readonly unit: string;
  /** The number of clients of each server. */
  readonly sockets: Record<ServerName, number>;
  /** The path of the requests, for the id of a connection. */
  readonly path: (connectionId: string) => string;
  /** The requests per round, and how many of them are in progress at any time. */
  readonly count: number;
  readonly inFlight: number;
  readonly minRatio: number;
}

/** Sends to all of 1,000 clients, with four requests in progress at any time. */
export function broadcast(profileFolder?: string): Promise<Measurement[]> {
  const sockets = 1000;
  return requestRate(
    {
      name: "broadcast to 1,000 sockets",
      unit: "deliveries/s",
      sockets: { emulator: sockets, minimal: sockets },
      path: () => "/api/hubs/bench/:send",
      count: 60,
      inFlight: 4,
      minRatio: 0.7,
    },
    profileFolder,
  );
}

/** Sends to a single connection. The minimal server has no connection and returns 202. */
export function rest(profileFolder?: string): Promise<Measurement[]> {
  return requestRate(
    {
      name: "REST send to one connection",
      unit: "requests/s",
      sockets: { emulator: 1, minimal: 0 },
      path: (connectionId) => `/api/hubs/bench/connections/${connectionId}/:send`,
      count: 5_000,
      inFlight: 16,
      minRatio: 0.4,
    },
    profileFolder,
  );
}

async function requestRate(benchmark: RequestBenchmark, profileFolder?: string): Promise<Measurement[]> {
  const { name, unit, sockets, count, inFlight, minRatio } = benchmark;
  const started = {
    emulator: await startWithClients("emulator", sockets.emulator, profileFolder),
    minimal: await startWithClients("minimal", sockets.minimal),
  };
  const deliveries = count * Math.max(1, sockets.emulator);
  const cpu: Record<ServerName, number[]> = { emulator: [], minimal: [] };
  const round = async (serverName: ServerName) => {
    const { server, load, endpoint } = started[serverName];
    const url = endpoint + benchmark.path(await server.call("connectionId"));
    const cpuBefore = await server.call("cpuMs");
    const elapsed = await load.call("post", {
      url: `${url}?api-version=${latestApiVersion}`,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${tokenFor(url)}` },
      body: BODY,
      count,
      inFlight,
      frames: count * sockets[serverName],
    });
    cpu[serverName].push((((await server.call("cpuMs")) - cpuBefore) * 1000) / deliveries);
    return (deliveries * 1000) / elapsed;
  };
  // The first round does not count: code is still being compiled.
  for (const serverName of SERVERS) await round(serverName);
  for (const values of Object.values(cpu)) values.pop();
  const rates = await rounds(SERVERS, ROUNDS, round);
  for (const { server, load } of Object.values(started)) await Promise.all([server.end(), load.end()]);
  return [
    { name, unit, ours: rates.emulator, reference: rates.minimal, target: { of: "ratio", min: minRatio } },
    { name: `${name}: CPU of the server`, unit: "µs each", ours: cpu.emulator, reference: cpu.minimal },
  ];
}

async function startWithClients(name: ServerName, count: number, profileFolder?: string) {
  const server = startServer(name, profileFolder);
  const load = await connectClients(server, name, count);
  return { server, load, endpoint: (await server.call("address")).endpoint };
}

function tokenFor(url: string): string {
  return jsonwebtoken.sign({}, DEFAULT_ACCESS_KEY, { audience: url, expiresIn: "1h" });
}
