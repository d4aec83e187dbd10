import jwt, { type JwtPayload } from "jsonwebtoken";
import type { Middleware } from "openapi-fetch";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { apiVersions, requests } from "../../generated/index.js";
import { type LatestApiVersion, latestApiVersion } from "../../generated/versions.js";
import type { ServiceError } from "../response/service-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import {
  BARRIER,
  type RecordedRequest,
  type RecordedResponse,
  type RecordingServer,
  startRecordingServer,
} from "../testing/recording-server.js";
import { createClient } from "./client.js";
import type { ClientBaseOptions } from "./client-options.js";

// What arrives at a server: every test here sends over a socket, or proves that nothing was sent.

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const V = `api-version=${latestApiVersion}`;

function clientFor(server: RecordingServer, options: ClientBaseOptions<LatestApiVersion> = {}) {
  const client = createClient({ endpoint: server.origin, accessKey: KEY, retry: false, ...options });
  onTestFinished(() => client.close());
  return client;
}

type TestClient = ReturnType<typeof clientFor>;

/** Verifies the token of a request and returns its audience. */
function audienceOf(request: RecordedRequest): unknown {
  const [authorization = "", ...others] = request.headers.authorization ?? [];
  expect(others).toEqual([]);
  const [, token = ""] = /^Bearer (\S+)$/.exec(authorization) ?? [];
  return (jwt.verify(token, Buffer.from(KEY, "utf8"), { algorithms: ["HS256"] }) as JwtPayload).aud;
}

/** Fails if anything was sent before, or a connection opened. */
async function expectNothingArrived(server: RecordingServer): Promise<void> {
  await server.barrier();
  expect(server.requests.map(({ line }) => line)).toEqual([BARRIER]);
  expect(server.connections).toBe(1);
}

async function expectRejected(server: RecordingServer, sending: Promise<unknown>): Promise<void> {
  await expect(sending).rejects.toThrow(InvalidInputError);
  await expectNothingArrived(server);
}

const inPath = ["group", "userId", "connectionId"] as const;
const inQuery = ["targetName", "excluded", "filter", "reason"] as const;
type Place = (typeof inPath)[number] | (typeof inQuery)[number];

/** For each place of a value: how to send it there (`never` is assignable to any type), and where it arrives. */
const places: Record<Place, { send: (client: TestClient, value: never) => Promise<unknown>; line: string }> = {
  group: {
    send: (client, group) =>
      client.DELETE("/api/hubs/{hub}/groups/{group}/connections/{connectionId}", {
        params: { path: { hub: "chat", group, connectionId: "c" } },
      }),
    line: `DELETE /api/hubs/chat/groups/<value>/connections/c?${V} HTTP/1.1`,
  },
  userId: {
    send: (client, userId) =>
      client.DELETE("/api/hubs/{hub}/users/{userId}/groups", { params: { path: { hub: "chat", userId } } }),
    line: `DELETE /api/hubs/chat/users/<value>/groups?${V} HTTP/1.1`,
  },
  connectionId: {
    send: (client, connectionId) =>
      client.HEAD("/api/hubs/{hub}/connections/{connectionId}", { params: { path: { hub: "chat", connectionId } } }),
    line: `HEAD /api/hubs/chat/connections/<value>?${V} HTTP/1.1`,
  },
  targetName: {
    send: (client, targetName) =>
      client.PUT("/api/hubs/{hub}/permissions/{permission}/connections/{connectionId}", {
        params: { path: { hub: "chat", permission: "joinLeaveGroup", connectionId: "c" }, query: { targetName } },
      }),
    line: `PUT /api/hubs/chat/permissions/joinLeaveGroup/connections/c?${V}&targetName=<value> HTTP/1.1`,
  },
  excluded: {
    send: (client, item) =>
      client.POST("/api/hubs/{hub}/:closeConnections", {
        params: { path: { hub: "chat" }, query: { excluded: ["first", item], reason: "last" } },
      }),
    line: `POST /api/hubs/chat/:closeConnections?${V}&excluded=first&excluded=<value>&reason=last HTTP/1.1`,
  },
  filter: {
    send: (client, filter) =>
      client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" }, query: { filter } }, body: {} }),
    line: `POST /api/hubs/chat/:send?${V}&filter=<value> HTTP/1.1`,
  },
  reason: {
    send: (client, reason) =>
      client.DELETE("/api/hubs/{hub}/connections/{connectionId}", {
        params: { path: { hub: "chat", connectionId: "c" }, query: { reason } },
      }),
    line: `DELETE /api/hubs/chat/connections/c?${V}&reason=<value> HTTP/1.1`,
  },
};

