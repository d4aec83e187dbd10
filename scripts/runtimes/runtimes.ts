import type { Expected } from "./check-messages.js";
import type { RuntimeName } from "./runtime-builds.js";

/** How the checks are started on a runtime, and what the client must use there. */
export interface Runtime {
  /** The arguments of the runtime's program. @param address of the check server */
  commandLine(address: string): string[];
  readonly expected: Expected;
}

const node: Runtime = {
  commandLine: (address) => ["main.js", address],
  expected: { transport: "pool", signer: "node", reportsNeverConnected: true, reusesAfterHead: true },
};

export const RUNTIMES: Record<RuntimeName, Runtime> = {
  "node-20": node,
  "node-22": node,
  "node-24": node,
  bun: {
    commandLine: (address) => ["main.js", address],
    expected: { transport: "fetch", signer: "node", reportsNeverConnected: true, reusesAfterHead: true },
  },
  deno: {
    // The client needs only the permission for the network.
    commandLine: (address) => ["run", "--no-prompt", "--allow-net=127.0.0.1", "main.js", address],
    expected: { transport: "fetch", signer: "node", reportsNeverConnected: true, reusesAfterHead: true },
  },
  workerd: {
    commandLine: () => ["test", "worker.capnp"],
    expected: { transport: "fetch", signer: "web", reportsNeverConnected: false, reusesAfterHead: true },
  },
};
