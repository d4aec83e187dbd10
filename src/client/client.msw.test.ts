import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { latestApiVersion } from "../../generated/versions.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";

// With the real package: it replaces the global fetch and node:http.

const ENDPOINT = "https://contoso.webpubsub.azure.com";
const SEND = { params: { path: { hub: "chat" } }, body: { text: "hello" } };

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe("createClient, with msw", () => {
  // An arrow function, because msw may replace the global fetch after the client was made.
  const client = createClient({ endpoint: ENDPOINT, accessKey: "key", fetch: (url, init) => fetch(url, init) });

  test("sends msw a standard request, signed and serialized", async () => {
    const seen: Request[] = [];
    server.use(
      http.post(`${ENDPOINT}/api/hubs/:hub/\\:send`, ({ request, params }) => {
        seen.push(request.clone());
        expect(params.hub).toBe("chat");
        return new HttpResponse(null, { status: 202 });
      }),
    );
    const { error, response } = await client.POST("/api/hubs/{hub}/:send", SEND);
    expect(error).toBeUndefined();
    expect(response.status).toBe(202);
    const [request] = seen;
    expect(request?.url).toBe(`${ENDPOINT}/api/hubs/chat/:send?api-version=${latestApiVersion}`);
    expect(request?.headers.get("Authorization")).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await request?.json()).toEqual({ text: "hello" });
  });

  test("reads data and errors that msw returns", async () => {
    const members = { value: [{ connectionId: "connection-1" }] };
    server.use(
      http.get(`${ENDPOINT}/api/hubs/chat/groups/lobby/connections`, () => HttpResponse.json(members)),
      http.head(`${ENDPOINT}/api/hubs/chat/users/alice`, () => {
        return new HttpResponse(null, { status: 404, headers: { "x-ms-error-code": "Warning.User.NotExisted" } });
      }),
    );
    const { data } = await client.GET("/api/hubs/{hub}/groups/{group}/connections", {
      params: { path: { hub: "chat", group: "lobby" } },
    });
    expect(data).toEqual(members);
    const { error } = await client.HEAD("/api/hubs/{hub}/users/{userId}", {
      params: { path: { hub: "chat", userId: "alice" } },
    });
    expect(error?.code).toBe("Warning.User.NotExisted");
  });

  test("retries a request that msw throttles, and rejects if msw breaks the connection", async () => {
    const responses = [
      () => new HttpResponse(null, { status: 429, headers: { "Retry-After": "0" } }),
      () => new HttpResponse(null, { status: 202 }),
      () => HttpResponse.error(),
    ];
    server.use(http.post(`${ENDPOINT}/api/hubs/chat/*`, () => (responses.shift() ?? HttpResponse.error)()));
    const { response } = await client.POST("/api/hubs/{hub}/:send", SEND);
    expect(response.status).toBe(202);
    await expect(client.POST("/api/hubs/{hub}/:send", SEND)).rejects.toMatchObject({
      name: "ConnectionError",
      attempts: 1,
    });
    expect(responses).toEqual([]);
  });
});

describe("createClient, without a fetch", () => {
  test("bypasses msw with its pool of connections", async () => {
    await using service = await startRecordingServer(() => ({ status: 202 }));
    server.use(http.post(`${service.origin}/*`, () => new HttpResponse(null, { status: 418 })));
    await using client = createClient({ endpoint: service.origin, accessKey: "key" });
    const { response } = await client.POST("/api/hubs/{hub}/:send", SEND);
    expect(response.status).toBe(202);
    expect(service.requests).toHaveLength(1);
  });
});
