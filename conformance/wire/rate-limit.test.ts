import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Target } from "../targets/target.js";
import { waitForRateLimit } from "./rate-limit.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function let5Pass(target: Target): { passed: number } {
  const counter = { passed: 0 };
  for (let count = 0; count < 5; count += 1) void waitForRateLimit(target).then(() => (counter.passed += 1));
  return counter;
}

const target: Target = { name: "x", endpoint: "http://a.example", accessKey: "k", capabilities: [] };

test("no more requests pass a second than the rate allows", async () => {
  const counter = let5Pass({ ...target, requestsPerSecond: 10 });
  const passed: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    await vi.advanceTimersByTimeAsync(at === 0 ? 0 : 100);
    passed.push(counter.passed);
  }
  expect(passed).toEqual([1, 2, 3, 4, 5]);
});

test("without a rate all pass at once", async () => {
  const counter = let5Pass(target);
  await vi.advanceTimersByTimeAsync(0);
  expect(counter.passed).toBe(5);
});
