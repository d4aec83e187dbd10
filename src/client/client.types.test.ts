import { describe, expect, expectTypeOf, test } from "vitest";
import type { ApiVersions } from "../../generated/index.js";
import type { AccessKey } from "../auth/access-key.js";
import type { ServiceError } from "../response/service-error.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "../retry/hooks.js";
import type { RetryOptions } from "../retry/retry-policy.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedResponse, type RecordingServer, startRecordingServer } from "../testing/recording-server.js";
import { typesOnly } from "../testing/types-only.js";
import { createClient } from "./client.js";
import type { ApiVersion, ClientBaseOptions } from "./client-options.js";
import type { CallOptions, Client, PathsWithMethod, Result } from "./client-types.js";

// Types together with behaviour: what the compiler refuses, the client refuses too. Beside each call that must not
// compile stands the same call put right, so that nothing else on the line can be what the compiler refused.

type Paths = ApiVersions["2024-12-01"];

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const hub = { path: { hub: "chat" } };
const credential = { getToken: async () => ({ token: "entra", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };

function clientFor(server: RecordingServer) {
  return createClient({ endpoint: server.origin, accessKey: KEY });
}

async function expectRefused(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toThrow(InvalidInputError);
}

describe("the outcome of a call", () => {
  const answers = (status: number, body: unknown): (() => RecordedResponse) => {
    return () => ({ status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  };
  const refusal = { code: "Error.BadRequest", message: "No." };

  test("is data, error and response; where there is no error, there is the data that the description says", async () => {
    await using server = await startRecordingServer(answers(200, { token: "a.b.c" }));
    const { data, error, response } = await clientFor(server).POST("/api/hubs/{hub}/:generateToken", { params: hub });
    expectTypeOf(data).toEqualTypeOf<{ token: string } | undefined>();
    expectTypeOf(error).toEqualTypeOf<ServiceError | undefined>();
    expectTypeOf(response).toEqualTypeOf<Response>();
    if (error) throw new Error(error.message);
    expectTypeOf(error).toEqualTypeOf<undefined>();
    expectTypeOf(data).toEqualTypeOf<{ token: string }>();
    expect(data.token).toBe("a.b.c");
    expect(response.status).toBe(200);
  });

  test("is known by `data` too", async () => {
    await using server = await startRecordingServer(answers(400, refusal));
    const result = await clientFor(server).POST("/api/hubs/{hub}/:generateToken", { params: hub });
    if (result.data) throw new Error("It was refused.");
    expectTypeOf(result.error).toEqualTypeOf<ServiceError>();
    expect(result.error).toEqual(refusal);
  });

  test("has no data where there is an error", async () => {
    await using server = await startRecordingServer(answers(400, refusal));
    const { data, error } = await clientFor(server).POST("/api/hubs/{hub}/:generateToken", { params: hub });
    if (!error) throw new Error("It was not refused.");
    expectTypeOf(error).toEqualTypeOf<ServiceError>();
    expectTypeOf(data).toEqualTypeOf<undefined>();
    expect(data).toBeUndefined();
  });

  test("of a listing has the members", async () => {
    await using server = await startRecordingServer(answers(200, { value: [{ connectionId: "c", userId: null }] }));
    const { data, error } = await clientFor(server).GET("/api/hubs/{hub}/groups/{group}/connections", {
      params: { path: { hub: "chat", group: "g" }, query: { maxpagesize: 10, top: 100 } },
    });
    if (error) throw new Error(error.message);
    expectTypeOf(data).toEqualTypeOf<{
      value: { connectionId: string; userId?: string | null }[];
      nextLink?: string;
    }>();
    expect(data.value.map(({ connectionId }) => connectionId)).toEqual(["c"]);
  });

  test("of what answers without a body has no data ever: HEAD, 200, 202 and 204", async () => {
    await using server = await startRecordingServer(() => ({ status: 200, headers: { "Content-Length": "0" } }));
    const client = clientFor(server);
    const member = { params: { path: { hub: "chat", group: "g", connectionId: "c" } } };
    const outcomes = [
      await client.HEAD("/api/health"),
      await client.PUT("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", member),
      await client.POST("/api/hubs/{hub}/:send", { params: hub, body: {} }),
      await client.DELETE("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", member),
    ] as const;
    expectTypeOf(outcomes[0].data).toEqualTypeOf<undefined>();
    expectTypeOf(outcomes[1].data).toEqualTypeOf<undefined>();
    expectTypeOf(outcomes[2].data).toEqualTypeOf<undefined>();
    expectTypeOf(outcomes[3].data).toEqualTypeOf<undefined>();
    for (const { data, error } of outcomes) {
      expectTypeOf(error).toEqualTypeOf<ServiceError | undefined>();
      expect([data, error]).toEqual([undefined, undefined]);
    }
  });

  test("is typed for whoever wraps a call", () => {
    type Generate = Paths["/api/hubs/{hub}/:generateToken"]["post"];
    expectTypeOf<Result<Generate>>().toEqualTypeOf<
      | { data: { token: string }; error?: never; response: Response }
      | { data?: never; error: ServiceError; response: Response }
    >();
    expectTypeOf<PathsWithMethod<Paths, "get">>().toEqualTypeOf<"/api/hubs/{hub}/groups/{group}/connections">();
    expectTypeOf<PathsWithMethod<Paths, "post">>().toExtend<keyof Paths>();
    expectTypeOf<"/api/health">().not.toExtend<PathsWithMethod<Paths, "post">>();
    typesOnly();
  });

  test("takes what fetch takes, except what is the client's own affair", () => {
    type Options = CallOptions<Paths["/api/hubs/{hub}/:send"]["post"]>;
    expectTypeOf<Options>().toHaveProperty("signal");
    expectTypeOf<Options>()
      .toHaveProperty("fetch")
      .toEqualTypeOf<((request: Request) => Promise<Response>) | undefined>();
    expectTypeOf<Options>().not.toHaveProperty("redirect");
    expectTypeOf<Options>().not.toHaveProperty("method");
    typesOnly();
  });
});

describe("does not compile, and is refused when it runs:", () => {
  test("a path that there is not", async () => {
    await using server = await startRecordingServer();
    const options = { params: hub, body: {} };
    const { POST } = clientFor(server);
    await expectRefused(
      POST(
        // @ts-expect-error: the path ends in `:send`.
        "/api/hubs/{hub}/send",
        options,
      ),
    );
    await POST("/api/hubs/{hub}/:send", options);
    expect(server.requests).toHaveLength(1);
  });

  test("a path with another method than it has", async () => {
    await using server = await startRecordingServer();
    const { POST, PUT } = clientFor(server);
    await expectRefused(
      PUT(
        // @ts-expect-error: it is a POST.
        "/api/hubs/{hub}/:generateToken",
        { params: hub },
      ),
    );
    await POST("/api/hubs/{hub}/:generateToken", { params: hub });
    expect(server.requests).toHaveLength(1);
  });

  test("a path parameter that is missing", async () => {
    await using server = await startRecordingServer();
    const { HEAD } = clientFor(server);
    await expectRefused(
      HEAD("/api/hubs/{hub}/groups/{group}", {
        params: {
          // @ts-expect-error: `group` is missing.
          path: { hub: "chat" },
        },
      }),
    );
    await HEAD("/api/hubs/{hub}/groups/{group}", { params: { path: { hub: "chat", group: "g" } } });
    expect(server.requests).toHaveLength(1);
  });

  test("a path parameter that is misspelt", async () => {
    await using server = await startRecordingServer();
    const { HEAD } = clientFor(server);
    await expectRefused(
      HEAD("/api/hubs/{hub}/groups/{group}", {
        params: {
          path: {
            hub: "chat",
            // @ts-expect-error: it is called `group`.
            groupName: "g",
          },
        },
      }),
    );
    await HEAD("/api/hubs/{hub}/groups/{group}", { params: { path: { hub: "chat", group: "g" } } });
    expect(server.requests).toHaveLength(1);
  });

  test("params that are missing", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: `params` is missing.
        { body: {} },
      ),
    );
    await expectRefused(
      // @ts-expect-error: the second argument is missing.
      POST("/api/hubs/{hub}/:closeConnections"),
    );
    await POST("/api/hubs/{hub}/:send", { params: hub, body: {} });
    await POST("/api/hubs/{hub}/:closeConnections", { params: hub });
    expect(server.requests).toHaveLength(2);
  });

  test("another value than an enum has", async () => {
    await using server = await startRecordingServer();
    const { POST, PUT } = clientFor(server);
    const query = { targetName: "g" };
    await expectRefused(
      POST("/api/hubs/{hub}/:generateToken", {
        params: {
          ...hub,
          query: {
            // @ts-expect-error: it is written `MQTT`.
            clientType: "mqtt",
          },
        },
      }),
    );
    await expectRefused(
      PUT("/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", {
        params: {
          path: {
            hub: "chat",
            connectionId: "c",
            // @ts-expect-error: there is no such permission.
            permission: "sendToAll",
          },
          query,
        },
      }),
    );
    await POST("/api/hubs/{hub}/:generateToken", { params: { ...hub, query: { clientType: "MQTT" } } });
    await PUT("/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", {
      params: { path: { hub: "chat", connectionId: "c", permission: "sendToGroup" }, query },
    });
    expect(server.requests).toHaveLength(2);
  });

  test("a string for an array, and an array for a string", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST("/api/hubs/{hub}/:closeConnections", {
        params: {
          ...hub,
          query: {
            // @ts-expect-error: it is an array.
            excluded: "a",
          },
        },
      }),
    );
    await expectRefused(
      POST("/api/hubs/{hub}/:closeConnections", {
        params: {
          ...hub,
          query: {
            // @ts-expect-error: it is one string.
            reason: ["a"],
          },
        },
      }),
    );
    await POST("/api/hubs/{hub}/:closeConnections", { params: { ...hub, query: { excluded: ["a"], reason: "a" } } });
    expect(server.requests).toHaveLength(1);
  });

  test("a string for a number", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST("/api/hubs/{hub}/:send", {
        params: {
          ...hub,
          query: {
            // @ts-expect-error: it is a number.
            messageTtlSeconds: "60",
          },
        },
        body: {},
      }),
    );
    await POST("/api/hubs/{hub}/:send", { params: { ...hub, query: { messageTtlSeconds: 60 } }, body: {} });
    expect(server.requests).toHaveLength(1);
  });

  test("another api-version than the client's", async () => {
    await using server = await startRecordingServer();
    const { HEAD } = clientFor(server);
    await expectRefused(
      HEAD("/api/health", {
        params: {
          query: {
            // @ts-expect-error: the client speaks 2024-12-01.
            "api-version": "2023-07-01",
          },
        },
      }),
    );
    await HEAD("/api/health", { params: { query: { "api-version": "2024-12-01" } } });
    expect(server.requests).toHaveLength(1);
  });

  test("a body that is missing", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: `body` is missing.
        { params: hub },
      ),
    );
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: `body` is missing.
        { params: hub, headers: { "Content-Type": "text/plain" } },
      ),
    );
    await POST("/api/hubs/{hub}/:send", { params: hub, body: {} });
    await POST("/api/hubs/{hub}/:send", { params: hub, headers: { "Content-Type": "text/plain" }, body: "" });
    expect(server.requests).toHaveLength(2);
  });

  test("a body that is no text under text/plain", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: a text is a string.
        { params: hub, headers: { "Content-Type": "text/plain" }, body: { text: "hello" } },
      ),
    );
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: a text is a string.
        { params: hub, headers: { "Content-Type": "text/plain;charset=utf-8" }, body: 5 },
      ),
    );
    await POST("/api/hubs/{hub}/:send", { params: hub, headers: { "Content-Type": "text/plain" }, body: "hello" });
    await POST("/api/hubs/{hub}/:send", {
      params: hub,
      headers: { "Content-Type": "text/plain;charset=utf-8" },
      body: "5",
    });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(["hello", "5"]);
  });

  test("a body that is no bytes under application/octet-stream", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    const headers = { "Content-Type": "application/octet-stream" } as const;
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: a string is no bytes.
        { params: hub, headers, body: "hello" },
      ),
    );
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: an array of numbers is no bytes.
        { params: hub, headers, body: [104, 105] },
      ),
    );
    await POST("/api/hubs/{hub}/:send", { params: hub, headers, body: new TextEncoder().encode("hello") });
    await POST("/api/hubs/{hub}/:send", { params: hub, headers, body: new Blob(["hi"]) });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(["hello", "hi"]);
  });

  test("a string or bytes without a Content-Type, which could be meant in more than one way", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: a text, or a JSON text?
        { params: hub, body: "hello" },
      ),
    );
    await expectRefused(
      POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: bytes are sent as bytes only when the Content-Type says so.
        { params: hub, body: new Uint8Array([1]) },
      ),
    );
    await POST("/api/hubs/{hub}/:send", {
      params: hub,
      headers: { "Content-Type": "application/json" },
      body: "hello",
    });
    await POST("/api/hubs/{hub}/:send", { params: hub, body: ["hello"] });
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['"hello"', '["hello"]']);
  });

  test("a Content-Type that the operation does not take", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST("/api/hubs/{hub}/:send", {
        params: hub,
        headers: {
          // @ts-expect-error: the service knows no XML.
          "Content-Type": "application/xml",
        },
        body: "<a/>",
      }),
    );
    await POST("/api/hubs/{hub}/:send", { params: hub, headers: { "Content-Type": "text/plain" }, body: "<a/>" });
    expect(server.requests).toHaveLength(1);
  });

  test("a body where none is taken", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await expectRefused(
      POST("/api/hubs/{hub}/:closeConnections", {
        params: hub,
        // @ts-expect-error: it takes no body.
        body: {},
      }),
    );
    await POST("/api/hubs/{hub}/:closeConnections", { params: hub });
    expect(server.requests).toHaveLength(1);
  });
});

