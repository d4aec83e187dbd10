import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Target } from "../targets/target.js";
import { waitForRateLimit } from "./rate-limit.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const target: Target = { name: "x", endpoint: "http://a.example", accessKey: "k", capabilities: [] };

/** Lets five requests wait, and counts those that may be sent. */
function startFive(limited: Target): () => number {
  let sent = 0;
  for (let count = 0; count < 5; count += 1) void waitForRateLimit(limited).then(() => (sent += 1));
  return () => sent;
}

describe("waitForRateLimit", () => {
  test("spreads requests evenly: at 10 a second, one every 100 ms and none earlier", async () => {
    const sent = startFive({ ...target, requestsPerSecond: 10 });
    await vi.advanceTimersByTimeAsync(0);
    const counts = [sent()];
    for (let count = 1; count < 5; count += 1) {
      for (const elapsed of [99, 1]) {
        await vi.advanceTimersByTimeAsync(elapsed);
        counts.push(sent());
      }
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5]);
  });

  test("limits each endpoint by itself", async () => {
    const first = startFive({ ...target, endpoint: "http://b.example", requestsPerSecond: 10 });
    const second = startFive({ ...target, endpoint: "http://c.example", requestsPerSecond: 10 });
    await vi.advanceTimersByTimeAsync(0);
    expect([first(), second()]).toEqual([1, 1]);
  });

  test("does not wait without a limit", async () => {
    const sent = startFive(target);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent()).toBe(5);
  });
});
