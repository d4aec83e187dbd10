import type { Target } from "../targets/target.js";

/** When the next request may be sent to an endpoint, by the clock of `performance.now()`. */
const nextSendTimes = new Map<string, number>();

/** Waits until the next request may be sent to a target, whose requests are spread evenly. Without a limit, it does not wait. */
export async function waitForRateLimit({ endpoint, requestsPerSecond }: Target): Promise<void> {
  if (requestsPerSecond === undefined) return;
  const now = performance.now();
  const sendTime = Math.max(now, nextSendTimes.get(endpoint) ?? 0);
  nextSendTimes.set(endpoint, sendTime + 1000 / requestsPerSecond);
  if (sendTime > now) await new Promise((resolve) => setTimeout(resolve, sendTime - now));
}
