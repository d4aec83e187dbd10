import { describe, expect, test } from "vitest";
import { Log, type LogEntry } from "./emulator-log.js";

const request = (path: string) =>
  ({
    kind: "request",
    operation: null,
    method: "GET",
    path,
    hub: null,
    parameters: {},
    status: 404,
    principal: null,
  }) as const;

const isPath = (path: string) => (entry: LogEntry) => entry.kind === "request" && entry.path === path;

test("entries are numbered, and told apart by kind", () => {
  const log = new Log();
  log.add(request("/a"));
  log.add({ kind: "delivery", hub: "chat", connectionId: "c", userId: null, frame: "x", causedBy: "system" });
  log.add(request("/b"));
  expect(log.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(log.requests.map(({ path }) => path)).toEqual(["/a", "/b"]);
  expect(log.deliveries.map(({ frame }) => frame)).toEqual(["x"]);
});

test("clearing forgets what was, and goes on counting", () => {
  const log = new Log();
  log.add(request("/a"));
  log.clear();
  expect(log.entries).toEqual([]);
  log.add(request("/b"));
  expect(log.entries).toMatchObject([{ sequence: 2 }]);
});

test("the newest entries are kept, ten thousand at the least", () => {
  const log = new Log();
  for (let index = 1; index <= 25_000; index++) log.add(request(`/${index}`));
  expect(log.entries.length).toBeGreaterThanOrEqual(10_000);
  expect(log.entries.length).toBeLessThan(20_000);
  expect(log.entries.at(-1)).toMatchObject({ path: "/25000" });
  expect(log.entries.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: log.entries.length }, (_, index) => 25_000 - log.entries.length + 1 + index),
  );
});

test("of entries that hold much fewer are kept, the newest", () => {
  const log = new Log();
  const size = 1024 * 1024;
  for (let index = 1; index <= 100; index++) log.add(request(`/${index}`), size);
  expect(log.entries.length).toBeGreaterThanOrEqual(32);
  expect(log.entries.length).toBeLessThanOrEqual(64);
  expect(log.entries.at(-1)).toMatchObject({ path: "/100" });
  log.clear();
  for (let index = 1; index <= 60; index++) log.add(request(`/${index}`), size);
  expect(log.entries).toHaveLength(60);
});

describe("waiting for an entry", () => {
  test("finds the first that is there", async () => {
    const log = new Log();
    for (const path of ["/a", "/b", "/b"]) log.add(request(path));
    expect(await log.waitFor(isPath("/b"))).toMatchObject({ sequence: 2 });
  });

  test("finds the first that comes, for everybody who waits", async () => {
    const log = new Log();
    const waiting = [log.waitFor(isPath("/b")), log.waitFor(isPath("/b")), log.waitFor(isPath("/c"))];
    for (const path of ["/a", "/b", "/b", "/c"]) log.add(request(path));
    expect((await Promise.all(waiting)).map(({ sequence }) => sequence)).toEqual([2, 2, 4]);
  });

  test("fails when it takes too long, and says how many were looked at", async () => {
    const log = new Log();
    log.add(request("/a"));
    await expect(log.waitFor(isPath("/b"), { timeoutMs: 1 })).rejects.toThrow(
      "waitFor: no matching log entry within 1 ms (entries so far: 1).",
    );
  });

  test("fails with what the predicate throws, and nobody else is harmed", async () => {
    const log = new Log();
    const broken = () => {
      throw new Error("the predicate is broken");
    };
    const waiting = log.waitFor(broken);
    const other = log.waitFor(isPath("/a"));
    log.add(request("/a"));
    await expect(waiting).rejects.toThrow("the predicate is broken");
    expect(await other).toMatchObject({ sequence: 1 });
    await expect(log.waitFor(broken)).rejects.toThrow("the predicate is broken");
  });
});

test("a listener is told each entry", () => {
  const log = new Log();
  const told: number[] = [];
  log.listener = ({ sequence }) => told.push(sequence);
  log.add(request("/a"));
  log.add(request("/b"));
  expect(told).toEqual([1, 2]);
});