interface Hostile {
  what: string;
  value: unknown;
  /** Its form in the request line. */
  sent?: string;
  /** Its form in the query, if that differs. */
  sentInQuery?: string;
  /** The places where it is rejected. */
  rejectedAs?: readonly Place[];
  /** The places where the parameter is left out. */
  leftOutAs?: readonly Place[];
}

const hostile: Hostile[] = [
  { what: "a slash", value: "a/b", sent: "a%2Fb" },
  { what: "a backslash", value: "a\\b", sent: "a%5Cb" },
  { what: "a question mark", value: "a?b", sent: "a%3Fb" },
  { what: "a hash", value: "a#b", sent: "a%23b" },
  { what: "a percent sign", value: "100%", sent: "100%25" },
  { what: "an encoded slash", value: "a%2Fb", sent: "a%252Fb" },
  { what: "a plus", value: "a+b", sent: "a%2Bb" },
  { what: "a space", value: " a b ", sent: "%20a%20b%20" },
  { what: "an emoji", value: "🦊", sent: "%F0%9F%A6%8A" },
  { what: "a combining character", value: "e\u0301", sent: "e%CC%81" },
  { what: "an ampersand and an equals sign", value: "a=b&api-version=x", sent: "a%3Db%26api-version%3Dx" },
  { what: "commas and semicolons", value: "a,b;c", sent: "a%2Cb%3Bc" },
  { what: "double quotes", value: '"a"', sent: "%22a%22" },
  { what: "single quotes", value: "it's 'a'", sent: "it's%20'a'", sentInQuery: "it%27s%20%27a%27" },
  { what: "a placeholder", value: "{hub}", sent: "%7Bhub%7D" },
  { what: "a colon and an at sign", value: "u:p@h", sent: "u%3Ap%40h" },
  { what: "a control character", value: "a\u0000b", sent: "a%00b" },
  { what: "line breaks", value: "a\r\nX: y", sent: "a%0D%0AX%3A%20y", rejectedAs: ["group", "targetName"] },
  { what: "1,024 characters", value: "g".repeat(1024), sent: "g".repeat(1024) },
  {
    what: "1,025 characters",
    value: "g".repeat(1025),
    sent: "g".repeat(1025),
    rejectedAs: ["group", "targetName"],
  },
  { what: "three dots", value: "...", sent: "..." },
  { what: "a relative path", value: "../..", sent: "..%2F.." },
  { what: "a dot", value: ".", sent: ".", rejectedAs: inPath },
  { what: "two dots", value: "..", sent: "..", rejectedAs: inPath },
  { what: "an encoded dot", value: "%2E", sent: "%252E", rejectedAs: inPath },
  { what: "two encoded dots", value: "%2e%2e", sent: "%252e%252e", rejectedAs: inPath },
  { what: "a dot and an encoded one", value: ".%2E", sent: ".%252E", rejectedAs: inPath },
  { what: "an empty string", value: "", sent: "", rejectedAs: [...inPath, "targetName"] },
  { what: "spaces", value: "   ", sent: "%20%20%20", rejectedAs: ["group", "targetName"] },
  { what: "an unpaired surrogate", value: "a\ud83d", rejectedAs: [...inPath, ...inQuery] },
  { what: "a number", value: 5, rejectedAs: [...inPath, ...inQuery] },
  {
    what: "undefined",
    value: undefined,
    rejectedAs: [...inPath, "excluded"],
    leftOutAs: ["targetName", "filter", "reason"],
  },
  { what: "null", value: null, rejectedAs: [...inPath, "excluded"], leftOutAs: ["targetName", "filter", "reason"] },
];

const everywhere = [...inPath, ...inQuery].flatMap((place) =>
  hostile.map((each) => ({
    ...each,
    place,
    rejected: each.rejectedAs?.includes(place) ?? false,
    leftOut: each.leftOutAs?.includes(place) ?? false,
    isInQuery: (inQuery as readonly Place[]).includes(place),
  })),
);

