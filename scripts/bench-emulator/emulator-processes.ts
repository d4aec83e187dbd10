import { fileURLToPath } from "node:url";
import { Process } from "../bench/child-process.js";

/** What can be asked of the process of a server. */
export interface ServerProcess {
  /** The address of its REST API, and the one that clients connect to. */
  address: () => { endpoint: string; clientUrl: string };
  /** The id of a connection of the emulator; empty where there is none. */
  connection: () => string;
  /** How long it has computed so far, in milliseconds. */
  cpu: () => number;
  /** What the operating system gives it, in bytes. */
  memory: () => number;
}

/** What can be asked of the process of clients. */
export interface LoadProcess {
  /** Opens that many sockets, and waits for that many frames on each. */
  connect: (options: { url: string; count: number; greetings: number }) => Promise<void>;
  /** Sends requests, and waits for the answers and for the frames. Returns how long all that took, in milliseconds. */
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

export function serverProcess(side: string, nodeOptions: readonly string[] = []): Process<ServerProcess> {
  return new Process(pathOf("server-process"), { words: [side], nodeOptions: [...TSX, ...nodeOptions] });
}

export function loadProcess(): Process<LoadProcess> {
  return new Process(pathOf("load-process"), { nodeOptions: TSX });
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`${name}.ts`, import.meta.url));
}
