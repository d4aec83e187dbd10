import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type Emulator, type Fault, startEmulator } from "../../conformance/emulator/index.js";
import { type ApiVersions, requests } from "../../generated/index.js";
import type { OperationRequest } from "../../generated/operation.js";
import { type LatestApiVersion, latestApiVersion } from "../../generated/versions.js";
import { AuthenticationError, ConnectionError, WebPubSubError } from "../response/web-pub-sub-error.js";
import { createClient } from "./client.js";
import type { ClientBaseOptions } from "./client-options.js";
import type { Client } from "./client-types.js";

// How calls end when requests fail, checked by what the service did: every test here sends over a socket.

type TestClient = Client<ApiVersions[LatestApiVersion]>;

/** The default policy, without waits between attempts. */
const WITHOUT_WAITS = { maxDelay: 0 };

function clientFor(emulator: Emulator, options: ClientBaseOptions<LatestApiVersion> = {}): TestClient {
  const client = createClient(emulator.connectionString, { retry: WITHOUT_WAITS, ...options });
  onTestFinished(() => client.close());
  return client as TestClient;
}

async function start(...options: Parameters<typeof startEmulator>): Promise<Emulator> {
  const emulator = await startEmulator(...options);
  onTestFinished(() => emulator.close());
  return emulator;
}

/** Connects a client of the user `alice`, in the group `lobby`. */
async function join(emulator: Emulator): Promise<string> {
  const socket = new WebSocket(
    emulator.clientUrl("chat", { userId: "alice", groups: ["lobby"] }),
    "json.webpubsub.azure.v1",
  );
  onTestFinished(() => socket.terminate());
  socket.on("error", () => {});
  const entry = await emulator.log.waitFor((entry) => entry.kind === "connection" && entry.event === "connected");
  return (entry as { connectionId: string }).connectionId;
}

const hub = { path: { hub: "chat" } };
const body = { text: "hello" };

/** Operations that send a message, each to the one client that is connected. */
const sends: Record<string, (client: TestClient, connectionId: string) => Promise<{ error?: unknown }>> = {
  sendToAll: (client) => client.POST("/api/hubs/{hub}/:send", { params: hub, body }),
  sendToGroup: (client) =>
    client.POST("/api/hubs/{hub}/groups/{group}/:send", { params: { path: { hub: "chat", group: "lobby" } }, body }),
  sendToUser: (client) =>
    client.POST("/api/hubs/{hub}/users/{userId}/:send", { params: { path: { hub: "chat", userId: "alice" } }, body }),
  sendToConnection: (client, connectionId) =>
    client.POST("/api/hubs/{hub}/connections/{connectionId}/:send", {
      params: { path: { hub: "chat", connectionId } },
      body,
    }),
};

/** Idempotent operations, one for each method. */
const idempotent: typeof sends = {
  connectionExists: (client, connectionId) =>
    client.HEAD("/api/hubs/{hub}/connections/{connectionId}", { params: { path: { hub: "chat", connectionId } } }),
  listConnectionsInGroup: (client) =>
    client.GET("/api/hubs/{hub}/groups/{group}/connections", { params: { path: { hub: "chat", group: "lobby" } } }),
  addConnectionToGroup: (client, connectionId) =>
    client.PUT("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", {
      params: { path: { hub: "chat", group: "other", connectionId } },
    }),
  removeConnectionFromGroup: (client, connectionId) =>
    client.DELETE("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", {
      params: { path: { hub: "chat", group: "lobby", connectionId } },
    }),
  addConnectionsToGroups: (client) =>
    client.POST("/api/hubs/{hub}/:addToGroups", {
      params: hub,
      body: { groups: ["other"], filter: "userId eq 'alice'" },
    }),
};

const RETRY_AFTER = { none: undefined, now: "0", past: "Sun, 06 Nov 1994 08:49:37 GMT", late: "3600", vague: "soon" };