describe("createClient", () => {
  describe("a hostile value", () => {
    test.for(everywhere.filter(({ rejected, leftOut }) => !rejected && !leftOut))(
      "arrives unchanged: $what as $place",
      async ({ place, value, sent = "no form stated", sentInQuery = sent, isInQuery }) => {
        await using server = await startRecordingServer();
        await places[place].send(clientFor(server), value as never);
        const request = server.onlyRequest();
        expect(request.line).toBe(places[place].line.replace("<value>", () => (isInQuery ? sentInQuery : sent)));
        expect(audienceOf(request)).toBe(server.origin + request.target);
      },
    );

    test.for(everywhere.filter(({ rejected }) => rejected))(
      "rejects $what as $place before anything is sent",
      async ({ place, value }) => {
        await using server = await startRecordingServer();
        await expectRejected(server, places[place].send(clientFor(server), value as never));
      },
    );

    test.for(everywhere.filter(({ leftOut }) => leftOut))("leaves $what as $place out", async ({ place, value }) => {
      await using server = await startRecordingServer();
      await places[place].send(clientFor(server), value as never);
      expect(server.onlyRequest().line).toBe(places[place].line.replace(/&\w+=<value>/, ""));
    });
  });

  describe("every operation", () => {
    const operations = apiVersions.flatMap((version) =>
      Object.entries(requests)
        .filter(([, { since = version }]) => since <= version)
        .map(([id, operation]) => ({ version, id, operation })),
    );
    const values = { hub: "chat", group: "g", connectionId: "c", userId: "u", permission: "sendToGroup" };
    type AnyCall = (path: string, options: object) => Promise<{ error?: unknown }>;

    test.for(operations)(
      "sends $id of $version with its method, path and api-version",
      async ({ version, operation }) => {
        await using server = await startRecordingServer();
        const client = createClient({ apiVersion: version, endpoint: server.origin, accessKey: KEY });
        const call = client[operation.method] as unknown as AnyCall;
        const body = operation.bodyRequired ? { body: { groups: ["g"] } } : {};
        const { error } = await call(operation.path, { params: { path: values }, ...body });
        expect(error).toBeUndefined();

        const request = server.onlyRequest();
        const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: keyof typeof values) => values[name]);
        expect(request.line).toBe(`${operation.method} ${path}?api-version=${version} HTTP/1.1`);
        if (operation.bodyRequired) return;
        // As in fetch, only methods that usually have a body get a length of 0.
        expect(request.headers["content-length"]).toEqual(
          ["POST", "PUT"].includes(operation.method) ? ["0"] : undefined,
        );
        expect(request.headers["transfer-encoding"]).toBeUndefined();
        expect(request.headers["content-type"]).toBeUndefined();
        expect(request.body).toHaveLength(0);
      },
    );
  });

  describe("a query", () => {
    test("sends the api-version first, and an array as repeated parameters, not split or joined at commas", async () => {
      await using server = await startRecordingServer();
      await clientFor(server).POST("/api/hubs/{hub}/groups/{group}/:send", {
        params: {
          path: { hub: "chat", group: "g" },
          query: { filter: "userId eq 'a'", excluded: ["a", "b,c"], messageTtlSeconds: 0 },
        },
        body: {},
      });
      expect(server.onlyRequest().target).toBe(
        `/api/hubs/chat/groups/g/:send?${V}&filter=userId%20eq%20%27a%27&excluded=a&excluded=b%2Cc&messageTtlSeconds=0`,
      );
    });

    test("leaves an empty array out", async () => {
      await using server = await startRecordingServer();
      const params = { path: { hub: "chat" }, query: { excluded: [] } };
      await clientFor(server).POST("/api/hubs/{hub}/:closeConnections", { params });
      expect(server.onlyRequest().target).toBe(`/api/hubs/chat/:closeConnections?${V}`);
    });

    test("sends the api-version once, even if the caller passes it too", async () => {
      await using server = await startRecordingServer();
      await clientFor(server).HEAD("/api/health", { params: { query: { "api-version": latestApiVersion } } });
      expect(server.onlyRequest().target).toBe(`/api/health?${V}`);
    });

    test("rejects a parameter that the operation does not have, so that a misspelt filter sends nothing", async () => {
      await using server = await startRecordingServer();
      const query = { filters: "userId eq 'alice'" } as object;
      const params = { path: { hub: "chat" }, query };
      await expectRejected(server, clientFor(server).POST("/api/hubs/{hub}/:send", { params, body: {} }));
    });

    test.for(["query", "path"])("rejects `%s` beside `params`, where it would be ignored", async (name) => {
      await using server = await startRecordingServer();
      const options = { params: { path: { hub: "chat" } }, [name]: { filter: "userId eq 'alice'" }, body: {} };
      await expectRejected(server, clientFor(server).POST("/api/hubs/{hub}/:send", options as never));
    });

    test("rejects another api-version", async () => {
      await using server = await startRecordingServer();
      const query = { "api-version": "2023-07-01" as LatestApiVersion };
      await expectRejected(server, clientFor(server).HEAD("/api/health", { params: { query } }));
    });
  });

  describe("a body", () => {
    const path = "/api/hubs/{hub}/:send";
    const params = { path: { hub: "chat" } };
    const bytes = new Uint8Array([0, 1, 127, 128, 255]);
    const framed = new Uint8Array([9, 9, ...bytes, 9]).subarray(2, 7);

    test.for(["hello", "", '"quoted"', "grün 🦊", '{"a":1}', "line\r\nline", "\u0000"])(
      "sends the text %j as its UTF-8 bytes",
      async (body) => {
        await using server = await startRecordingServer();
        await clientFor(server).POST(path, { params, body, headers: { "Content-Type": "text/plain" } });
        const request = server.onlyRequest();
        expect(request.body).toEqual(Buffer.from(body, "utf8"));
        expect(request.headers["content-type"]).toEqual(["text/plain"]);
        expect(request.headers["content-length"]).toEqual([String(Buffer.byteLength(body))]);
      },
    );

    test("keeps the charset of text/plain", async () => {
      await using server = await startRecordingServer();
      await clientFor(server).POST(path, {
        params,
        body: "ü",
        headers: { "Content-Type": "text/plain;charset=utf-8" },
      });
      expect(server.onlyRequest().headers["content-type"]).toEqual(["text/plain;charset=utf-8"]);
      expect(server.onlyRequest().body).toEqual(Buffer.from("ü"));
    });

    test.for([
      ["a Uint8Array", bytes],
      ["a part of a larger buffer", framed],
      ["an ArrayBuffer", bytes.buffer],
      ["a Blob with a type of its own", new Blob([bytes], { type: "image/png" })],
    ] as const)("sends the bytes of %s", async ([, body]) => {
      await using server = await startRecordingServer();
      await clientFor(server).POST(path, { params, body, headers: { "Content-Type": "application/octet-stream" } });
      const request = server.onlyRequest();
      expect(request.body).toEqual(Buffer.from(bytes));
      expect(request.headers["content-type"]).toEqual(["application/octet-stream"]);
      expect(request.headers["content-length"]).toEqual(["5"]);
      expect(request.headers["transfer-encoding"]).toBeUndefined();
    });

    test("sends a stream chunked", async () => {
      await using server = await startRecordingServer();
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.subarray(0, 2));
          controller.enqueue(bytes.subarray(2));
          controller.close();
        },
      });
      await clientFor(server).POST(path, { params, body, headers: { "Content-Type": "application/octet-stream" } });
      const request = server.onlyRequest();
      expect(request.body).toEqual(Buffer.from(bytes));
      expect(request.headers["content-type"]).toEqual(["application/octet-stream"]);
      expect(request.headers["transfer-encoding"]).toEqual(["chunked"]);
      expect(request.headers["content-length"]).toBeUndefined();
    });

    test("rejects a stream of which something was read, and sends nothing", async () => {
      await using server = await startRecordingServer();
      const body = new Blob([bytes]).stream();
      const reader = body.getReader();
      await reader.read();
      reader.releaseLock();
      const headers = { "Content-Type": "application/octet-stream" } as const;
      await expect(clientFor(server).POST(path, { params, body, headers })).rejects.toThrow(
        "The body is a stream of which something was read already. Pass a new one.",
      );
      expect(server.requests).toEqual([]);
    });

    test.for([
      ["an object", { text: 'say "ü"' }, '{"text":"say \\"ü\\""}'],
      ["an array", [1, null], "[1,null]"],
      ["a number", 5, "5"],
      ["a boolean", false, "false"],
      ["null", null, "null"],
    ] as const)("sends %s as JSON without a Content-Type", async ([, value, written]) => {
      await using server = await startRecordingServer();
      const body = value as { [key: string]: unknown } | unknown[] | number | boolean | null;
      await clientFor(server).POST(path, { params, body });
      const request = server.onlyRequest();
      expect(request.body.toString()).toBe(written);
      expect(request.headers["content-type"]).toEqual(["application/json"]);
      expect(request.headers["content-length"]).toEqual([String(Buffer.byteLength(written))]);
    });

    test("sends a string with quotes as application/json", async () => {
      await using server = await startRecordingServer();
      await clientFor(server).POST(path, { params, body: "hello", headers: { "Content-Type": "application/json" } });
      expect(server.onlyRequest().body.toString()).toBe('"hello"');
      expect(server.onlyRequest().headers["content-type"]).toEqual(["application/json"]);
    });

    test("sends one Content-Type, whatever the letter case of its name", async () => {
      await using server = await startRecordingServer();
      const headers = { "content-type": "text/plain" } as unknown as { "Content-Type": "text/plain" };
      await clientFor(server).POST(path, { params, body: "hello", headers });
      expect(server.onlyRequest().headers["content-type"]).toEqual(["text/plain"]);
      expect(server.onlyRequest().body.toString()).toBe("hello");
    });

    test("rejects a Content-Type in the client's headers, which requests without a body would have", async () => {
      await using server = await startRecordingServer();
      const create = () => clientFor(server, { headers: { "content-type": "text/plain" } });
      expect(create).toThrow(InvalidInputError);
      expect(create).toThrow("`headers` of a client cannot have Content-Type: it belongs to the body of a call.");
    });

    test("rejects a missing, ambiguous or unexpected body before anything is sent", async () => {
      await using server = await startRecordingServer();
      const post = clientFor(server).POST as unknown as (path: string, options: object) => Promise<unknown>;
      await expect(post(path, { params })).rejects.toThrow(InvalidInputError);
      await expect(post(path, { params, body: "no Content-Type" })).rejects.toThrow(InvalidInputError);
      await expect(post("/api/hubs/{hub}/:closeConnections", { params, body: {} })).rejects.toThrow(InvalidInputError);
      await expectNothingArrived(server);
    });
  });

  describe("a request", () => {
    test("signs exactly the URL that is requested", async () => {
      await using server = await startRecordingServer();
      await clientFor(server).HEAD("/api/hubs/{hub}/groups/{group}", {
        params: { path: { hub: "ch[a]t", group: "a/ü 'b'" } },
      });
      const request = server.onlyRequest();
      expect(request.target).toBe(`/api/hubs/ch%5Ba%5Dt/groups/a%2F%C3%BC%20'b'?${V}`);
      expect(audienceOf(request)).toBe(`${server.origin}/api/hubs/ch%5Ba%5Dt/groups/a%2F%C3%BC%20'b'?${V}`);
    });

    test("reuses the token for the same URL, by the client's clock", async () => {
      await using server = await startRecordingServer();
      let now = Date.now();
      const client = clientFor(server, { now: () => now });
      await client.HEAD("/api/health");
      await client.HEAD("/api/health");
      now += 240_000;
      await client.HEAD("/api/health");
      const [first, second, third] = server.requests.map(({ headers }) => headers.authorization);
      expect(second).toEqual(first);
      expect(third).not.toEqual(first);
    });

    test("sends the token of a credential, which is called once for concurrent requests", async () => {
      await using server = await startRecordingServer();
      const getToken = vi.fn(async () => ({ token: "entra", expiresOnTimestamp: Date.now() + 3_600_000 }));
      const client = createClient({ endpoint: server.origin, credential: { getToken } });
      await Promise.all([client.HEAD("/api/health"), client.HEAD("/api/health"), client.HEAD("/api/health")]);
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
        ["Bearer entra"],
        ["Bearer entra"],
        ["Bearer entra"],
      ]);
      expect(getToken).toHaveBeenCalledTimes(1);
    });

    test("rejects with the error of a credential and sends nothing", async () => {
      await using server = await startRecordingServer();
      const failure = new Error("no identity");
      const client = createClient({ endpoint: server.origin, credential: { getToken: () => Promise.reject(failure) } });
      await expect(client.HEAD("/api/health")).rejects.toBe(failure);
      await expectNothingArrived(server);
    });

    test("sends nothing if the signal is aborted", async () => {
      await using server = await startRecordingServer();
      const signal = AbortSignal.abort();
      await expect(clientFor(server).HEAD("/api/health", { signal })).rejects.toMatchObject({
        name: "AbortError",
        cause: signal.reason,
        attempts: 0,
      });
      await expectNothingArrived(server);
    });

    test("sends the headers of the client and of the call, of which the call's win", async () => {
      await using server = await startRecordingServer();
      const client = clientFor(server, { headers: { "x-client": "1", "x-both": "client" } });
      await client.HEAD("/api/health", { headers: { "x-call": "2", "x-both": "call" } });
      const { headers } = server.onlyRequest();
      expect([headers["x-client"], headers["x-call"], headers["x-both"]]).toEqual([["1"], ["2"], ["call"]]);
    });

    test.for([
      ["of the client", { Authorization: "Bearer mine" }, undefined],
      ["of the call", undefined, { authorization: "Bearer mine" }],
      ["of the call over that of the client", { Authorization: "Bearer other" }, { authorization: "Bearer mine" }],
    ] as const)("sends the Authorization header %s", async ([, ofClient, ofCall]) => {
      await using server = await startRecordingServer();
      const client = clientFor(server, ofClient === undefined ? {} : { headers: ofClient });
      await client.HEAD("/api/health", ofCall === undefined ? {} : { headers: ofCall });
      expect(server.onlyRequest().headers.authorization).toEqual(["Bearer mine"]);
    });

    test("rejects a route that is not an operation", async () => {
      await using server = await startRecordingServer();
      const get = clientFor(server).GET as unknown as (path: string) => Promise<unknown>;
      await expect(get("/api/health")).rejects.toThrow("GET /api/health is not an operation of the API.");
      await expectRejected(server, get("/api/nothing"));
    });
  });

  describe("behind a reverse proxy", () => {
    const endpoint = "https://contoso.webpubsub.azure.com";
    const target = `/api/hubs/chat/groups/a%2Fb?${V}`;

    test.for([
      ["", target],
      ["/", target],
      ["/pubsub", `/pubsub${target}`],
      ["/pub%20sub/v1/", `/pub%20sub/v1${target}`],
    ] as const)("sends requests to a proxy at the path %j, with tokens for the service", async ([path, arrives]) => {
      await using server = await startRecordingServer();
      const client = createClient({ endpoint, accessKey: KEY, reverseProxyEndpoint: server.origin + path });
      await client.HEAD("/api/hubs/{hub}/groups/{group}", { params: { path: { hub: "chat", group: "a/b" } } });
      const request = server.onlyRequest();
      expect(request.target).toBe(arrives);
      expect(audienceOf(request)).toBe(endpoint + target);
    });

    test("signs for the endpoint of a connection string, with its path", async () => {
      await using server = await startRecordingServer();
      const client = createClient(`Endpoint=${endpoint}/at/a/path/;AccessKey=${KEY};Version=1.0;`, {
        reverseProxyEndpoint: `${server.origin}/proxy`,
      });
      await client.HEAD("/api/health");
      expect(server.onlyRequest().target).toBe(`/proxy/api/health?${V}`);
      expect(audienceOf(server.onlyRequest())).toBe(`${endpoint}/at/a/path/api/health?${V}`);
    });
  });

  describe("middleware", () => {
    const addsQuery: Middleware = { onRequest: ({ request }) => new Request(`${request.url}&extra=1%2F2`, request) };

    test("changes the query before it is signed", async () => {
      await using server = await startRecordingServer();
      const client = clientFor(server);
      client.use(addsQuery);
      await client.POST("/api/hubs/{hub}/:send", {
        params: { path: { hub: "chat" } },
        body: "hello",
        headers: { "Content-Type": "text/plain" },
      });
      const request = server.onlyRequest();
      expect(request.line).toBe(`POST /api/hubs/chat/:send?${V}&extra=1%2F2 HTTP/1.1`);
      expect(audienceOf(request)).toBe(server.origin + request.target);
      expect(request.body.toString()).toBe("hello");
    });

    test("changes the query behind a reverse proxy before it is signed for the service", async () => {
      await using server = await startRecordingServer();
      const client = createClient({ endpoint: "https://service", accessKey: KEY, reverseProxyEndpoint: server.origin });
      client.use(addsQuery);
      await client.HEAD("/api/health");
      expect(audienceOf(server.onlyRequest())).toBe(`https://service/api/health?${V}&extra=1%2F2`);
    });

    test("does nothing after it was ejected", async () => {
      await using server = await startRecordingServer();
      const client = clientFor(server);
      client.use(addsQuery);
      client.eject(addsQuery);
      await client.HEAD("/api/health");
      expect(server.onlyRequest().target).toBe(`/api/health?${V}`);
    });

    test("receives the values of a call, and a request that is not signed yet", async () => {
      await using server = await startRecordingServer();
      const client = clientFor(server);
      const seen: unknown[] = [];
      client.use({
        onRequest: ({ request, schemaPath, params }) => {
          seen.push(request.headers.has("Authorization"), schemaPath, params);
        },
      });
      const path = { hub: "chat", group: "a/b" };
      await client.HEAD("/api/hubs/{hub}/groups/{group}", { params: { path } });
      expect(seen).toEqual([
        false,
        "/api/hubs/{hub}/groups/{group}",
        { path, query: { "api-version": latestApiVersion } },
      ]);
      expect(audienceOf(server.onlyRequest())).toBe(server.origin + server.onlyRequest().target);
    });

    test("overrides the Authorization header", async () => {
      await using server = await startRecordingServer();
      const client = clientFor(server);
      client.use({ onRequest: ({ request }) => request.headers.set("Authorization", "Bearer its-own") });
      await client.HEAD("/api/health");
      expect(server.onlyRequest().headers.authorization).toEqual(["Bearer its-own"]);
    });
  });

  describe("a fetch", () => {
    /** Sends with the platform's fetch, and records the requests. */
    function recordingFetch() {
      const given: string[] = [];
      const fetch = (url: string, init: RequestInit) => {
        given.push(url);
        return globalThis.fetch(url, init);
      };
      return { given, fetch };
    }

    test("sends every request of the client, signed", async () => {
      await using server = await startRecordingServer();
      const { given, fetch } = recordingFetch();
      await clientFor(server, { fetch }).HEAD("/api/health");
      expect(given).toHaveLength(1);
      expect(audienceOf(server.onlyRequest())).toBe(`${server.origin}/api/health?${V}`);
    });

    test("sends the request of one call instead of the client's fetch", async () => {
      await using server = await startRecordingServer();
      const ofClient = recordingFetch();
      const ofCall = recordingFetch();
      const client = clientFor(server, { fetch: ofClient.fetch });
      await client.HEAD("/api/health", { fetch: ofCall.fetch });
      expect([ofClient.given.length, ofCall.given.length]).toEqual([0, 1]);
      expect(audienceOf(server.onlyRequest())).toBe(`${server.origin}/api/health?${V}`);
      await client.HEAD("/api/health");
      expect([ofClient.given.length, ofCall.given.length]).toEqual([1, 1]);
    });

    test("uses the platform's current fetch if the caller's function does", async () => {
      await using server = await startRecordingServer();
      const client = clientFor(server, { fetch: (url, init) => fetch(url, init) });
      const replaced = vi.fn(async () => new Response(null, { status: 503 }));
      vi.stubGlobal("fetch", replaced);
      onTestFinished(() => {
        vi.unstubAllGlobals();
      });
      const { response } = await client.HEAD("/api/health");
      expect(response.status).toBe(503);
      expect(replaced).toHaveBeenCalledTimes(1);
    });

    test("rejects the call with its exception as the cause", async () => {
      await using server = await startRecordingServer();
      const failure = new TypeError("the network is down");
      const fetch = () => Promise.reject(failure);
      await expect(clientFor(server, { fetch }).HEAD("/api/health")).rejects.toMatchObject({
        name: "ConnectionError",
        message: "getServiceStatus failed: no complete response (the network is down).",
        cause: failure,
        operation: "getServiceStatus",
        attempts: 1,
      });
      await expectNothingArrived(server);
    });
  });

  test.for([301, 302, 303, 307, 308])("returns an error for a redirect (%i) without following it", async (status) => {
    await using elsewhere = await startRecordingServer();
    await using server = await startRecordingServer(() => ({
      status,
      headers: { Location: `${elsewhere.origin}/there` },
    }));
    const { data, error, response } = await clientFor(server).POST("/api/hubs/{hub}/:send", {
      params: { path: { hub: "chat" } },
      body: {},
    });
    expect(data).toBeUndefined();
    expect(error?.code).toBe(`Http.${status}`);
    expect(response.status).toBe(status);
    expect(response.headers.get("location")).toBe(`${elsewhere.origin}/there`);
    expect(server.requests).toHaveLength(1);
    await expectNothingArrived(elsewhere);
  });

  test("does not follow a redirect of a request that middleware made", async () => {
    await using elsewhere = await startRecordingServer();
    const Location = `${elsewhere.origin}/there`;
    await using server = await startRecordingServer(() => ({ status: 307, headers: { Location } }));
    const client = clientFor(server);
    client.use({ onRequest: ({ request }) => new Request(request.url, { method: "HEAD" }) });
    const { response } = await client.HEAD("/api/health");
    expect(response.status).toBe(307);
    await expectNothingArrived(elsewhere);
  });

  describe("a failure", () => {
    const params = { path: { hub: "chat", group: "g" } };
    const json = { "Content-Type": "application/json; charset=utf-8" };
    const flat = { code: "Error.BadRequest", message: "No.", target: "Request", details: null, inner: null };

    test.for<[what: string, recorded: RecordedResponse, error: ServiceError]>([
      [
        "a flat body",
        { status: 400, headers: json, body: JSON.stringify(flat) },
        { code: "Error.BadRequest", message: "No.", target: "Request" },
      ],
      [
        "a validation problem",
        {
          status: 400,
          headers: { "Content-Type": "application/problem+json; charset=utf-8" },
          body: JSON.stringify({ code: "Error.BadRequest", message: "No.", target: "top", errors: { top: ["No."] } }),
        },
        { code: "Error.BadRequest", message: "No.", target: "top", errors: { top: ["No."] } },
      ],
      [
        "an enveloped body",
        { status: 400, headers: json, body: '{"error":{"code":"A","message":"a","innererror":{"code":"B"}}}' },
        { code: "A", message: "a", inner: { code: "B" } },
      ],
      [
        "a body with a Content-Length",
        { status: 400, headers: { ...json, "Content-Length": "26" }, body: '{"code":"A","message":"a"}' },
        { code: "A", message: "a" },
      ],
      [
        "text",
        { status: 404, headers: { "Content-Type": "text/plain" }, body: "Not here" },
        { code: "Http.404", message: "Not here" },
      ],
      [
        "an HTML page",
        { status: 502, headers: { "Content-Type": "text/html" }, body: "<h1>Bad Gateway</h1>" },
        { code: "Http.502", message: "<h1>Bad Gateway</h1>" },
      ],
      [
        "broken JSON",
        { status: 500, headers: { ...json, "x-ms-error-code": "A" }, body: '{"code":' },
        { code: "A", message: '{"code":' },
      ],
      [
        "no body and a code in a header",
        { status: 409, headers: { "x-ms-error-code": "Error.Connection.Conflict", "Content-Length": "0" } },
        { code: "Error.Connection.Conflict", message: "409 Conflict" },
      ],
      [
        "no body and no Content-Length",
        { status: 503, headers: { "Transfer-Encoding": "chunked" } },
        { code: "Http.503", message: "503 Service Unavailable" },
      ],
      [
        "an empty 401",
        { status: 401, headers: { "Content-Length": "0", "WWW-Authenticate": 'Bearer error="invalid_token"' } },
        { code: "Http.401", message: "The service rejected the token" },
      ],
      [
        "null",
        { status: 500, headers: json, body: "null" },
        { code: "Http.500", message: "500 Internal Server Error" },
      ],
      [
        "a number",
        { status: 500, headers: json, body: "5" },
        { code: "Http.500", message: "500 Internal Server Error" },
      ],
      [
        "false",
        { status: 500, headers: json, body: "false" },
        { code: "Http.500", message: "500 Internal Server Error" },
      ],
      [
        "an array",
        { status: 500, headers: json, body: "[]" },
        { code: "Http.500", message: "500 Internal Server Error" },
      ],
      ["a JSON string", { status: 500, headers: json, body: '"A"' }, { code: "Http.500", message: "A" }],
      ["304", { status: 304 }, { code: "Http.304", message: "304 Not Modified" }],
    ])("returns an error and no data for %s", async ([, recorded, expected]) => {
      await using server = await startRecordingServer(() => recorded);
      const result = await clientFor(server).GET("/api/hubs/{hub}/groups/{group}/connections", { params });
      const { message, ...members } = expected;
      expect(result.error).toMatchObject(members);
      expect(result.error?.message).toContain(
        `listConnectionsInGroup failed with ${message.startsWith(`${recorded.status} `) ? "" : `${recorded.status}: `}${message}`,
      );
      expect(result).not.toHaveProperty("data");
      expect(result.response.status).toBe(recorded.status);
      expect(server.requests).toHaveLength(1);
    });

    test.for([
      ["a code in its headers", { "x-ms-error-code": "Warning.Group.NotExisted" }, "Warning.Group.NotExisted"],
      ["the length of the body that GET would have", { ...json, "Content-Length": "114" }, "Http.404"],
      ["no headers", {}, "Http.404"],
    ] as const)("returns an error for HEAD with %s", async ([, headers, code]) => {
      await using server = await startRecordingServer(() => ({ status: 404, headers }));
      const result = await clientFor(server).HEAD("/api/hubs/{hub}/groups/{group}", { params });
      expect(result.error).toMatchObject({ code, status: 404 });
      expect(result.error?.message).toMatch(/^groupExists failed with 404 Not Found/);
      expect(result).not.toHaveProperty("data");
      expect(result.response.status).toBe(404);
    });

    test("rejects if it cannot connect", async () => {
      await using server = await startRecordingServer();
      await server[Symbol.asyncDispose]();
      await expect(clientFor(server).HEAD("/api/health")).rejects.toThrow(
        /^getServiceStatus could not connect to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\.$/,
      );
    });
  });

  describe("a success", () => {
    const members = { value: [{ connectionId: "c", userId: null }] };

    test.for<[what: string, headers: Record<string, string>]>([
      ["with a Content-Length", { "Content-Length": String(JSON.stringify(members).length) }],
      ["chunked", {}],
    ])("returns data and no error for a body, %s", async ([, headers]) => {
      await using server = await startRecordingServer(() => ({
        status: 200,
        headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
        body: JSON.stringify(members),
      }));
      const result = await clientFor(server).GET("/api/hubs/{hub}/groups/{group}/connections", {
        params: { path: { hub: "chat", group: "g" } },
      });
      expect(result.data).toEqual(members);
      expect(result).not.toHaveProperty("error");
      expect(result.response.status).toBe(200);
    });

    test.for<[what: string, recorded: RecordedResponse]>([
      ["202 with a Content-Length of 0", { status: 202, headers: { "Content-Length": "0" } }],
      ["202 chunked", { status: 202, headers: { "Transfer-Encoding": "chunked" } }],
      ["200 with a Content-Length of 0", { status: 200, headers: { "Content-Length": "0" } }],
      ["204", { status: 204 }],
    ])("returns neither data nor error for %s", async ([, recorded]) => {
      await using server = await startRecordingServer(() => recorded);
      const result = await clientFor(server).POST("/api/hubs/{hub}/:send", {
        params: { path: { hub: "chat" } },
        body: {},
      });
      expect(result.data).toBeUndefined();
      expect(result).not.toHaveProperty("error");
      expect(result.response.status).toBe(recorded.status);
    });

    test("returns neither data nor error for HEAD", async () => {
      await using server = await startRecordingServer(() => ({ status: 200, headers: { "Content-Length": "20" } }));
      const result = await clientFor(server).HEAD("/api/health");
      expect(result.data).toBeUndefined();
      expect(result).not.toHaveProperty("error");
      expect(result.response.status).toBe(200);
    });
  });
});