describe("does not compile, but is sent as the caller's own when it runs:", () => {
  test("a query parameter that is misspelt", async () => {
    await using server = await startRecordingServer();
    await clientFor(server).POST("/api/hubs/{hub}/:send", {
      params: {
        ...hub,
        query: {
          // @ts-expect-error: it is called `excluded`.
          exclude: ["a"],
        },
      },
      body: {},
    });
    expect(server.onlyRequest().target).toBe("/api/hubs/chat/:send?api-version=2024-12-01&exclude=a");
  });

  test("a body that lacks a member, which the service judges", async () => {
    await using server = await startRecordingServer();
    const { POST } = clientFor(server);
    await POST("/api/hubs/{hub}/:addToGroups", {
      params: hub,
      // @ts-expect-error: `groups` is missing.
      body: { filter: "userId eq 'a'" },
    });
    await POST("/api/hubs/{hub}/:addToGroups", { params: hub, body: { groups: ["g"], filter: "userId eq 'a'" } });
    expect(server.requests.map(({ body }) => JSON.parse(body.toString()))).toEqual([
      { filter: "userId eq 'a'" },
      { groups: ["g"], filter: "userId eq 'a'" },
    ]);
  });
});

describe("a client", () => {
  const endpoint = "https://contoso.webpubsub.azure.com";
  const connectionString = `Endpoint=${endpoint};AccessKey=${KEY};Version=1.0;`;

  test("is of the newest api-version, or of the one that it is made with", () => {
    expectTypeOf(createClient(connectionString)).toEqualTypeOf<Client<ApiVersions["2024-12-01"]>>();
    expectTypeOf(createClient({ endpoint, accessKey: KEY })).toEqualTypeOf<Client<ApiVersions["2024-12-01"]>>();
    expectTypeOf(createClient({ endpoint, credential })).toEqualTypeOf<Client<ApiVersions["2024-12-01"]>>();
    const old = { apiVersion: "2023-07-01" } as const;
    expectTypeOf(createClient(connectionString, old)).toEqualTypeOf<Client<ApiVersions["2023-07-01"]>>();
    expectTypeOf(createClient({ ...old, endpoint, credential })).toEqualTypeOf<Client<ApiVersions["2023-07-01"]>>();
    expectTypeOf<ApiVersion>().toEqualTypeOf<"2024-12-01" | "2023-07-01">();
    expectTypeOf<Client<ApiVersions["2023-07-01"]>>().not.toEqualTypeOf<Client<ApiVersions["2024-12-01"]>>();
    typesOnly();
  });

  test("of 2023-07-01 has no listing and no clientType, and says its own api-version", async () => {
    await using server = await startRecordingServer();
    const old = createClient({ apiVersion: "2023-07-01", endpoint: server.origin, accessKey: KEY });
    expectTypeOf<PathsWithMethod<ApiVersions["2023-07-01"], "get">>().toEqualTypeOf<never>();
    const listing = { params: { path: { hub: "chat", group: "g" } } };
    await expect(
      old.GET(
        // @ts-expect-error: it came with 2024-12-01.
        "/api/hubs/{hub}/groups/{group}/connections",
        listing,
      ),
    ).rejects.toThrow("api-version 2023-07-01 has no GET /api/hubs/{hub}/groups/{group}/connections.");
    await old.POST("/api/hubs/{hub}/:generateToken", {
      params: {
        ...hub,
        query: {
          userId: "u",
          // @ts-expect-error: it came with 2024-12-01. When it runs, it is the caller's own.
          clientType: "MQTT",
        },
      },
    });
    expect(server.onlyRequest().target).toBe(
      "/api/hubs/chat/:generateToken?api-version=2023-07-01&userId=u&clientType=MQTT",
    );
    // What is refused above, the newer api-version has.
    const { GET, POST } = clientFor(server);
    await GET("/api/hubs/{hub}/groups/{group}/connections", listing);
    await POST("/api/hubs/{hub}/:generateToken", { params: { ...hub, query: { userId: "u", clientType: "MQTT" } } });
    expect(server.requests).toHaveLength(3);
  });

  test("is not made of an api-version that is not described", () => {
    expect(() =>
      createClient(connectionString, {
        // @ts-expect-error: that one is not described.
        apiVersion: "2021-10-01",
      }),
    ).toThrow(InvalidInputError);
    expect(() => createClient(connectionString, { apiVersion: "2023-07-01" })).not.toThrow();
  });

  test("is not made with both an access key and a credential, nor with neither", () => {
    expect(() =>
      createClient(
        // @ts-expect-error: one of the two.
        { endpoint, accessKey: KEY, credential },
      ),
    ).toThrow(InvalidInputError);
    expect(() =>
      createClient(
        // @ts-expect-error: one of the two.
        { endpoint },
      ),
    ).toThrow(InvalidInputError);
    expect(() => createClient({ endpoint, accessKey: KEY })).not.toThrow();
    expect(() => createClient({ endpoint, credential })).not.toThrow();
  });

  test("is not made of a variable that may not be set", () => {
    const variable = undefined as string | undefined;
    expect(() =>
      createClient(
        // @ts-expect-error: it may be undefined.
        variable,
      ),
    ).toThrow(InvalidInputError);
    expect(() => createClient(variable ?? connectionString)).not.toThrow();
  });

  test("takes any credential that gives tokens as @azure/identity does", () => {
    class Credential {
      async getToken(_scopes: string | string[], _options?: { abortSignal?: AbortSignal }) {
        return { token: "entra", expiresOnTimestamp: 0, refreshAfterTimestamp: 0, tokenType: "Bearer" as const };
      }
    }
    expect(() => createClient({ endpoint, credential: new Credential() })).not.toThrow();
    expect(() =>
      createClient({
        endpoint,
        credential: {
          // @ts-expect-error: a token says when it expires.
          getToken: async () => ({ token: "entra" }),
        },
      }),
    ).not.toThrow();
  });
});

