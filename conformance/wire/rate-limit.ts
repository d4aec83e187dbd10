import type { Target } from "../targets/target.js";

/** When the next request may be sent, in milliseconds, by target. */
const nextSendTime = new Map<string, number>();

/** Waits as long as it takes for no more requests a second to be sent than the target may be sent. */
export async function waitForRateLimit({ endpoint, requestsPerSecond: rate }: Target): Promise<void> {
  if (rate === undefined) return;
  const now = performance.now();
  const turn = Math.max(now, nextSendTime.get(endpoint) ?? 0);
  nextSendTime.set(endpoint, turn + 1000 / rate);
  if (turn > now) await new Promise((resolve) => setTimeout(resolve, turn - now));
}
