import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { whenAborted } from "./when-aborted.js";

describe("whenAborted", () => {
  test("calls every callback once, from one listener", () => {
    const controller = new AbortController();
    const callbacks = Array.from({ length: 50 }, () => vi.fn());
    for (const callback of callbacks) whenAborted(controller.signal, callback);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    for (const callback of callbacks) expect(callback).toHaveBeenCalledTimes(1);
  });

  test("removes a callback, and the listener with the last one", () => {
    const controller = new AbortController();
    const [first, second] = [vi.fn(), vi.fn()];
    const removeFirst = whenAborted(controller.signal, first);
    const removeSecond = whenAborted(controller.signal, second);
    removeFirst();
    removeFirst();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    removeSecond();
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    const third = vi.fn();
    const removeThird = whenAborted(controller.signal, third);
    // Removing a callback again does not affect the ones that were added since.
    removeFirst();
    removeSecond();
    whenAborted(controller.signal, () => {})();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    expect([first, second, third].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 1]);
    removeThird();
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  test("keeps signals apart", () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const [first, second] = [vi.fn(), vi.fn()];
    whenAborted(one.signal, first);
    whenAborted(other.signal, second);
    other.abort();
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  });
});
