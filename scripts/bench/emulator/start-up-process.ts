/** Starts one server, already loaded, and prints the milliseconds until its first response. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { builtEmulator } from "./built-emulator.js";
import { firstResponse } from "./first-response.js";

const { startEmulator } = await builtEmulator();
const start = performance.now();
const endpoint = process.argv[2] === "emulator" ? (await startEmulator()).endpoint : await startMinimal();
await firstResponse(endpoint);
console.log(performance.now() - start);
process.exit();

async function startMinimal(): Promise<string> {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
