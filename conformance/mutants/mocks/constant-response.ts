import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PLACEHOLDER_ACCESS_KEY, PRISM_CAPABILITIES, type StartedTarget } from "../../targets/target.js";
import { ALL_CASES } from "../case-selection.js";
import type { Mutant } from "../mutant.js";

/** Starts a mock that returns the same status for every request. */
async function startConstant(status: number): Promise<StartedTarget> {
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

/** Two of them: no replay passes on both. */
export const constantResponses: readonly Mutant[] = [200, 400].map((status) => ({
  id: `always/${status}`,
  summary: `Every request gets ${status} and no body.`,
  operations: "all",
  cases: ALL_CASES,
  runAllCases: true,
  broad: true,
  start: () => startConstant(status),
}));
