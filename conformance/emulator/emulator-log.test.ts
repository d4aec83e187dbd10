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

describe("Log", () => {
  test("add › numbers the entries and sorts them by kind", () => {
    const log = new Log();
    log.add(request("/a"));
    log.add({ kind: "delivery", hub: "chat", connectionId: "c", userId: null, frame: "x", causedBy: "system" });
    log.add(request("/b"));
    expect(log.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(log.requests.map(({ path }) => path)).toEqual(["/a", "/b"]);
    expect(log.deliveries.map(({ frame }) => frame)).toEqual(["x"]);
  });

  test("clear › removes the entries and continues their numbers", () => {
    const log = new Log();
    log.add(request("/a"));
    log.clear();
    expect(log.entries).toEqual([]);
    log.add(request("/b"));
    expect(log.entries).toMatchObject([{ sequence: 2 }]);
  });

  test("add › keeps at least the newest 10,000 entries", () => {
    const log = new Log();
    for (let index = 1; index <= 25_000; index++) log.add(request(`/${index}`));
    expect(log.entries.length).toBeGreaterThanOrEqual(10_000);
    expect(log.entries.length).toBeLessThan(20_000);
    expect(log.entries.at(-1)).toMatchObject({ path: "/25000" });
    expect(log.entries.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: log.entries.length }, (_, index) => 25_000 - log.entries.length + 1 + index),
    );
  });

  test("add › keeps the newest 32 to 64 MiB of large entries", () => {
    const log = new Log();
    const size = 1024 * 1024;
    for (let index = 1; index <= 64; index++) log.add(request(`/${index}`), size);
    expect(log.entries).toHaveLength(64);
    log.add(request("/65"), size);
    expect(log.entries).toHaveLength(32);
    expect(log.entries.at(-1)).toMatchObject({ path: "/65" });
    log.clear();
    for (let index = 1; index <= 60; index++) log.add(request(`/${index}`), size);
    expect(log.entries).toHaveLength(60);
  });

  describe("waitFor", () => {
    test("returns the first matching entry that is already there", async () => {
      const log = new Log();
      for (const path of ["/a", "/b", "/b"]) log.add(request(path));
      expect(await log.waitFor(isPath("/b"))).toMatchObject({ sequence: 2 });
    });

    test("returns the next matching entry to every caller", async () => {
      const log = new Log();
      const waiting = [log.waitFor(isPath("/b")), log.waitFor(isPath("/b")), log.waitFor(isPath("/c"))];
      for (const path of ["/a", "/b", "/b", "/c"]) log.add(request(path));
      expect((await Promise.all(waiting)).map(({ sequence }) => sequence)).toEqual([2, 2, 4]);
    });

    test("rejects after its timeout with the number of entries", async () => {
      const log = new Log();
      log.add(request("/a"));
      await expect(log.waitFor(isPath("/b"), { timeoutMs: 1 })).rejects.toThrow(
        "waitFor: no matching log entry within 1 ms (entries so far: 1).",
      );
    });

    test("does not call the predicate after its timeout", async () => {
      const log = new Log();
      let calls = 0;
      const count = () => {
        calls += 1;
        return false;
      };
      await expect(log.waitFor(count, { timeoutMs: 1 })).rejects.toThrow("no matching log entry");
      log.add(request("/a"));
      expect(calls).toBe(0);
    });

    test("rejects with what the predicate throws, for that caller only", async () => {
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

  test("listener › receives each entry", () => {
    const log = new Log();
    const sequences: number[] = [];
    log.listener = ({ sequence }) => sequences.push(sequence);
    log.add(request("/a"));
    log.add(request("/b"));
    expect(sequences).toEqual([1, 2]);
  });
});
