import type { Expected } from "./check-messages.js";
import type { RuntimeName } from "./runtime-builds.js";

/** How a runtime runs the checks, and what it is meant to run the client by. */
export interface Runtime {
  /** @param address of the process that starts it */
  words(address: string): string[];
  readonly expected: Expected;
}

const node: Runtime = {
  words: (address) => ["main.js", address],
  expected: { transport: "pool", signer: "node", tellsNeverConnected: true },
};

export const RUNTIMES: Record<RuntimeName, Runtime> = {
  "node-20": node,
  "node-22": node,
  "node-24": node,
  bun: {
    words: (address) => ["main.js", address],
    expected: { transport: "fetch", signer: "node", tellsNeverConnected: true },
  },
  deno: {
    // The network is all that the client needs to be allowed.
    words: (address) => ["run", "--no-prompt", "--allow-net=127.0.0.1", "main.js", address],
    expected: { transport: "fetch", signer: "node", tellsNeverConnected: true },
  },
  workerd: {
    words: () => ["test", "worker.capnp"],
    expected: { transport: "fetch", signer: "web", tellsNeverConnected: false },
  },
};
