import { fileURLToPath } from "node:url";
import { Process } from "../child-process.js";

/** The emulator, and a minimal server built on the same libraries that it is compared with. */
export const SERVERS = ["emulator", "minimal"] as const;
export type ServerName = (typeof SERVERS)[number];

/** What a server process can do. */
export interface ServerProcess {
  /** The address of the REST API, and the one that clients connect to. */
  address: () => { endpoint: string; clientUrl: string };
  /** The id of a connection of the emulator; empty when there is none. */
  connectionId: () => string;
  /** The CPU time used so far, in milliseconds. */
  cpuMs: () => number;
  /** The resident set size, in bytes. */
  memoryBytes: () => number;
}

/** What a process of clients can do. */
export interface LoadProcess {
  /** Opens `count` sockets, and waits for that many `greetings` (frames) on each. */
  connect: (options: { url: string; count: number; greetings: number }) => Promise<void>;
  /** Sends `count` requests, waits for the responses and for that many `frames`, and returns the elapsed milliseconds. */
  post: (options: {
    url: string;
    headers: Record<string, string>;
    body: string;
    count: number;
    inFlight: number;
    frames: number;
  }) => Promise<number>;
}

const TSX = ["--import", "tsx"];

/** @param profileFolder where Node.js writes CPU profiles of the emulator */
export function startServer(server: ServerName, profileFolder?: string): Process<ServerProcess> {
  const isProfiled = server === "emulator" && profileFolder !== undefined;
  const profiling = isProfiled ? ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`] : [];
  return new Process(pathOf("server-process"), { args: [server], nodeOptions: [...TSX, ...profiling] });
}

/** Starts a process with `count` clients of the server. */
export async function connectClients(
  server: Process<ServerProcess>,
  name: ServerName,
  count: number,
): Promise<Process<LoadProcess>> {
  const { clientUrl } = await server.call("address");
  const load = new Process<LoadProcess>(pathOf("load-process"), { nodeOptions: TSX });
  // The emulator sends a `connected` frame to each client.
  await load.call("connect", { url: clientUrl, count, greetings: name === "emulator" ? 1 : 0 });
  return load;
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`${name}.ts`, import.meta.url));
}
