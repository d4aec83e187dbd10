import { getEventListeners } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startEmulator } from "../../conformance/emulator/index.js";
import { AbortedError, TimeoutError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { startRawServer } from "../testing/raw-server.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";
import type { ClientBaseOptions } from "./client-options.js";

afterEach(() => {
  vi.useRealTimers();
});

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const hub = { params: { path: { hub: "chat" } } };
const send = { ...hub, body: { text: "hello" } };

function clientTo(endpoint: string, options: ClientBaseOptions<"2024-12-01"> = {}) {
  const client = createClient({ endpoint, accessKey: KEY, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** Sends no response, or only the beginning of one. */
function startStallingServer(bytes: string) {
  return startRawServer((socket) => socket.write(bytes));
}

const stalled = [
  ["a response", ""],
  ["the rest of a head", "HTTP/1.1 200 OK\r\nContent-"],
  ["the rest of a body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}"],
  ["another chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"],
] as const;

describe("createClient", () => {
  describe("timeout", () => {
    test.for(stalled)("ends a wait for %s, and closes the connection", async ([, bytes]) => {
      await using server = await startStallingServer(bytes);
      const client = clientTo(server.origin, { timeout: 50, retry: false });
      const call = client.POST("/api/hubs/{hub}/:send", send);
      await expect(call).rejects.toThrow(TimeoutError);
      await expect(call).rejects.toThrow("sendToAll timed out: no complete response within 50 ms (`timeout`).");
      await vi.waitUntil(() => server.sockets[0]?.destroyed);
    });

    test("overrides the client's timeout and deadline for a call", async () => {
      await using server = await startStallingServer("");
      const client = clientTo(server.origin, { timeout: 2 ** 31 - 1, deadline: 2 ** 31 - 1 });
      await expect(client.HEAD("/api/health", { timeout: 20, retry: false })).rejects.toThrow(
        "within 20 ms (`timeout`)",
      );
      await expect(client.HEAD("/api/health", { deadline: 20 })).rejects.toThrow("within 20 ms (`deadline`)");
    });

    test("ends a wait for a free connection, and sends nothing", async () => {
      await using server = await startStallingServer("");
      const controller = new AbortController();
      const client = clientTo(server.origin, { connections: 1 });
      const first = client.POST("/api/hubs/{hub}/:send", { ...send, signal: controller.signal });
      await vi.waitUntil(() => server.heads.length === 1);
      const second = client.POST("/api/hubs/{hub}/:send", {
        ...send,
        timeout: 20,
        retry: { maxRetries: 1, maxDelay: 0 },
      });
      // A send is retried here, because it was never sent.
      await expect(second).rejects.toMatchObject({ name: "TimeoutError", attempts: 2, retryable: true });
      controller.abort();
      await expect(first).rejects.toThrow(AbortedError);
      expect(server.heads).toHaveLength(1);
    });

    test("ends a wait for the access key", async () => {
      const endpoint = "https://contoso.webpubsub.azure.com";
      const accessKey = () => new Promise<string>(() => {});
      const client = createClient({ endpoint, accessKey, timeout: 20, retry: false });
      await expect(client.HEAD("/api/health")).rejects.toThrow(TimeoutError);
    });

    test("ends a slow request, and does not retry one that must not be sent twice", async () => {
      const emulator = await startEmulator({ clock: "manual" });
      onTestFinished(() => emulator.close());
      const client = createClient(emulator.connectionString, { now: emulator.clock.now });
      onTestFinished(() => client.close());
      emulator.addFault({ action: "delay", delayMs: 60_000, times: 4 });
      const held = new Promise<void>((resolve) => {
        const { after } = emulator.clock;
        emulator.clock.after = (...given) => {
          resolve();
          return after.apply(emulator.clock, given);
        };
      });
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
      const call = client.POST("/api/hubs/{hub}/:closeConnections", hub);
      const ended = expect(call).rejects.toMatchObject({ name: "TimeoutError", attempts: 1, retryable: false });
      await held;
      await vi.advanceTimersByTimeAsync(30_000);
      await ended;
      vi.useRealTimers();
      emulator.clock.advance(60_000);
      // The service acts in the end, and once.
      expect(await emulator.log.waitFor(() => true)).toMatchObject({ operation: "closeAllConnections" });
      expect(emulator.log.entries).toHaveLength(1);
    });
  });

  describe("signal", () => {
    const reason = new Error("no longer needed");

    test("sends nothing if it is aborted before", async () => {
      await using server = await startRecordingServer();
      const call = clientTo(server.origin).HEAD("/api/health", { signal: AbortSignal.abort(reason) });
      await expect(call).rejects.toMatchObject({ name: "AbortError", attempts: 0, cause: reason });
      await server.barrier();
      expect(server.connections).toBe(1);
    });

    test.for(stalled)("ends a wait for %s, and closes the connection", async ([, bytes]) => {
      await using server = await startStallingServer(bytes);
      const controller = new AbortController();
      const call = clientTo(server.origin).POST("/api/hubs/{hub}/:send", { ...send, signal: controller.signal });
      await vi.waitUntil(() => server.heads.length === 1);
      controller.abort(reason);
      await expect(call).rejects.toThrow(AbortedError);
      await expect(call).rejects.toMatchObject({
        operation: "sendToAll",
        attempts: 1,
        retryable: false,
        cause: reason,
      });
      await vi.waitUntil(() => server.sockets[0]?.destroyed);
    });

    test("ends a wait between attempts", async () => {
      const unavailable = () => ({ status: 503, headers: { "Retry-After": "50", "Content-Length": "0" } });
      await using server = await startRecordingServer(unavailable);
      const controller = new AbortController();
      const client = clientTo(server.origin, {
        hooks: { onRetry: () => void setImmediate(() => controller.abort(reason)) },
      });
      const call = client.HEAD("/api/health", { signal: controller.signal });
      await expect(call).rejects.toMatchObject({ name: "AbortError", attempts: 1, cause: reason });
      expect(server.requests).toHaveLength(1);
    });

    test("accepts AbortSignal.timeout", async () => {
      await using server = await startStallingServer("");
      const call = clientTo(server.origin).HEAD("/api/health", { signal: AbortSignal.timeout(20) });
      await expect(call).rejects.toMatchObject({ name: "AbortError", cause: { name: "TimeoutError" } });
    });

    test("accepts null, as fetch does", async () => {
      await using server = await startRecordingServer();
      const { response } = await clientTo(server.origin).POST("/api/hubs/{hub}/:send", { ...send, signal: null });
      expect(response.status).toBe(202);
    });

    test.for([
      ["its controller", new AbortController()],
      ["a string", "abort"],
      ["true", true],
      ["an object that only looks like a signal", { aborted: false, addEventListener() {} }],
      ["another EventTarget", new EventTarget()],
    ] as const)("rejects %s instead of a signal", async ([, signal]) => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin);
      const call = client.HEAD("/api/health", { signal: signal as unknown as AbortSignal });
      await expect(call).rejects.toThrow(InvalidInputError);
      await expect(call).rejects.toThrow("Pass the `signal` of an AbortController.");
      expect(server.connections).toBe(0);
    });

    test.for([
      ["Authorization", "Bearer SECRET-TOKEN\nX"],
      ["X-A", "SECRET-日"],
      ["X-A", "SECRET-\x01"],
    ] as const)("rejects an invalid header %s of a call without repeating its value", async ([name, value]) => {
      await using server = await startRecordingServer();
      const call = clientTo(server.origin).HEAD("/api/health", { headers: { [name]: value } });
      const error = await call.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as Error).message).toContain(`\`headers\` has an invalid \`${name}\`;`);
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain("SECRET");
      expect(server.connections).toBe(0);
    });

    test("aborts a call through the signal of middleware's request", async () => {
      await using server = await startStallingServer("");
      const controller = new AbortController();
      const client = clientTo(server.origin);
      client.use({ onRequest: ({ request }) => new Request(request, { signal: controller.signal }) });
      const { signal } = new AbortController();
      const call = client.HEAD("/api/health", { signal });
      await vi.waitUntil(() => server.heads.length === 1);
      controller.abort(reason);
      await expect(call).rejects.toMatchObject({ name: "AbortError", cause: reason });
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });

    test.for([
      ["", false],
      [", with middleware", true],
    ] as const)("leaves no listeners after 1,000 calls%s", { timeout: 30_000 }, async ([, middleware]) => {
      const server = createServer((request, response) => {
        request.resume();
        response.writeHead(request.url?.includes("/health") ? 404 : 202).end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const client = clientTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      if (middleware) client.use({ onRequest: ({ request }) => request });
      const { signal } = new AbortController();
      const own = () => {};
      signal.addEventListener("abort", own);
      const before = getEventListeners(signal, "abort");
      expect(before).toHaveLength(1);
      for (let calls = 0; calls < 1000; calls += 10) {
        const calling = Array.from({ length: 10 }, (_, index) =>
          index === 0
            ? client.HEAD("/api/health", { signal })
            : client.POST("/api/hubs/{hub}/:send", { ...send, signal }),
        );
        await Promise.all(calling);
      }
      expect(getEventListeners(signal, "abort")).toEqual(before);
    });
  });

  describe("middleware", () => {
    const hooks = ["onRequest", "onResponse"] as const;
    const hang = () => new Promise<never>(() => {});

    test.for(hooks)("that hangs in %s is ended by the deadline", async (hook) => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin, { deadline: 60 });
      client.use(hook === "onRequest" ? { onRequest: hang } : { onResponse: hang });
      const call = client.POST("/api/hubs/{hub}/:send", send);
      await expect(call).rejects.toThrow(TimeoutError);
      const attempts = hook === "onRequest" ? 0 : 1;
      await expect(call).rejects.toMatchObject({ attempts, retryable: attempts === 0 });
      expect(server.requests).toHaveLength(attempts);
    });

    test.for(hooks)("that hangs in %s is ended by a signal", async (hook) => {
      await using server = await startRecordingServer();
      const controller = new AbortController();
      const client = clientTo(server.origin);
      const abort = () => {
        controller.abort();
        return hang();
      };
      client.use(hook === "onRequest" ? { onRequest: abort } : { onResponse: abort });
      await expect(client.HEAD("/api/health", { signal: controller.signal })).rejects.toThrow(AbortedError);
    });

    test("does not run for a call that is aborted before", async () => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin);
      const onRequest = vi.fn();
      client.use({ onRequest });
      await expect(client.HEAD("/api/health", { signal: AbortSignal.abort() })).rejects.toThrow(AbortedError);
      expect(onRequest).not.toHaveBeenCalled();
    });
  });

  describe("limits out of range", () => {
    const range = "it must be an integer from 1 to 2147483647.";

    test.for<[options: ClientBaseOptions<"2024-12-01">, message: string]>([
      [{ timeout: 0 }, `\`timeout\` is 0; ${range}`],
      [{ timeout: 2 ** 31 }, `\`timeout\` is 2147483648; ${range}`],
      [{ timeout: Number.POSITIVE_INFINITY }, `\`timeout\` is Infinity; ${range}`],
      [{ deadline: -1 }, `\`deadline\` is -1; ${range}`],
      [{ deadline: Number.NaN }, `\`deadline\` is NaN; ${range}`],
      [{ deadline: 1.5 }, `\`deadline\` is 1.5; ${range}`],
      [{ retry: { maxRetries: -1 } }, "`retry.maxRetries` is -1; it must be an integer of at least 0."],
      [{ retry: { baseDelay: 0 } }, "`retry.baseDelay` is 0; it must be an integer of at least 1."],
      [{ retry: 3 as never }, "`retry` is 3; it must be false or an object such as { maxRetries: 5 }."],
    ])("rejects %o, of a client and of a call", async ([options, message]) => {
      await using server = await startRecordingServer();
      const make = () => createClient({ endpoint: server.origin, accessKey: KEY, ...options });
      expect(make).toThrow(InvalidInputError);
      expect(make).toThrow(message);
      const { timeout, deadline, retry } = options;
      const call = clientTo(server.origin).POST("/api/hubs/{hub}/:send", {
        ...send,
        ...(timeout !== undefined && { timeout }),
        ...(deadline !== undefined && { deadline }),
        ...(retry !== undefined && { retry }),
      });
      await expect(call).rejects.toThrow(InvalidInputError);
      await expect(call).rejects.toThrow(message);
      expect(server.connections).toBe(0);
    });

    test.for([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "8"])("rejects %s connections", (connections) => {
      const make = () =>
        createClient({ endpoint: "http://localhost", accessKey: KEY, connections: connections as number });
      expect(make).toThrow(InvalidInputError);
      expect(make).toThrow("`connections` is ");
    });
  });
});
