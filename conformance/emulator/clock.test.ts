import { describe, expect, onTestFinished, test, vi } from "vitest";
import { manualClock, realClock } from "./clock.js";

describe("manualClock", () => {
  test("starts at the real time and stands still", () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const clock = manualClock();
    vi.setSystemTime(2_000_000);
    expect(clock.now()).toBe(1_000_000);
  });

  test("advance › runs what falls due in order, each at its time", async () => {
    const clock = manualClock();
    const start = clock.now();
    const calls: [string, number][] = [];
    const record = (name: string) => () => calls.push([name, clock.now() - start]);
    clock.after(2000, record("late"));
    clock.after(500, () => {
      record("early")();
      clock.after(500, record("started by early"));
    });
    clock.after(3001, record("too late"));
    clock.after(1500, record("cancelled")).cancel();
    await clock.advance(3);
    expect(calls).toEqual([
      ["early", 500],
      ["started by early", 1000],
      ["late", 2000],
    ]);
    expect(clock.now() - start).toBe(3000);
  });

  test.for([-1, Number.NaN, Number.POSITIVE_INFINITY])("advance › rejects %s seconds", async (seconds) => {
    const clock = manualClock();
    const start = clock.now();
    await expect(clock.advance(seconds)).rejects.toThrow(
      new RangeError(`\`advance\` takes 0 or more seconds, got ${seconds}.`),
    );
    expect(clock.now()).toBe(start);
  });
});

test("realClock › calls back, unless it is cancelled", async () => {
  const calls: string[] = [];
  realClock.after(1, () => calls.push("cancelled")).cancel();
  await new Promise<void>((resolve) => {
    realClock.after(2, resolve);
  });
  expect(calls).toEqual([]);
});