const failedStatus = fc
  .record({
    status: fc.constantFrom(408, 429, 500, 502, 503, 503, 504),
    retryAfter: fc.constantFrom(...(Object.keys(RETRY_AFTER) as (keyof typeof RETRY_AFTER)[])),
  })
  .map(({ status, retryAfter }): Fault => {
    const value = RETRY_AFTER[retryAfter];
    return { action: "status", status, headers: value === undefined ? {} : { "Retry-After": value } };
  });

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 3, arbitrary: failedStatus },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, 3600).map((retryAfterSeconds): Fault => ({ action: "throttle", retryAfterSeconds })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 3 })
      .map((milliseconds): Fault => ({ action: "delay", delayMs: milliseconds })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Fault>(
      { action: "drop-before" },
      { action: "drop-after" },
      { action: "reset" },
      { action: "truncate" },
    ),
  },
);

/** What a fault means: what the service does, and what the client knows of it. */
function meaningOf({ action, status, headers, retryAfterSeconds }: Fault) {
  const retryAfter = action === "throttle" ? String(retryAfterSeconds) : headers?.["Retry-After"];
  return {
    acted: ["delay", "drop-after", "truncate"].includes(action),
    responded: action === "delay",
    lost: ["drop-before", "drop-after", "reset", "truncate"].includes(action),
    /** The service says that it did nothing. */
    didNothing:
      action === "throttle" ||
      status === 429 ||
      (status === 503 && retryAfter !== undefined && retryAfter !== RETRY_AFTER.vague),
    tooLate: retryAfter === RETRY_AFTER.late,
  };
}

/** How a call must end that meets the faults one after the other, by the documented rules. */
function expectedEnd(faults: readonly Fault[], mayRepeat: boolean) {
  let acted = 0;
  for (let attempt = 1; ; attempt += 1) {
    const fault = faults[attempt - 1];
    if (fault === undefined) return { attempts: attempt, acted: acted + 1, succeeds: true };
    const meaning = meaningOf(fault);
    if (meaning.acted) acted += 1;
    if (meaning.responded) return { attempts: attempt, acted, succeeds: true };
    if (attempt === 4 || meaning.tooLate || !(mayRepeat || meaning.didNothing))
      return { attempts: attempt, acted, succeeds: false };
  }
}

