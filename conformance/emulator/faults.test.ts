import { expect, test } from "vitest";
import { type Fault, Faults } from "./faults.js";

test("a fault without a match meets the next request, once", () => {
  const faults = new Faults();
  faults.add({ action: "reset" });
  expect(faults.due("sendToAll", "chat")?.action).toBe("reset");
  expect(faults.due("sendToAll", "chat")).toBeUndefined();
});

test("operation and hub are looked at, and the how many-th request counts those that fit only", () => {
  const faults = new Faults();
  faults.add({ match: { operation: "sendToAll", hub: "Chat", nth: 2 }, action: "status", times: 2 });
  expect(faults.due("sendToAll", "chat")).toBeUndefined();
  expect(faults.due("sendToUser", "chat")).toBeUndefined();
  expect(faults.due("sendToAll", "news")).toBeUndefined();
  expect(faults.due("sendToAll", "chat")?.action).toBe("status");
  expect(faults.due("sendToAll", "chat")?.action).toBe("status");
  expect(faults.due("sendToAll", "chat")).toBeUndefined();
});

test("of two that are due the first happens, and the second next time", () => {
  const faults = new Faults();
  faults.add({ action: "drop-after" });
  faults.add({ action: "throttle" });
  expect(faults.due("sendToAll", null)?.action).toBe("drop-after");
  expect(faults.due("sendToAll", null)?.action).toBe("throttle");
});

test.for([0, -1, 1.5, Number.NaN])("a number of %s is refused", (number) => {
  expect(() => new Faults().add({ action: "reset", times: number })).toThrow(`\`times\` is ${number}`);
  expect(() => new Faults().add({ action: "reset", match: { nth: number } })).toThrow(`\`nth\` is ${number}`);
});

test.for<[what: string, fault: Fault, message: string]>([
  [
    "a status below 200",
    { action: "status", status: 199 },
    "`status` is 199: it has to be a whole number from 200 to 599",
  ],
  ["a status above 599", { action: "status", status: 600 }, "`status` is 600"],
  ["a delay into the past", { action: "delay", delayMs: -1 }, "`milliseconds` is -1"],
  ["a delay that no timer can do", { action: "delay", delayMs: 2 ** 31 }, "from 0 to 2147483647"],
  ["half a second to come again", { action: "throttle", retryAfterSeconds: 0.5 }, "`retryAfterSeconds` is 0.5"],
  ["a header that can have no such name", { action: "status", headers: { "a b": "c" } }, "a b"],
  ["a header that cannot say that", { action: "status", headers: { a: "b\r\nc: d" } }, "Invalid character"],
])("%s is refused as it is planned", ([, fault, message]) => {
  expect(() => new Faults().add(fault)).toThrow(message);
});
