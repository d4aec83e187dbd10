import { expect, expectTypeOf, test, vi } from "vitest";
import { Cancellation } from "./cancellation.js";

const never = new Promise<never>(() => {});

test("the listener is told the reason, once, and only the first one", () => {
  const cancellation = new Cancellation();
  const listener = vi.fn();
  cancellation.listen(listener);
  expect(listener).not.toHaveBeenCalled();
  cancellation.cancel("first");
  cancellation.cancel("second");
  expect(listener.mock.calls).toEqual([["first"]]);
});

test("who listens when it was given up already is told at once, be the reason undefined", () => {
  const cancellation = new Cancellation();
  cancellation.cancel(undefined);
  const listener = vi.fn();
  cancellation.listen(listener);
  expect(listener.mock.calls).toEqual([[undefined]]);
});

test("there is one listener at a time: the one before is not called", () => {
  const cancellation = new Cancellation();
  const before = vi.fn();
  cancellation.listen(before);
  cancellation.listen(() => {});
  cancellation.cancel("why");
  expect(before).not.toHaveBeenCalled();
});

test("a race gives what the promise comes to", async () => {
  const raced = new Cancellation().race(Promise.resolve(5));
  expectTypeOf(raced).toEqualTypeOf<Promise<number>>();
  expect(await raced).toBe(5);
  await expect(new Cancellation().race(Promise.reject(new Error("failed")))).rejects.toThrow("failed");
});

test("a race that is given up rejects with the reason, and has what goes on given up too", async () => {
  const cancellation = new Cancellation();
  const giveUp = vi.fn();
  const raced = cancellation.race(never, giveUp);
  cancellation.cancel("why");
  await expect(raced).rejects.toBe("why");
  expect(giveUp.mock.calls).toEqual([["why"]]);
});

test("a race that was given up before rejects, whatever the promise comes to", async () => {
  const cancellation = new Cancellation();
  cancellation.cancel("why");
  await expect(cancellation.race(Promise.resolve(5))).rejects.toBe("why");
  // Nobody hears of it, and nobody is to: an unhandled rejection would fail the run.
  await expect(cancellation.race(Promise.reject(new Error("late")))).rejects.toBe("why");
});