describe("createClient", () => {
  describe("any faults in any order", () => {
    const schedule = fc.array(fault, { maxLength: 6 });

    const broken = () => {
      throw new Error("a hook");
    };
    const variants = {
      "the pool": {},
      fetch: { fetch: (url: string, init: RequestInit) => fetch(url, init) },
      middleware: {},
      "hooks that throw": { hooks: { onRequest: broken, onResponse: broken, onRetry: broken } },
    };

    test.for(Object.entries(variants))(
      "delivers a message at most once, and once if the service finally accepts it, with %s",
      { timeout: 60_000 },
      async ([name, options]) => {
        const written = vi.spyOn(console, "error").mockImplementation(() => undefined);
        onTestFinished(() => written.mockRestore());
        const emulator = await start();
        const client = clientFor(emulator, options);
        if (name === "middleware") client.use({ onRequest: ({ request }) => new Request(request) });
        await fc.assert(
          fc.asyncProperty(schedule, fc.constantFrom(...Object.keys(sends)), async (faults, operation) => {
            await emulator.reset();
            const connectionId = await join(emulator);
            for (const each of faults) emulator.addFault({ ...each, match: { operation } });
            const { attempts, acted, succeeds } = expectedEnd(faults, false);
            expect(acted).toBeLessThanOrEqual(1);

            const succeeded = await sends[operation]?.(client, connectionId).then(
              ({ error }) => error === undefined,
              isConnectionError,
            );
            expect(emulator.log.deliveries.filter(({ causedBy: cause }) => cause === operation)).toHaveLength(acted);
            expect(emulator.log.requests).toHaveLength(attempts);
            expect(succeeded).toBe(succeeds);
          }),
          { seed: 503, numRuns: 150 },
        );
      },
    );

    test("completes an idempotent operation if any of the allowed attempts succeeds", async () => {
      const emulator = await start();
      const client = clientFor(emulator);
      await fc.assert(
        fc.asyncProperty(schedule, fc.constantFrom(...Object.keys(idempotent)), async (faults, operation) => {
          await emulator.reset();
          const connectionId = await join(emulator);
          for (const each of faults) emulator.addFault({ ...each, match: { operation } });
          const { attempts, succeeds } = expectedEnd(faults, true);

          const succeeded = await idempotent[operation]?.(client, connectionId).then(
            ({ error }) => error === undefined,
            isConnectionError,
          );
          expect(emulator.log.requests).toHaveLength(attempts);
          expect(succeeded).toBe(succeeds);
        }),
        { seed: 408, numRuns: 150 },
      );
    }, 60_000);

    /** @returns false: it did not succeed */
    function isConnectionError(error: unknown): boolean {
      expect(error).toBeInstanceOf(ConnectionError);
      return false;
    }
  });

  test("delivers a message twice with retryNonIdempotent", async () => {
    const emulator = await start();
    await join(emulator);
    const client = clientFor(emulator);
    emulator.addFault({ action: "drop-after" });
    const { error } = await client.POST("/api/hubs/{hub}/:send", {
      params: hub,
      body,
      retry: { retryNonIdempotent: true },
    });
    expect(error).toBeUndefined();
    expect(emulator.log.deliveries.filter(({ causedBy: cause }) => cause === "sendToAll")).toHaveLength(2);
  });

  test("sends a stream once, because it can be read once", async () => {
    const emulator = await start();
    emulator.addFault({ action: "throttle", retryAfterSeconds: 0 });
    const { error, response } = await clientFor(emulator).POST("/api/hubs/{hub}/:send", {
      params: hub,
      headers: { "Content-Type": "application/octet-stream" },
      body: new Blob(["hello"]).stream(),
    });
    expect(response.status).toBe(429);
    expect(error?.code).toBe("Http.429");
    expect(emulator.log.requests).toHaveLength(1);
  });

  test("retries a send that could not connect", async () => {
    const stopped = await startEmulator();
    const port = Number(new URL(stopped.endpoint).port);
    await stopped.close();
    let emulator: Promise<Emulator> | undefined;
    const client = createClient(stopped.connectionString, {
      retry: { maxRetries: 10_000, baseDelay: 1 },
      hooks: {
        onRetry: () => {
          emulator ??= start({ port });
        },
      },
    });
    onTestFinished(() => client.close());
    const { error, response } = await client.POST("/api/hubs/{hub}/:send", { params: hub, body });
    expect([error, response.status]).toEqual([undefined, 202]);
    expect((await emulator)?.log.requests).toHaveLength(1);
  });

  describe("the description decides what is idempotent", () => {
    const operations = Object.entries(requests);

    test.for(operations)("retries %s only if it is idempotent", async ([, operation]) => {
      const lost: string[] = [];
      const client = createClient({
        endpoint: "https://contoso.webpubsub.azure.com",
        accessKey: "a-key",
        retry: WITHOUT_WAITS,
        fetch: async (_url, { method = "" }) => {
          lost.push(method);
          throw new TypeError("fetch failed");
        },
      });
      await expect(callOf(client as TestClient, operation)).rejects.toThrow(ConnectionError);
      expect(lost).toEqual(Array(operation.idempotent ? 4 : 1).fill(operation.method));
    });

    test("retries all operations but sends and closing many connections", () => {
      const names = operations.filter(([, { idempotent }]) => !idempotent).map(([name]) => name);
      expect(names.filter((name) => !/^sendTo|^close\w+Connections$/.test(name))).toEqual([]);
      expect(names).toHaveLength(7);
    });

    /** Calls an operation with its required values only. */
    function callOf(
      client: TestClient,
      { method, path, parameters, bodyRequired }: OperationRequest,
    ): Promise<unknown> {
      const sample = (schema: { enum?: unknown }) => (Array.isArray(schema.enum) ? schema.enum[0] : "name");
      const required = (place: string) =>
        Object.fromEntries(
          parameters
            .filter((each) => each.in === place && each.required && each.name !== "api-version")
            .map(({ name, schema }) => [name, sample(schema)]),
        );
      const call = client[method] as (path: string, options: object) => Promise<unknown>;
      return call(path, {
        params: { path: required("path"), query: required("query") },
        ...(bodyRequired && { body: { groups: ["a"] } }),
      });
    }
  });

  describe("each attempt", () => {
    test("signs each attempt, so that the second succeeds after the first token has expired", async () => {
      const emulator = await startEmulator({ clock: "manual" });
      onTestFinished(() => emulator.close());
      emulator.addFault({ action: "status", status: 503, headers: { "Retry-After": "0" } });
      const client = clientFor(emulator, {
        now: emulator.clock.now,
        hooks: { onRetry: () => emulator.clock.advance(24 * 3_600_000) },
      });
      const { error } = await client.POST("/api/hubs/{hub}/:send", { params: hub, body });
      expect(error).toBeUndefined();
      expect(emulator.log.requests.map(({ status }) => status)).toEqual([503, 202]);
    });

    test("signs each attempt with the current key", async () => {
      const [oldKey, newKey] = ["old-key-".repeat(5), "new-key-".repeat(5)];
      const emulator = await start({ accessKey: newKey });
      emulator.addFault({ action: "status", status: 503, headers: { "Retry-After": "0" } });
      let key = oldKey;
      const client = createClient({
        endpoint: emulator.endpoint,
        accessKey: async () => key,
        retry: WITHOUT_WAITS,
        throwOnError: true,
        hooks: {
          onRetry: () => {
            key = newKey;
          },
        },
      });
      onTestFinished(() => client.close());
      await client.POST("/api/hubs/{hub}/:send", { params: hub, body });
      key = oldKey;
      await expect(client.POST("/api/hubs/{hub}/:send", { params: hub, body })).rejects.toThrow(AuthenticationError);
      key = newKey;
      await client.POST("/api/hubs/{hub}/:send", { params: hub, body });
      expect(emulator.log.requests.map(({ status }) => status)).toEqual([503, 202, 401, 202]);
    });
  });

  test("reports the number of attempts to hooks and in errors", async () => {
    const emulator = await start();
    emulator.addFault({ action: "status", status: 500, times: 4 });
    const attempts: number[] = [];
    const client = clientFor(emulator, { hooks: { onRequest: ({ attempt }) => attempts.push(attempt) } });
    const call = client.HEAD("/api/health", { throwOnError: true });
    const error = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(WebPubSubError);
    expect(error).toMatchObject({ operation: "getServiceStatus", status: 500, attempts: 4, retryable: true });
    expect(attempts).toEqual([1, 2, 3, 4]);
  });

  test("calls the hooks during a call", async () => {
    const emulator = await start();
    emulator.addFault({ action: "throttle", retryAfterSeconds: 0 });
    const events: object[] = [];
    const hooks = { onRequest: record("request"), onResponse: record("response"), onRetry: record("retry") };
    const client = clientFor(emulator, { hooks });
    await client.PUT("/api/hubs/{hub}/users/{userId}/groups/{group}", {
      params: { path: { hub: "chat", userId: "a b", group: "g" } },
    });
    const base = {
      operation: "addUserToGroup",
      method: "PUT",
      url: `${emulator.endpoint}/api/hubs/chat/users/a%20b/groups/g?api-version=${latestApiVersion}`,
      requestId: expect.any(String),
    };
    const ended = { ...base, error: undefined, duration: expect.any(Number) };
    expect(events).toEqual([
      { what: "request", ...base, attempt: 1 },
      { what: "response", ...ended, attempt: 1, status: 429 },
      { what: "retry", ...ended, attempt: 1, status: 429, delay: 0 },
      { what: "request", ...base, attempt: 2 },
      { what: "response", ...ended, attempt: 2, status: 404 },
    ]);

    function record(what: string) {
      return (event: object) => void events.push({ what, ...event });
    }
  });
});
