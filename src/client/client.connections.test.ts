import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type LatestApiVersion, latestApiVersion } from "../../generated/versions.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { startRawServer } from "../testing/raw-server.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";
import type { ClientBaseOptions } from "./client-options.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const ENDPOINT = "https://contoso.webpubsub.azure.com";
const message = { params: { path: { hub: "chat" } }, body: { text: "hello" } };

function clientTo(endpoint: string, options: ClientBaseOptions<LatestApiVersion> = {}) {
  const client = createClient({ endpoint, accessKey: KEY, ...options });
  onTestFinished(() => client.close());
  return client;
}

describe("createClient", () => {
  describe("connections", () => {
    test("reuses a connection for calls with every method", async () => {
      await using server = await startRecordingServer(({ line }) =>
        line.startsWith("GET")
          ? { status: 200, headers: { "Content-Length": "12" }, body: '{"value":[]}' }
          : { status: 200, headers: { "Content-Length": "0" } },
      );
      const client = clientTo(server.origin);
      const member = { params: { path: { hub: "chat", group: "g", connectionId: "c" } } };
      for (const call of [
        () => client.HEAD("/api/health"),
        () => client.POST("/api/hubs/{hub}/:send", message),
        () =>
          client.GET("/api/hubs/{hub}/groups/{group}/connections", { params: { path: { hub: "chat", group: "g" } } }),
        () => client.HEAD("/api/hubs/{hub}/groups/{group}", { params: { path: { hub: "chat", group: "g" } } }),
        () => client.PUT("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", member),
        () => client.DELETE("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", member),
      ]) {
        expect((await call()).response.status).toBe(200);
        await turn();
      }
      expect(server.requests).toHaveLength(6);
      expect(server.connections).toBe(1);
    });

    test("opens at most as many as the option `connections` allows", async () => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin, { connections: 2 });
      const calls = Array.from({ length: 20 }, () => client.POST("/api/hubs/{hub}/:send", message));
      expect((await Promise.all(calls)).map(({ response }) => response.status)).toEqual(Array(20).fill(202));
      expect(server.connections).toBe(2);
    });

    test("opens none before something is sent", async () => {
      await using server = await startRecordingServer();
      const client = createClient({ endpoint: server.origin, accessKey: KEY });
      await client.close();
      await server.barrier();
      expect(server.connections).toBe(1);
    });
  });

  describe("close", () => {
    test("closes the connections and rejects later calls", async () => {
      await using server = await startRawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      const client = createClient({ endpoint: server.origin, accessKey: KEY });
      await client.POST("/api/hubs/{hub}/:send", message);
      expect(server.sockets.map(({ destroyed }) => destroyed)).toEqual([false]);
      await client.close();
      await vi.waitUntil(() => server.sockets[0]?.destroyed);
      const call = client.POST("/api/hubs/{hub}/:send", message);
      await expect(call).rejects.toThrow(InvalidInputError);
      await expect(call).rejects.toThrow("The client is closed. Create another one.");
      // Closing it again is allowed.
      await client.close();
      expect(server.sockets).toHaveLength(1);
    });

    test("runs at the end of a block with `await using`", async () => {
      await using server = await startRecordingServer();
      let kept: { HEAD(path: "/api/health"): Promise<unknown> };
      {
        await using client = createClient({ endpoint: server.origin, accessKey: KEY });
        await client.HEAD("/api/health");
        kept = client;
      }
      await expect(kept.HEAD("/api/health")).rejects.toThrow("The client is closed.");
    });

    test("rejects later calls of a client with a fetch of the caller", async () => {
      const fetch = vi.fn(async () => new Response(null, { status: 202 }));
      const client = createClient({ endpoint: ENDPOINT, accessKey: KEY, fetch });
      await client.close();
      await expect(client.POST("/api/hubs/{hub}/:send", message)).rejects.toThrow("The client is closed.");
      expect(fetch).not.toHaveBeenCalled();
    });

    test("waits for calls in progress, their retries, and calls that wait for a connection", async () => {
      const held: { method: string | undefined; response: ServerResponse }[] = [];
      const server = createServer(({ method }, response) => void held.push({ method, response }));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const client = createClient({ endpoint: origin, accessKey: KEY, connections: 1, retry: { maxDelay: 0 } });
      const calls = [client.HEAD("/api/health"), client.POST("/api/hubs/{hub}/:send", message)];
      await vi.waitUntil(() => held.length === 1);
      const closed = vi.fn();
      const closing = Promise.all([client.close().then(closed), client.close().then(closed)]);
      const arrived: (string | undefined)[] = [];
      for (const status of [503, 202, 200]) {
        await vi.waitUntil(() => held.length === 1);
        expect(closed).not.toHaveBeenCalled();
        const [{ method, response }] = held.splice(0) as [(typeof held)[number]];
        arrived.push(method);
        response.writeHead(status).end();
      }
      expect(arrived).toEqual(["HEAD", "POST", "HEAD"]);
      const statuses = (await Promise.all(calls)).map(({ response }) => response.status);
      expect(statuses).toEqual([200, 202]);
      await closing;
    });
  });

  describe("close in middleware", () => {
    test("that sees a response ends, and the call with its result", async () => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin);
      client.use({ onResponse: () => client.close() });
      expect((await client.HEAD("/api/health")).response.status).toBe(202);
      await expect(client.HEAD("/api/health")).rejects.toThrow("The client is closed. Create another one.");
    });

    test("that sees a request ends, and nothing is sent", async () => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin);
      client.use({ onRequest: () => client.close() });
      await expect(client.HEAD("/api/health")).rejects.toThrow("The client is closed. Create another one.");
      expect(server.requests).toEqual([]);
    });

    test("waits for the requests of other calls", async () => {
      let respond = () => {};
      const server = createServer((request, response) => {
        const end = () => response.writeHead(request.url?.includes("health") ? 200 : 202).end();
        if (request.url?.includes("health")) end();
        else respond = end;
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const client = clientTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      let closed: Promise<void> | undefined;
      client.use({
        onResponse({ schemaPath }) {
          if (schemaPath !== "/api/health") return;
          closed = client.close();
        },
      });
      const other = client.POST("/api/hubs/{hub}/:send", message);
      await vi.waitUntil(() => respond.name === "end");
      await client.HEAD("/api/health");
      respond();
      expect((await other).response.status).toBe(202);
      await closed;
    });
  });

  describe("requests and responses", () => {
    /** Counts all `Request` objects that are made from now on. */
    function countRequests(): { made: number } {
      const count = { made: 0 };
      vi.stubGlobal(
        "Request",
        class extends Request {
          constructor(...given: ConstructorParameters<typeof Request>) {
            super(...given);
            count.made += 1;
          }
        },
      );
      return count;
    }

    test("makes no Request object without middleware", async () => {
      await using server = await startRecordingServer();
      const count = countRequests();
      const client = clientTo(server.origin);
      await client.POST("/api/hubs/{hub}/:send", message);
      await client.HEAD("/api/health");
      expect(count.made).toBe(0);
      client.use({ onRequest: () => undefined });
      await client.POST("/api/hubs/{hub}/:send", message);
      expect(count.made).toBe(1);
      expect(server.requests).toHaveLength(3);
    });

    test("passes standard objects to middleware, and a request that never has the token", async () => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin);
      const seen: unknown[] = [];
      client.use({
        async onRequest({ request, params }) {
          seen.push(request instanceof Request, request.method, request.url, await request.clone().text(), params.path);
          request.headers.set("x-own", "1");
        },
        onResponse({ request, response }) {
          seen.push(response instanceof Response, response.status, request.headers.has("Authorization"));
          return new Response(null, { status: 204 });
        },
      });
      const { response } = await client.POST("/api/hubs/{hub}/:send", message);
      const url = `${server.origin}/api/hubs/chat/:send?api-version=${latestApiVersion}`;
      expect(seen).toEqual([true, "POST", url, '{"text":"hello"}', { hub: "chat" }, true, 202, false]);
      expect(response.status).toBe(204);
      expect(server.onlyRequest()).toMatchObject({
        headers: { "x-own": ["1"] },
        body: Buffer.from('{"text":"hello"}'),
      });
    });

    test("shows middleware a request that does not follow redirects", async () => {
      await using server = await startRecordingServer();
      const client = clientTo(server.origin);
      const redirects: string[] = [];
      client.use({ onRequest: ({ request }) => void redirects.push(request.redirect) });
      await client.HEAD("/api/health");
      expect(redirects).toEqual(["manual"]);
    });

    test("sends the request that middleware returns instead, with its URL, method, headers and body", async () => {
      await using server = await startRecordingServer();
      await using other = await startRecordingServer();
      const client = clientTo(server.origin);
      client.use({
        onRequest: () =>
          new Request(`${other.origin}/elsewhere`, { method: "PUT", headers: { "x-own": "1" }, body: "other" }),
      });
      await client.POST("/api/hubs/{hub}/:send", message);
      expect(server.requests).toEqual([]);
      expect(other.onlyRequest()).toMatchObject({
        line: "PUT /elsewhere HTTP/1.1",
        headers: { "x-own": ["1"] },
        body: Buffer.from("other"),
      });
    });

    test.for(["client", "call"])("passes URL and options to the fetch of the %s for each attempt", async (whose) => {
      const seen: unknown[] = [];
      const fetch = async (url: string, init: RequestInit) => {
        seen.push([url, init.method, init.body, new Headers(init.headers).has("Authorization")]);
        return new Response(null, { status: seen.length === 1 ? 429 : 202 });
      };
      const client = clientTo(ENDPOINT, { retry: { maxDelay: 0 }, ...(whose === "client" && { fetch }) });
      const { response } = await client.POST("/api/hubs/{hub}/:send", {
        ...message,
        ...(whose === "call" && { fetch }),
      });
      expect(response.status).toBe(202);
      const url = `${ENDPOINT}/api/hubs/chat/:send?api-version=${latestApiVersion}`;
      const request = [url, "POST", '{"text":"hello"}', true];
      expect(seen).toEqual([request, request]);
    });

    test("passes further options of a call to its fetch", async () => {
      const requests: RequestInit[] = [];
      const fetch = async (_url: string, init: RequestInit) => {
        requests.push(init);
        return new Response(null, { status: 202 });
      };
      const client = clientTo(ENDPOINT);
      await client.POST("/api/hubs/{hub}/:send", { ...message, fetch, cache: "no-store", credentials: "omit" });
      expect(requests[0]).toMatchObject({ cache: "no-store", credentials: "omit", redirect: "manual" });
    });
  });
});