describe("a call with values of ordinary code", () => {
  interface Greeting {
    text: string;
    to: readonly string[];
  }

  test("takes a message typed by an interface, readonly arrays, and optional values that may be undefined", async () => {
    await using server = await startRecordingServer(() => ({ status: 202 }));
    const client = clientFor(server);
    const greeting: Greeting = { text: "hello", to: ["alice"] };
    const excluded: readonly string[] = ["a", "b"];
    const filter = undefined as string | undefined;
    await client.POST("/api/hubs/{hub}/:send", { params: { ...hub, query: { excluded, filter } }, body: greeting });
    const groups: readonly string[] = ["lobby"];
    await client.POST("/api/hubs/{hub}/:addToGroups", { params: hub, body: { groups, filter } });
    expect(server.requests.map(({ line }) => line)).toEqual([
      "POST /api/hubs/chat/:send?api-version=2024-12-01&excluded=a&excluded=b HTTP/1.1",
      "POST /api/hubs/chat/:addToGroups?api-version=2024-12-01 HTTP/1.1",
    ]);
    expect(server.requests.map(({ body }) => body.toString())).toEqual([
      '{"text":"hello","to":["alice"]}',
      '{"groups":["lobby"]}',
    ]);
  });

  test("does not take as JSON what JSON.stringify would empty", async () => {
    await using server = await startRecordingServer(() => ({ status: 202 }));
    const { POST } = clientFor(server);
    const path = "/api/hubs/{hub}/:send";
    // @ts-expect-error: a Map.
    await expectRefused(POST(path, { params: hub, body: new Map() }));
    // @ts-expect-error: a Blob without a Content-Type.
    await expectRefused(POST(path, { params: hub, body: new Blob([]) }));
    // @ts-expect-error: a function.
    await expectRefused(POST(path, { params: hub, body: () => 1 }));
    await POST(path, { params: hub, body: {} });
    expect(server.requests).toHaveLength(1);
  });
});

