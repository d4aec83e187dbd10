/** The process of one client. */
import { answer } from "../bench/child-process.js";
import { type Audience, COMPARED_CLIENTS, type Send } from "./compared-clients.js";
import type { Audiences, ClientProcess } from "./process-messages.js";

const IN_FLIGHT = 16;
const LOBBY: Audience = { kind: "groups", name: "lobby" };

let send: Send;
let users = 0;

answer<ClientProcess>({
  async start({ side, endpoint }) {
    send = await COMPARED_CLIENTS[side](endpoint);
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
    return { sends, cpu: (user + system) / 1000, took: performance.now() - start };
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
    // Twice, with a turn between: what finalizers let go of is collected the second time.
    for (let times = 0; times < 2; times += 1) {
      globalThis.gc?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    return { heap: heapUsed + external, resident: rss };
  },
});

/** Begins anew each time, until it says no. */
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
