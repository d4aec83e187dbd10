import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { whenAborted } from "./when-aborted.js";

test("all that wait are told once, also those that came in between", () => {
  const controller = new AbortController();
  const acts = Array.from({ length: 50 }, () => vi.fn());
  for (const act of acts) whenAborted(controller.signal, act);
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  controller.abort();
  for (const act of acts) expect(act).toHaveBeenCalledTimes(1);
});

test("who has taken it back is not told, and with the last one the listener goes", () => {
  const controller = new AbortController();
  const [first, second] = [vi.fn(), vi.fn()];
  const takeBackFirst = whenAborted(controller.signal, first);
  const takeBackSecond = whenAborted(controller.signal, second);
  takeBackFirst();
  takeBackFirst();
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  takeBackSecond();
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  const third = vi.fn();
  const takeBackThird = whenAborted(controller.signal, third);
  // Those that are gone take nothing of what is there now.
  takeBackFirst();
  takeBackSecond();
  whenAborted(controller.signal, () => {})();
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
  controller.abort();
  expect([first, second, third].map(({ mock }) => mock.calls.length)).toEqual([0, 0, 1]);
  takeBackThird();
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});

test("each signal is on its own", () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const [first, second] = [vi.fn(), vi.fn()];
  whenAborted(one.signal, first);
  whenAborted(other.signal, second);
  other.abort();
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
});