describe("with `throwOnError`", () => {
  type Token = { token: string };
  const path = "/api/hubs/{hub}/:generateToken";
  const found = () => ({ status: 200, headers: { "Content-Type": "application/json" }, body: '{"token":"a.b.c"}' });
  const refused = () => ({ status: 400 });

  test("of a client there is always data and never an error, in types and in fact", async () => {
    await using server = await startRecordingServer(found);
    for (const client of [
      createClient({ endpoint: server.origin, accessKey: KEY, throwOnError: true }),
      createClient(`Endpoint=${server.origin};AccessKey=${KEY}`, { throwOnError: true }),
    ]) {
      const result = await client.POST(path, { params: hub });
      expectTypeOf(result).toEqualTypeOf<{ data: Token; error?: never; response: Response }>();
      expect(result.data.token).toBe("a.b.c");
    }
  });

  test("of a call there is, whatever the client's", async () => {
    await using server = await startRecordingServer(found);
    const { data, error } = await clientFor(server).POST(path, { params: hub, throwOnError: true });
    expectTypeOf(data).toEqualTypeOf<Token>();
    expectTypeOf(error).toEqualTypeOf<undefined>();
    expect([data.token, error]).toEqual(["a.b.c", undefined]);
  });

  test("of false in a call there may be an error, whatever the client's", async () => {
    await using server = await startRecordingServer(refused);
    const client = createClient({ endpoint: server.origin, accessKey: KEY, throwOnError: true });
    const { data, error } = await client.POST(path, { params: hub, throwOnError: false });
    expectTypeOf(data).toEqualTypeOf<Token | undefined>();
    expectTypeOf(error).toEqualTypeOf<ServiceError | undefined>();
    expect(error?.code).toBe("Http.400");
    await expect(client.POST(path, { params: hub })).rejects.toThrow(WebPubSubError);
  });

  test("of a value that is not known there may be an error", async () => {
    await using server = await startRecordingServer(refused);
    const throwOnError = server.requests.length > 0;
    const ofClient = createClient({ endpoint: server.origin, accessKey: KEY, throwOnError });
    expectTypeOf((await ofClient.POST(path, { params: hub })).error).toEqualTypeOf<ServiceError | undefined>();
    const ofCall = await clientFor(server).POST(path, { params: hub, throwOnError: false as boolean });
    expectTypeOf(ofCall.error).toEqualTypeOf<ServiceError | undefined>();
    expect(ofCall.error?.code).toBe("Http.400");
  });

  test("is told from the options together with the api-version", () => {
    const connectionString = `Endpoint=http://localhost;AccessKey=${KEY}`;
    const client = createClient(connectionString, { apiVersion: "2023-07-01", throwOnError: true });
    expectTypeOf(client).toEqualTypeOf<Client<ApiVersions["2023-07-01"], true>>();
    const options: ClientBaseOptions<"2023-07-01", true> = { apiVersion: "2023-07-01", throwOnError: true };
    expectTypeOf(createClient(connectionString, options)).toEqualTypeOf<Client<ApiVersions["2023-07-01"], true>>();
    expect(client).toBeDefined();
  });

  test("or without, a client is one for what takes any", () => {
    const endpoint = "https://contoso.webpubsub.azure.com";
    const take = (client: Client<Paths>) => client;
    expectTypeOf(createClient({ endpoint, accessKey: KEY })).toExtend<Client<Paths>>();
    expect(take(createClient({ endpoint, accessKey: KEY, throwOnError: true }))).toBeDefined();
    expect(take(createClient({ endpoint, accessKey: KEY }))).toBeDefined();
  });

  test("that is neither true nor false nothing compiles", () => {
    const endpoint = "https://contoso.webpubsub.azure.com";
    // @ts-expect-error: it is true or false.
    expect(createClient({ endpoint, accessKey: KEY, throwOnError: "yes" })).toBeDefined();
    expect(createClient({ endpoint, accessKey: KEY, throwOnError: true })).toBeDefined();
  });
});

