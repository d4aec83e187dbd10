import { expect, test } from "vitest";
import { manualClock, realClock } from "./clock.js";

test("a manual clock begins at the real time and stands still", () => {
  const before = Date.now();
  const clock = manualClock();
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  expect(clock.now()).toBeLessThanOrEqual(Date.now());
});

test("moving it does what falls due, in order, at its time", async () => {
  const clock = manualClock();
  const start = clock.now();
  const done: [string, number][] = [];
  const note = (what: string) => () => done.push([what, clock.now() - start]);
  clock.after(2000, note("late"));
  clock.after(500, () => {
    note("early")();
    clock.after(500, note("follows"));
  });
  clock.after(3001, note("too late"));
  clock.after(1500, note("cancelled")).cancel();
  await clock.advance(3);
  expect(done).toEqual([
    ["early", 500],
    ["follows", 1000],
    ["late", 2000],
  ]);
  expect(clock.now() - start).toBe(3000);
});

test.for([-1, Number.NaN, Number.POSITIVE_INFINITY])("it cannot be moved by %s", async (seconds) => {
  const clock = manualClock();
  const start = clock.now();
  await expect(clock.advance(seconds)).rejects.toThrow(RangeError);
  expect(clock.now()).toBe(start);
});

test("the real clock calls back, and not if it is told not to", async () => {
  const called: string[] = [];
  realClock.after(1, () => called.push("cancelled")).cancel();
  await new Promise<void>((resolve) => {
    realClock.after(2, resolve);
  });
  expect(called).toEqual([]);
});
