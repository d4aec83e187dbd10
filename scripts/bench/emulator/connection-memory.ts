import type { Measurement } from "../measurement.js";
import { rounds } from "../rounds.js";
import { connectClients, SERVERS, startServer } from "./emulator-processes.js";

const ROUNDS = 3;
const SOCKETS = 10_000;

/** How much the process grows by with clients that send nothing. */
export async function connections(profileFolder?: string): Promise<Measurement[]> {
  const values = await rounds(SERVERS, ROUNDS, async (name) => {
    const server = startServer(name, profileFolder);
    const before = await server.call("memoryBytes");
    // Two processes, because one may run out of ports or file descriptors.
    const loads = await Promise.all([0, 1].map(() => connectClients(server, name, SOCKETS / 2)));
    const growth = (await server.call("memoryBytes")) - before;
    await Promise.all([server, ...loads].map((process) => process.end()));
    return growth / 1e6;
  });
  return [
    {
      name: "memory of 10,000 idle connections",
      unit: "MB",
      ours: values.emulator,
      reference: values.minimal,
      target: { of: "value", max: 250 },
    },
  ];
}