describe("limits and retries", () => {
  test("are those of a client and of a call alike, and may be undefined in a call", async () => {
    await using server = await startRecordingServer();
    const limits = {
      timeout: 5000,
      deadline: 9000,
      retry: { maxRetries: 1, baseDelay: 1, maxDelay: 0, retryNonIdempotent: true },
    };
    const client = createClient({ endpoint: server.origin, accessKey: KEY, connections: 2, ...limits });
    await client.HEAD("/api/health", { ...limits, signal: new AbortController().signal });
    await client.HEAD("/api/health", { retry: false, signal: null });
    const nothing = { timeout: undefined, deadline: undefined, retry: undefined, signal: undefined, fetch: undefined };
    await client.HEAD("/api/health", { ...nothing, throwOnError: undefined });
    expectTypeOf<RetryOptions["maxRetryAfter"]>().toEqualTypeOf<number | undefined>();
    expect(server.requests).toHaveLength(3);
  });

  test("do not compile where they are no numbers, and are refused", async () => {
    await using server = await startRecordingServer();
    const { HEAD } = clientFor(server);
    // @ts-expect-error: a number.
    await expectRefused(HEAD("/api/health", { timeout: "5000" }));
    // @ts-expect-error: a number.
    await expectRefused(HEAD("/api/health", { deadline: null }));
    // @ts-expect-error: an object, or false.
    await expectRefused(HEAD("/api/health", { retry: 3 }));
    // @ts-expect-error: an object, or false.
    await expectRefused(HEAD("/api/health", { retry: true }));
    // @ts-expect-error: a number.
    await expectRefused(HEAD("/api/health", { retry: { maxRetries: "3" } }));
    // @ts-expect-error: true or false.
    await expectRefused(HEAD("/api/health", { retry: { retryNonIdempotent: 1 } }));
    // @ts-expect-error: the signal, and not its controller.
    await expectRefused(HEAD("/api/health", { signal: new AbortController() }));
    await HEAD("/api/health", { timeout: 5000, deadline: 5000, retry: { maxRetries: 3, retryNonIdempotent: true } });
    expect(server.requests).toHaveLength(1);
  });

  test("do not compile where they are misspelt", async () => {
    await using server = await startRecordingServer();
    const { HEAD } = clientFor(server);
    // @ts-expect-error: it is called `maxRetries`.
    await HEAD("/api/health", { retry: { retries: 3 } });
    // @ts-expect-error: it is called `timeout`.
    await HEAD("/api/health", { timeOut: 5000 });
    expect(server.requests).toHaveLength(2);
  });
});

