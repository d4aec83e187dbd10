import { describe, expect, expectTypeOf, test, vi } from "vitest";
import { Cancellation } from "./cancellation.js";

const never = new Promise<never>(() => {});

describe("Cancellation", () => {
  test("calls the listener once, with the first reason", () => {
    const cancellation = new Cancellation();
    const listener = vi.fn();
    cancellation.listen(listener);
    expect(listener).not.toHaveBeenCalled();
    cancellation.cancel("first");
    cancellation.cancel("second");
    expect(listener.mock.calls).toEqual([["first"]]);
  });

  test("calls a listener at once if it was cancelled before, even with undefined", () => {
    const cancellation = new Cancellation();
    cancellation.cancel(undefined);
    const listener = vi.fn();
    cancellation.listen(listener);
    expect(listener.mock.calls).toEqual([[undefined]]);
  });

  test("replaces the listener before", () => {
    const cancellation = new Cancellation();
    const before = vi.fn();
    cancellation.listen(before);
    cancellation.listen(() => {});
    cancellation.cancel("why");
    expect(before).not.toHaveBeenCalled();
  });

  test("settles a race as the promise does", async () => {
    const raced = new Cancellation().race(Promise.resolve(5));
    expectTypeOf(raced).toEqualTypeOf<Promise<number>>();
    expect(await raced).toBe(5);
    await expect(new Cancellation().race(Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  });

  test("rejects a race with the reason and calls onCancel", async () => {
    const cancellation = new Cancellation();
    const onCancel = vi.fn();
    const raced = cancellation.race(never, onCancel);
    cancellation.cancel("why");
    await expect(raced).rejects.toBe("why");
    expect(onCancel.mock.calls).toEqual([["why"]]);
  });

  test("rejects a race that was cancelled before, however the promise settles", async () => {
    const cancellation = new Cancellation();
    cancellation.cancel("why");
    await expect(cancellation.race(Promise.resolve(5))).rejects.toBe("why");
    // The late error is ignored: an unhandled rejection would fail the run.
    await expect(cancellation.race(Promise.reject(new Error("late")))).rejects.toBe("why");
  });
});
