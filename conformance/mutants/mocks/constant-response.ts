import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PLACEHOLDER_ACCESS_KEY, PRISM_CAPABILITIES, type StartedTarget } from "../../targets/target.js";
import type { Mutant } from "../mutant.js";

/** A mock that gives one answer to everything. */
async function startAlways(status: number): Promise<StartedTarget> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { "Content-Length": 0 }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    target: { name: "mock", endpoint, accessKey: PLACEHOLDER_ACCESS_KEY, capabilities: PRISM_CAPABILITIES },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every status that a replay can ask for is no answer to the others. */
export const always: readonly Mutant[] = [200, 400].map((status) => ({
  id: `always/${status}`,
  summary: `Everything is answered with ${status} and no body.`,
  operations: "all",
  cases: /./,
  runAllCases: true,
  start: () => startAlways(status),
}));