describe("hooks", () => {
  test("have events that say what they are of", async () => {
    await using server = await startRecordingServer();
    const seen: string[] = [];
    const client = createClient({
      endpoint: server.origin,
      accessKey: KEY,
      hooks: {
        onRequest(event) {
          expectTypeOf(event).toEqualTypeOf<RequestEvent>();
          seen.push(event.operation);
        },
        onResponse(event) {
          expectTypeOf(event).toEqualTypeOf<ResponseEvent>();
          expectTypeOf(event.status).toEqualTypeOf<number | undefined>();
          expectTypeOf(event.error).toEqualTypeOf<unknown>();
          seen.push(`${event.operation} ${event.attempt} ${event.status}`);
        },
        onRetry(event) {
          expectTypeOf(event).toEqualTypeOf<RetryEvent>();
          expectTypeOf(event.delay).toEqualTypeOf<number>();
        },
      },
    });
    await client.HEAD("/api/health");
    expect(seen).toEqual(["getServiceStatus", "getServiceStatus 1 202"]);
  });

  test("do not compile where they are misspelt or take what there is not", () => {
    const hooks: Hooks = {};
    // @ts-expect-error: it is called `onRequest`.
    hooks.onSend = () => {};
    // @ts-expect-error: an event has no headers.
    hooks.onRequest = ({ headers }) => headers;
    hooks.onRequest = ({ url }) => url;
    expect(hooks.onRequest).toBeDefined();
  });
});

describe("an access key", () => {
  const endpoint = "https://contoso.webpubsub.azure.com";

  test("is a text, or what gives one, at once or later", async () => {
    expectTypeOf<AccessKey>().toEqualTypeOf<string | (() => string | Promise<string>)>();
    const authorizations: (string | null)[] = [];
    const fetch = async ({ headers }: Request) => {
      authorizations.push(headers.get("Authorization"));
      return new Response(null, { status: 200 });
    };
    const now = () => 0;
    for (const accessKey of [KEY, () => KEY, async () => KEY]) {
      await createClient({ endpoint, accessKey, fetch, now }).HEAD("/api/health");
    }
    expect(authorizations[0]).toMatch(/^Bearer eyJ/);
    expect(new Set(authorizations).size).toBe(1);
  });

  test("is refused where a function gives none", async () => {
    // @ts-expect-error: a text.
    const none = createClient({ endpoint, accessKey: () => undefined });
    await expectRefused(none.HEAD("/api/health"));
    // @ts-expect-error: a text.
    const number = createClient({ endpoint, accessKey: async () => 5 });
    await expectRefused(number.HEAD("/api/health"));
    await expectRefused(createClient({ endpoint, accessKey: () => "" }).HEAD("/api/health"));
  });
});
