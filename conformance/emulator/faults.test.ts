import { describe, expect, test } from "vitest";
import { type Clock, manualClock } from "./clock.js";
import { type Fault, Faults } from "./faults.js";

describe("Faults", () => {
  test("due › returns a fault without a match for the next request, once", () => {
    const faults = new Faults();
    faults.add({ action: "reset" });
    expect(faults.due("sendToAll", "chat")?.action).toBe("reset");
    expect(faults.due("sendToAll", "chat")).toBeUndefined();
  });

  test("due › compares operation and hub, and counts nth among the matching requests", () => {
    const faults = new Faults();
    faults.add({ match: { operation: "sendToAll", hub: "Chat", nth: 2 }, action: "status", times: 2 });
    expect(faults.due("sendToAll", "chat")).toBeUndefined();
    expect(faults.due("sendToUser", "chat")).toBeUndefined();
    expect(faults.due("sendToAll", "news")).toBeUndefined();
    expect(faults.due("sendToAll", "chat")?.action).toBe("status");
    expect(faults.due("sendToAll", "chat")?.action).toBe("status");
    expect(faults.due("sendToAll", "chat")).toBeUndefined();
  });

  test("due › returns the first of two faults, and the second for the next request", () => {
    const faults = new Faults();
    faults.add({ action: "drop-after" });
    faults.add({ action: "throttle" });
    expect(faults.due("sendToAll", null)?.action).toBe("drop-after");
    expect(faults.due("sendToAll", null)?.action).toBe("throttle");
  });

  test("clear › cancels only delays that are still pending", async () => {
    const faults = new Faults();
    const clock = manualClock();
    let cancelled = 0;
    const countingClock: Clock = {
      now: clock.now,
      after(milliseconds, callback) {
        const timer = clock.after(milliseconds, callback);
        return {
          cancel() {
            cancelled += 1;
            timer.cancel();
          },
        };
      },
    };
    const delays = Array.from({ length: 1000 }, () => faults.delay(countingClock, 1000));
    await clock.advance(1);
    expect(new Set(await Promise.all(delays))).toEqual(new Set([true]));
    const pending = faults.delay(countingClock, 1000);
    faults.clear();
    expect(await pending).toBe(false);
    expect(cancelled).toBe(1);
  });

  test.for([0, -1, 1.5, Number.NaN])("add › rejects %s for times and nth", (number) => {
    expect(() => new Faults().add({ action: "reset", times: number })).toThrow(
      new RangeError(`\`fault.times\` is ${number}; it must be an integer of at least 1.`),
    );
    expect(() => new Faults().add({ action: "reset", match: { nth: number } })).toThrow(
      new RangeError(`\`fault.match.nth\` is ${number}; it must be an integer of at least 1.`),
    );
  });

  test.for<[value: string, fault: Fault, message: string]>([
    [
      "a status below 200",
      { action: "status", status: 199 },
      "`fault.status` is 199; it must be an integer from 200 to 599.",
    ],
    ["a status above 599", { action: "status", status: 600 }, "`fault.status` is 600"],
    ["a negative delay", { action: "delay", delayMs: -1 }, "`fault.delayMs` is -1"],
    ["a delay beyond the limit of timers", { action: "delay", delayMs: 2 ** 31 }, "from 0 to 2147483647"],
    [
      "half a second to retry after",
      { action: "throttle", retryAfterSeconds: 0.5 },
      "`fault.retryAfterSeconds` is 0.5",
    ],
    ["an invalid header name", { action: "status", headers: { "a b": "c" } }, "a b"],
    ["an invalid header value", { action: "status", headers: { a: "b\r\nc: d" } }, "Invalid character"],
  ])("add › rejects %s", ([, fault, message]) => {
    expect(() => new Faults().add(fault)).toThrow(message);
  });
});
