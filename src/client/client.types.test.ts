import { describe, expect, expectTypeOf, test } from "vitest";
import type { ApiVersions, apiVersions, ClientType, Permission } from "../../generated/index.js";
import { type LatestApiVersion, latestApiVersion } from "../../generated/versions.js";
import type { AccessKey } from "../auth/access-key.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import type { Hooks, RequestEvent, ResponseEvent, RetryEvent } from "../retry/hooks.js";
import type { RetryOptions } from "../retry/retry-policy.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedResponse, type RecordingServer, startRecordingServer } from "../testing/recording-server.js";
import { typesOnly } from "../testing/types-only.js";
import { createClient } from "./client.js";
import type { ApiVersion, ClientBaseOptions } from "./client-options.js";
import { getClientSettings } from "./client-settings.js";
import type { CallOptions, Client, PathsWithMethod, Result } from "./client-types.js";

// Types together with behaviour: what the compiler rejects, the client rejects too. Each call that must not compile is
// followed by the corrected call, so that nothing else on the line can be the reason.

type Paths = ApiVersions[LatestApiVersion];

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const hub = { path: { hub: "chat" } };
const credential = { getToken: async () => ({ token: "entra", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };

function clientFor(server: RecordingServer) {
  return createClient({ endpoint: server.origin, accessKey: KEY });
}

async function expectRejected(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toThrow(InvalidInputError);
}

describe("createClient", () => {
  describe("the result of a call", () => {
    const responds = (status: number, body: unknown): (() => RecordedResponse) => {
      return () => ({ status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    };
    const badRequest = { code: "Error.BadRequest", message: "No." };

    test("types data, error and response; without an error, the data of the description", async () => {
      await using server = await startRecordingServer(responds(200, { token: "a.b.c" }));
      const { data, error, response } = await clientFor(server).POST("/api/hubs/{hub}/:generateToken", { params: hub });
      expectTypeOf(data).toEqualTypeOf<{ token: string } | undefined>();
      expectTypeOf(error).toEqualTypeOf<WebPubSubError | undefined>();
      expectTypeOf(response).toEqualTypeOf<Response>();
      if (error) throw new Error(error.message);
      expectTypeOf(error).toEqualTypeOf<undefined>();
      expectTypeOf(data).toEqualTypeOf<{ token: string }>();
      expect(data.token).toBe("a.b.c");
      expect(response.status).toBe(200);
    });

    test("narrows by data as well as by error", async () => {
      await using server = await startRecordingServer(responds(400, badRequest));
      const result = await clientFor(server).POST("/api/hubs/{hub}/:generateToken", { params: hub });
      if (result.data) throw new Error("Expected no data.");
      expectTypeOf(result.error).toEqualTypeOf<WebPubSubError>();
      expect(result.error).toMatchObject({ code: badRequest.code });
    });

    test("narrows to no data with an error", async () => {
      await using server = await startRecordingServer(responds(400, badRequest));
      const { data, error } = await clientFor(server).POST("/api/hubs/{hub}/:generateToken", { params: hub });
      if (!error) throw new Error("Expected an error.");
      expectTypeOf(error).toEqualTypeOf<WebPubSubError>();
      expectTypeOf(data).toEqualTypeOf<undefined>();
      expect(data).toBeUndefined();
    });

    test("types the members of a listing", async () => {
      await using server = await startRecordingServer(responds(200, { value: [{ connectionId: "c", userId: null }] }));
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

    test("types no data for operations without a response body: HEAD, 200, 202 and 204", async () => {
      await using server = await startRecordingServer(() => ({ status: 200, headers: { "Content-Length": "0" } }));
      const client = clientFor(server);
      const member = { params: { path: { hub: "chat", group: "g", connectionId: "c" } } };
      const results = [
        await client.HEAD("/api/health"),
        await client.PUT("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", member),
        await client.POST("/api/hubs/{hub}/:send", { params: hub, body: {} }),
        await client.DELETE("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", member),
      ] as const;
      expectTypeOf(results[0].data).toEqualTypeOf<undefined>();
      expectTypeOf(results[1].data).toEqualTypeOf<undefined>();
      expectTypeOf(results[2].data).toEqualTypeOf<undefined>();
      expectTypeOf(results[3].data).toEqualTypeOf<undefined>();
      for (const { data, error } of results) {
        expectTypeOf(error).toEqualTypeOf<WebPubSubError | undefined>();
        expect([data, error]).toEqual([undefined, undefined]);
      }
    });

    test("exports types for functions that wrap a call", () => {
      typesOnly();
      type Generate = Paths["/api/hubs/{hub}/:generateToken"]["post"];
      expectTypeOf<Result<Generate>>().toEqualTypeOf<
        | { data: { token: string }; error?: never; response: Response }
        | { data?: never; error: WebPubSubError; response: Response }
      >();
      expectTypeOf<PathsWithMethod<Paths, "get">>().toEqualTypeOf<"/api/hubs/{hub}/groups/{group}/connections">();
      expectTypeOf<PathsWithMethod<Paths, "post">>().toExtend<keyof Paths>();
      expectTypeOf<"/api/health">().not.toExtend<PathsWithMethod<Paths, "post">>();
    });

    test("accepts the options of fetch, except those that the client sets", () => {
      typesOnly();
      type Options = CallOptions<Paths["/api/hubs/{hub}/:send"]["post"]>;
      expectTypeOf<Options>().toHaveProperty("signal");
      expectTypeOf<Options>()
        .toHaveProperty("fetch")
        .toEqualTypeOf<((url: string, init: RequestInit) => Promise<Response>) | undefined>();
      expectTypeOf<Options>().not.toHaveProperty("redirect");
      expectTypeOf<Options>().not.toHaveProperty("method");
    });
  });

  describe("the compiler and the client", () => {
    test("reject a path that does not exist", async () => {
      await using server = await startRecordingServer();
      const options = { params: hub, body: {} };
      const { POST } = clientFor(server);
      await expectRejected(
        POST(
          // @ts-expect-error: the path ends in `:send`.
          "/api/hubs/{hub}/send",
          options,
        ),
      );
      await POST("/api/hubs/{hub}/:send", options);
      expect(server.requests).toHaveLength(1);
    });

    test("reject a path with another method", async () => {
      await using server = await startRecordingServer();
      const { POST, PUT } = clientFor(server);
      await expectRejected(
        PUT(
          // @ts-expect-error: it is a POST.
          "/api/hubs/{hub}/:generateToken",
          { params: hub },
        ),
      );
      await POST("/api/hubs/{hub}/:generateToken", { params: hub });
      expect(server.requests).toHaveLength(1);
    });

    test("reject a missing path parameter", async () => {
      await using server = await startRecordingServer();
      const { HEAD } = clientFor(server);
      await expectRejected(
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

    test("reject a misspelt path parameter", async () => {
      await using server = await startRecordingServer();
      const { HEAD } = clientFor(server);
      await expectRejected(
        HEAD("/api/hubs/{hub}/groups/{group}", {
          params: {
            path: {
              hub: "chat",
              // @ts-expect-error: the name is `group`.
              groupName: "g",
            },
          },
        }),
      );
      await HEAD("/api/hubs/{hub}/groups/{group}", { params: { path: { hub: "chat", group: "g" } } });
      expect(server.requests).toHaveLength(1);
    });

    test("reject missing params", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: `params` is missing.
          { body: {} },
        ),
      );
      await expectRejected(
        // @ts-expect-error: the second argument is missing.
        POST("/api/hubs/{hub}/:closeConnections"),
      );
      await POST("/api/hubs/{hub}/:send", { params: hub, body: {} });
      await POST("/api/hubs/{hub}/:closeConnections", { params: hub });
      expect(server.requests).toHaveLength(2);
    });

    test("reject a member that a body does not have, also if only a variable has it", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      const path = "/api/hubs/{hub}/:addToGroups";
      // Compiles: the compiler compares variables by the members that they must have.
      const misspelt = { groups: ["private"], filters: "userId eq 'alice'" };
      await expectRejected(POST(path, { params: hub, body: misspelt }));
      await expectRejected(
        POST(path, {
          params: hub,
          body: {
            groups: ["private"],
            // @ts-expect-error: the name is `filter`.
            filters: "userId eq 'alice'",
          },
        }),
      );
      await POST(path, { params: hub, body: { groups: ["private"], filter: "userId eq 'alice'" } });
      expect(server.requests).toHaveLength(1);
    });

    test("accept values beyond the known ones of an open list, and suggest those", async () => {
      await using server = await startRecordingServer();
      const { POST, PUT } = clientFor(server);
      const permission = "/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}";
      await POST("/api/hubs/{hub}/:generateToken", { params: { ...hub, query: { clientType: "default" } } });
      await PUT(permission, {
        params: { path: { hub: "chat", connectionId: "c", permission: "sendToAll" }, query: { targetName: "g" } },
      });
      await expectRejected(
        POST("/api/hubs/{hub}/:generateToken", {
          params: {
            ...hub,
            query: {
              // @ts-expect-error: a number.
              clientType: 1,
            },
          },
        }),
      );
      // A union with string itself would have lost the literals.
      expectTypeOf<ClientType>().toEqualTypeOf<"Default" | "MQTT" | (string & {})>();
      expectTypeOf<Permission>().toEqualTypeOf<"sendToGroup" | "joinLeaveGroup" | (string & {})>();
      expect(server.requests).toHaveLength(2);
    });

    test("reject a string for an array, and an array for a string", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
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
      await expectRejected(
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

    test("reject a string for a number", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
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

    test("reject another api-version than the client's", async () => {
      await using server = await startRecordingServer();
      const { HEAD } = clientFor(server);
      await expectRejected(
        HEAD("/api/health", {
          params: {
            query: {
              // @ts-expect-error: the client has 2024-12-01.
              "api-version": "2023-07-01",
            },
          },
        }),
      );
      await HEAD("/api/health", { params: { query: { "api-version": latestApiVersion } } });
      expect(server.requests).toHaveLength(1);
    });

    test("reject a missing body", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: `body` is missing.
          { params: hub },
        ),
      );
      await expectRejected(
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

    test("reject a body that is not a string for text/plain", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: text is a string.
          { params: hub, headers: { "Content-Type": "text/plain" }, body: { text: "hello" } },
        ),
      );
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: text is a string.
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

    test("reject a body that is not bytes for application/octet-stream", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      const headers = { "Content-Type": "application/octet-stream" } as const;
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: a string is not bytes.
          { params: hub, headers, body: "hello" },
        ),
      );
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: an array of numbers is not bytes.
          { params: hub, headers, body: [104, 105] },
        ),
      );
      await POST("/api/hubs/{hub}/:send", { params: hub, headers, body: new TextEncoder().encode("hello") });
      await POST("/api/hubs/{hub}/:send", { params: hub, headers, body: new Blob(["hi"]) });
      expect(server.requests.map(({ body }) => body.toString())).toEqual(["hello", "hi"]);
    });

    test("reject a string or bytes without a Content-Type", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: text or JSON?
          { params: hub, body: "hello" },
        ),
      );
      await expectRejected(
        POST(
          "/api/hubs/{hub}/:send",
          // @ts-expect-error: bytes need a Content-Type.
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

    test("reject a Content-Type that the operation does not accept", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
        POST("/api/hubs/{hub}/:send", {
          params: hub,
          headers: {
            // @ts-expect-error: the service does not accept XML.
            "Content-Type": "application/xml",
          },
          body: "<a/>",
        }),
      );
      await POST("/api/hubs/{hub}/:send", { params: hub, headers: { "Content-Type": "text/plain" }, body: "<a/>" });
      expect(server.requests).toHaveLength(1);
    });

    test("reject a body for an operation without one", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
        POST("/api/hubs/{hub}/:closeConnections", {
          params: hub,
          // @ts-expect-error: the operation has no body.
          body: {},
        }),
      );
      await POST("/api/hubs/{hub}/:closeConnections", { params: hub });
      expect(server.requests).toHaveLength(1);
    });

    test("reject a misspelt query parameter", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      await expectRejected(
        POST("/api/hubs/{hub}/:send", {
          params: {
            ...hub,
            query: {
              // @ts-expect-error: the name is `excluded`.
              exclude: ["a"],
            },
          },
          body: {},
        }),
      );
      await POST("/api/hubs/{hub}/:send", { params: { ...hub, query: { excluded: ["a"] } }, body: {} });
      expect(server.requests).toHaveLength(1);
    });

    test("reject parameters beside `params`", async () => {
      await using server = await startRecordingServer();
      const { POST } = clientFor(server);
      const options = { params: hub, query: { filter: "userId eq 'a'" }, body: {} };
      await expectRejected(
        // @ts-expect-error: `query` belongs in `params`.
        POST("/api/hubs/{hub}/:send", options),
      );
      await POST("/api/hubs/{hub}/:send", { params: { ...hub, query: options.query }, body: {} });
      expect(server.requests).toHaveLength(1);
    });
  });

  describe("the compiler, but not the client", () => {
    test("rejects a body without a required member", async () => {
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

  describe("the types of a client", () => {
    const endpoint = "https://contoso.webpubsub.azure.com";
    const connectionString = `Endpoint=${endpoint};AccessKey=${KEY};Version=1.0;`;

    test("keep a client that resolves with errors apart from one that throws them", () => {
      typesOnly();
      const throwing: Client<Paths, true> = createClient(connectionString, { throwOnError: true });
      // @ts-expect-error: it resolves with errors, so `data` may be undefined.
      const wrong: Client<Paths, true> = createClient(connectionString);
      const clients: Client[] = [throwing, wrong, createClient(connectionString)];
      return clients;
    });

    test("follow the newest api-version, or the one in the options", () => {
      typesOnly();
      expectTypeOf(createClient(connectionString)).toEqualTypeOf<Client<ApiVersions[LatestApiVersion], false>>();
      expectTypeOf(createClient({ endpoint, accessKey: KEY })).toEqualTypeOf<
        Client<ApiVersions[LatestApiVersion], false>
      >();
      expectTypeOf(createClient({ endpoint, credential })).toEqualTypeOf<
        Client<ApiVersions[LatestApiVersion], false>
      >();
      const old = { apiVersion: "2023-07-01" } as const;
      expectTypeOf(createClient(connectionString, old)).toEqualTypeOf<Client<ApiVersions["2023-07-01"], false>>();
      expectTypeOf(createClient({ ...old, endpoint, credential })).toEqualTypeOf<
        Client<ApiVersions["2023-07-01"], false>
      >();
      expectTypeOf<ApiVersion>().toEqualTypeOf<(typeof apiVersions)[number]>();
      expectTypeOf<Client<ApiVersions["2023-07-01"]>>().not.toEqualTypeOf<Client<ApiVersions[LatestApiVersion]>>();
    });

    test("omit the listing and clientType for 2023-07-01", async () => {
      await using server = await startRecordingServer();
      const old = createClient({ apiVersion: "2023-07-01", endpoint: server.origin, accessKey: KEY });
      expectTypeOf<PathsWithMethod<ApiVersions["2023-07-01"], "get">>().toEqualTypeOf<never>();
      const listing = { params: { path: { hub: "chat", group: "g" } } };
      await expect(
        old.GET(
          // @ts-expect-error: new in 2024-12-01.
          "/api/hubs/{hub}/groups/{group}/connections",
          listing,
        ),
      ).rejects.toThrow("listConnectionsInGroup was added by api-version 2024-12-01; this client sends 2023-07-01.");
      await expect(
        old.POST("/api/hubs/{hub}/:generateToken", {
          params: {
            ...hub,
            query: {
              userId: "u",
              // @ts-expect-error: new in 2024-01-01.
              clientType: "MQTT",
            },
          },
        }),
      ).rejects.toThrow(
        "The query parameter `clientType` was added by api-version 2024-01-01; this client sends 2023-07-01.",
      );
      expect(server.requests).toEqual([]);
      // The newer api-version has both.
      const { GET, POST } = clientFor(server);
      await GET("/api/hubs/{hub}/groups/{group}/connections", listing);
      await POST("/api/hubs/{hub}/:generateToken", { params: { ...hub, query: { userId: "u", clientType: "MQTT" } } });
      expect(server.requests).toHaveLength(2);
    });

    test("reject an unknown api-version", () => {
      expect(() =>
        createClient(connectionString, {
          // @ts-expect-error: not supported.
          apiVersion: "2021-08-01-preview",
        }),
      ).toThrow(InvalidInputError);
      const old = createClient(connectionString, { apiVersion: "2023-07-01" });
      expect(getClientSettings(old).apiVersion).toBe("2023-07-01");
    });

    test("reject both an access key and a credential, and neither", () => {
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
      expect(getClientSettings(createClient({ endpoint, accessKey: KEY })).accessKey).toBe(KEY);
      expect(getClientSettings(createClient({ endpoint, credential })).accessKey).toBeUndefined();
    });

    test("reject a variable that may be undefined", () => {
      const variable = undefined as string | undefined;
      expect(() =>
        createClient(
          // @ts-expect-error: it may be undefined.
          variable,
        ),
      ).toThrow(InvalidInputError);
      expect(getClientSettings(createClient(variable ?? connectionString)).endpoint).toBe(endpoint);
    });

    test("accept any credential that returns tokens as @azure/identity does", async () => {
      await using server = await startRecordingServer();
      class Credential {
        async getToken(_scopes: string | string[], _options?: { abortSignal?: AbortSignal }) {
          return { token: "entra", expiresOnTimestamp: 0, refreshAfterTimestamp: 0, tokenType: "Bearer" as const };
        }
      }
      await createClient({ endpoint: server.origin, credential: new Credential() }).HEAD("/api/health");
      const withoutExpiry = createClient({
        endpoint: server.origin,
        credential: {
          // @ts-expect-error: a token has a time when it expires.
          getToken: async () => ({ token: "entra" }),
        },
      });
      await expect(withoutExpiry.HEAD("/api/health")).rejects.toThrow(InvalidInputError);
      expect(server.onlyRequest().headers.authorization).toEqual(["Bearer entra"]);
    });
  });

  describe("the types of a call", () => {
    interface Greeting {
      text: string;
      to: readonly string[];
    }

    test("accept a message typed by an interface, readonly arrays, and optional values that may be undefined", async () => {
      await using server = await startRecordingServer(() => ({ status: 202 }));
      const client = clientFor(server);
      const greeting: Greeting = { text: "hello", to: ["alice"] };
      const excluded: readonly string[] = ["a", "b"];
      const filter = undefined as string | undefined;
      await client.POST("/api/hubs/{hub}/:send", { params: { ...hub, query: { excluded, filter } }, body: greeting });
      const groups: readonly string[] = ["lobby"];
      await client.POST("/api/hubs/{hub}/:addToGroups", { params: hub, body: { groups, filter } });
      expect(server.requests.map(({ line }) => line)).toEqual([
        `POST /api/hubs/chat/:send?api-version=${latestApiVersion}&excluded=a&excluded=b HTTP/1.1`,
        `POST /api/hubs/chat/:addToGroups?api-version=${latestApiVersion} HTTP/1.1`,
      ]);
      expect(server.requests.map(({ body }) => body.toString())).toEqual([
        '{"text":"hello","to":["alice"]}',
        '{"groups":["lobby"]}',
      ]);
    });

    test("reject as JSON what JSON.stringify writes as {}", async () => {
      await using server = await startRecordingServer(() => ({ status: 202 }));
      const { POST } = clientFor(server);
      const path = "/api/hubs/{hub}/:send";
      // @ts-expect-error: a Map.
      await expectRejected(POST(path, { params: hub, body: new Map() }));
      // @ts-expect-error: a Blob without a Content-Type.
      await expectRejected(POST(path, { params: hub, body: new Blob([]) }));
      // @ts-expect-error: a function.
      await expectRejected(POST(path, { params: hub, body: () => 1 }));
      await POST(path, { params: hub, body: {} });
      expect(server.requests).toHaveLength(1);
    });
  });

  describe("throwOnError", () => {
    type Token = { token: string };
    const path = "/api/hubs/{hub}/:generateToken";
    const found = () => ({ status: 200, headers: { "Content-Type": "application/json" }, body: '{"token":"a.b.c"}' });
    const rejects = () => ({ status: 400 });

    test("types data and no error for a client", async () => {
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

    test("types data and no error for a call", async () => {
      await using server = await startRecordingServer(found);
      const { data, error } = await clientFor(server).POST(path, { params: hub, throwOnError: true });
      expectTypeOf(data).toEqualTypeOf<Token>();
      expectTypeOf(error).toEqualTypeOf<undefined>();
      expect([data.token, error]).toEqual(["a.b.c", undefined]);
    });

    test("types an error for false in a call, over the client's option", async () => {
      await using server = await startRecordingServer(rejects);
      const client = createClient({ endpoint: server.origin, accessKey: KEY, throwOnError: true });
      const { data, error } = await client.POST(path, { params: hub, throwOnError: false });
      expectTypeOf(data).toEqualTypeOf<Token | undefined>();
      expectTypeOf(error).toEqualTypeOf<WebPubSubError | undefined>();
      expect(error?.code).toBe("Http.400");
      await expect(client.POST(path, { params: hub })).rejects.toThrow(WebPubSubError);
    });

    test("types an error for a value that is not known at compile time", async () => {
      await using server = await startRecordingServer(rejects);
      const throwOnError = server.requests.length > 0;
      const ofClient = createClient({ endpoint: server.origin, accessKey: KEY, throwOnError });
      expectTypeOf((await ofClient.POST(path, { params: hub })).error).toEqualTypeOf<WebPubSubError | undefined>();
      const ofCall = await clientFor(server).POST(path, { params: hub, throwOnError: false as boolean });
      expectTypeOf(ofCall.error).toEqualTypeOf<WebPubSubError | undefined>();
      expect(ofCall.error?.code).toBe("Http.400");
    });

    test("follows the options together with the api-version", () => {
      const connectionString = `Endpoint=http://localhost;AccessKey=${KEY}`;
      const client = createClient(connectionString, { apiVersion: "2023-07-01", throwOnError: true });
      expectTypeOf(client).toEqualTypeOf<Client<ApiVersions["2023-07-01"], true>>();
      const options: ClientBaseOptions<"2023-07-01", true> = { apiVersion: "2023-07-01", throwOnError: true };
      expectTypeOf(createClient(connectionString, options)).toEqualTypeOf<Client<ApiVersions["2023-07-01"], true>>();
      expect(getClientSettings(client)).toMatchObject({ apiVersion: "2023-07-01", throwOnError: true });
    });

    test("lets functions accept any client", () => {
      const endpoint = "https://contoso.webpubsub.azure.com";
      const optionOf = (client: Client<Paths>) => getClientSettings(client).throwOnError;
      expectTypeOf(createClient({ endpoint, accessKey: KEY })).toExtend<Client<Paths>>();
      expect(optionOf(createClient({ endpoint, accessKey: KEY, throwOnError: true }))).toBe(true);
      expect(optionOf(createClient({ endpoint, accessKey: KEY }))).toBe(false);
    });

    test("accepts only true or false", () => {
      const endpoint = "https://contoso.webpubsub.azure.com";
      // @ts-expect-error: true or false.
      const misspelt = createClient({ endpoint, accessKey: KEY, throwOnError: "yes" });
      expect(getClientSettings(misspelt).throwOnError).toBe("yes");
      expect(getClientSettings(createClient({ endpoint, accessKey: KEY, throwOnError: true })).throwOnError).toBe(true);
    });
  });

  describe("the types of limits and retries", () => {
    test("apply to a client and a call alike, and allow undefined in a call", async () => {
      await using server = await startRecordingServer();
      const limits = {
        timeout: 5000,
        deadline: 9000,
        retry: { maxRetries: 1, baseDelay: 1, maxDelay: 0, retryNonIdempotent: true },
      };
      const client = createClient({ endpoint: server.origin, accessKey: KEY, connections: 2, ...limits });
      await client.HEAD("/api/health", { ...limits, signal: new AbortController().signal });
      await client.HEAD("/api/health", { retry: false, signal: null });
      const nothing = {
        timeout: undefined,
        deadline: undefined,
        retry: undefined,
        signal: undefined,
        fetch: undefined,
      };
      await client.HEAD("/api/health", { ...nothing, throwOnError: undefined });
      expectTypeOf<RetryOptions["maxRetryAfter"]>().toEqualTypeOf<number | undefined>();
      expect(server.requests).toHaveLength(3);
    });

    test("reject what is not a number, as the client does", async () => {
      await using server = await startRecordingServer();
      const { HEAD } = clientFor(server);
      // @ts-expect-error: a number.
      await expectRejected(HEAD("/api/health", { timeout: "5000" }));
      // @ts-expect-error: a number.
      await expectRejected(HEAD("/api/health", { deadline: null }));
      // @ts-expect-error: an object or false.
      await expectRejected(HEAD("/api/health", { retry: 3 }));
      // @ts-expect-error: an object or false.
      await expectRejected(HEAD("/api/health", { retry: true }));
      // @ts-expect-error: a number.
      await expectRejected(HEAD("/api/health", { retry: { maxRetries: "3" } }));
      // @ts-expect-error: true or false.
      await expectRejected(HEAD("/api/health", { retry: { retryNonIdempotent: 1 } }));
      // @ts-expect-error: the signal, not its controller.
      await expectRejected(HEAD("/api/health", { signal: new AbortController() }));
      await HEAD("/api/health", { timeout: 5000, deadline: 5000, retry: { maxRetries: 3, retryNonIdempotent: true } });
      expect(server.requests).toHaveLength(1);
    });

    test("reject misspelt options", async () => {
      await using server = await startRecordingServer();
      const { HEAD } = clientFor(server);
      // @ts-expect-error: the name is `maxRetries`.
      await expect(HEAD("/api/health", { retry: { retries: 3 } })).rejects.toThrow(InvalidInputError);
      // @ts-expect-error: the name is `timeout`.
      await expect(HEAD("/api/health", { timeOut: 5000 })).rejects.toThrow(InvalidInputError);
      // @ts-expect-error: the name is `timeout`.
      expect(() => createClient({ endpoint: server.origin, accessKey: KEY, timeOut: 5000 })).toThrow(InvalidInputError);
      expect(server.requests).toEqual([]);
    });
  });

  describe("the types of hooks", () => {
    test("describe the events", async () => {
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

    test("reject misspelt hooks and unknown members of events", () => {
      const hooks: Hooks = {};
      // @ts-expect-error: the name is `onRequest`.
      hooks.onSend = () => {};
      // @ts-expect-error: an event has no headers.
      hooks.onRequest = ({ headers }) => headers;
      hooks.onRequest = ({ url }) => url;
      expect(Object.keys(hooks)).toEqual(["onSend", "onRequest"]);
    });
  });

  describe("the type of an access key", () => {
    const endpoint = "https://contoso.webpubsub.azure.com";

    test("accepts a string, or a function that returns one, at once or later", async () => {
      expectTypeOf<AccessKey>().toEqualTypeOf<string | (() => string | Promise<string>)>();
      const authorizations: (string | null)[] = [];
      const fetch = async (_url: string, { headers }: RequestInit) => {
        authorizations.push(new Headers(headers).get("Authorization"));
        return new Response(null, { status: 200 });
      };
      const now = () => 0;
      for (const accessKey of [KEY, () => KEY, async () => KEY]) {
        await createClient({ endpoint, accessKey, fetch, now }).HEAD("/api/health");
      }
      expect(authorizations[0]).toMatch(/^Bearer eyJ/);
      expect(new Set(authorizations).size).toBe(1);
    });

    test("rejects a function that returns no string, as the client does", async () => {
      // @ts-expect-error: a string.
      const none = createClient({ endpoint, accessKey: () => undefined });
      await expectRejected(none.HEAD("/api/health"));
      // @ts-expect-error: a string.
      const number = createClient({ endpoint, accessKey: async () => 5 });
      await expectRejected(number.HEAD("/api/health"));
      await expectRejected(createClient({ endpoint, accessKey: () => "" }).HEAD("/api/health"));
    });
  });
});
