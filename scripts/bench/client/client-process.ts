/** One client in a process of its own. */
import { handleCalls } from "../child-process.js";
import { type Audience, COMPARED_CLIENTS, type Send } from "./compared-clients.js";
import type { Audiences, ClientProcess } from "./process-messages.js";

const IN_FLIGHT = 16;
const LOBBY: Audience = { kind: "groups", name: "lobby" };

let send: Send;
let users = 0;

handleCalls<ClientProcess>({
  async start({ client, endpoint }) {
    send = await COMPARED_CLIENTS[client](endpoint);
    await send(LOBBY);
  },
  async sendFor(milliseconds) {
    const before = process.cpuUsage();
    const start = performance.now();
    let sends = 0;
    await inFlight(async () => {
      await send(LOBBY);
      sends += 1;
      return performance.now() - start < milliseconds;
    });
    const { user, system } = process.cpuUsage(before);
    return { sends, cpuMs: (user + system) / 1000, elapsedMs: performance.now() - start };
  },
  async sendTo({ count, audiences }) {
    let left = count;
    await inFlight(async () => {
      left -= 1;
      if (left < 0) return false;
      await send(audience(audiences, left));
      return true;
    });
  },
  async memory() {
    // Twice, one turn apart: what finalizers release is collected the second time.
    for (let times = 0; times < 2; times += 1) {
      globalThis.gc?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heap: heapUsed + external, resident: rss };
  },
});

/** Keeps 16 actions in progress: each one starts again until it resolves to false. */
async function inFlight(act: () => Promise<boolean>): Promise<void> {
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (await act());
    }),
  );
}

function audience(audiences: Audiences, number: number): Audience {
  if (audiences === "few") return { kind: "groups", name: `group-${number % 10}` };
  users += 1;
  return { kind: "users", name: `user-${users}` };
}
