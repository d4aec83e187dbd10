import { inspect } from "node:util";
import jwt from "jsonwebtoken";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../conformance/emulator/index.js";
import { type LatestApiVersion, latestApiVersion } from "../../generated/versions.js";
import {
  AbortedError,
  AuthenticationError,
  ConnectionError,
  ThrottledError,
  TimeoutError,
  WebPubSubError,
} from "../response/web-pub-sub-error.js";
import { startRawServer } from "../testing/raw-server.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";
import type { ClientBaseOptions } from "./client-options.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const OTHER_KEY = "YW5vdGhlci1hbm90aGVyLWFub3RoZXItYW5vdGhlci0=";
const GROUP = { params: { path: { hub: "chat", group: "g" } } };
const json = { "Content-Type": "application/json" };

function clientTo(endpoint: string, options: ClientBaseOptions<LatestApiVersion> = {}) {
  const client = createClient({ endpoint, accessKey: KEY, retry: false, ...options });
  onTestFinished(() => client.close());
  return client;
}

async function errorOf(call: Promise<unknown>): Promise<WebPubSubError> {
  const error = await call.then(
    () => expect.fail("The call did not reject."),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(WebPubSubError);
  expect(error).toBeInstanceOf(Error);
  return error as WebPubSubError;
}

describe("createClient", () => {
  describe("throwOnError", () => {
    const body = JSON.stringify({
      code: "Error.BadRequest",
      message: "The group does not exist.",
      target: "group",
      inner: { code: "NotFound" },
    });

    test("rejects with everything that the service reported", async () => {
      await using server = await startRecordingServer(() => ({ status: 400, headers: json, body }));
      const error = await errorOf(
        clientTo(server.origin, { throwOnError: true }).GET("/api/hubs/{hub}/groups/{group}/connections", GROUP),
      );
      expect(error.constructor).toBe(WebPubSubError);
      expect(error).toMatchObject({
        name: "WebPubSubError",
        message: "listConnectionsInGroup failed with 400: The group does not exist. (Error.BadRequest)",
        operation: "listConnectionsInGroup",
        status: 400,
        code: "Error.BadRequest",
        target: "group",
        inner: { code: "NotFound" },
        attempts: 1,
        retryable: false,
      });
      expect(error.response).toBeInstanceOf(Response);
      expect("cause" in error).toBe(false);
      expectTypeOf(error).toMatchTypeOf<{
        operation: string;
        status: number | undefined;
        code: string | undefined;
        target: string | undefined;
        requestId: string | undefined;
        retryAfter: number | undefined;
        response: Response | undefined;
        attempts: number;
        retryable: boolean;
      }>();
    });

    test.for([
      [400, WebPubSubError, "WebPubSubError", false],
      [401, AuthenticationError, "AuthenticationError", false],
      [403, AuthenticationError, "AuthenticationError", false],
      [404, WebPubSubError, "WebPubSubError", false],
      [408, WebPubSubError, "WebPubSubError", true],
      [429, ThrottledError, "ThrottledError", true],
      [500, WebPubSubError, "WebPubSubError", true],
      [503, WebPubSubError, "WebPubSubError", true],
    ] as const)(
      "rejects after %i with an error of its class, retryable for a repeatable request",
      async ([status, type, name, retryable]) => {
        await using server = await startRecordingServer(() => ({ status }));
        const error = await errorOf(
          clientTo(server.origin).HEAD("/api/hubs/{hub}/groups/{group}", { ...GROUP, throwOnError: true }),
        );
        expect(error.constructor).toBe(type);
        expect(error).toMatchObject({
          name,
          operation: "groupExists",
          status,
          code: `Http.${status}`,
          retryable,
        });
        expect(error).not.toHaveProperty("target");
        expect(error.message).toMatch(new RegExp(`^groupExists failed with ${status}:? [A-Z]`));
      },
    );

    test.for([
      [429, {}, true],
      [500, {}, false],
      [503, {}, false],
      [503, { "Retry-After": "600" }, true],
    ] as const)(
      "rejects after %i %o and tells whether the send is safe to repeat",
      async ([status, headers, retryable]) => {
        await using server = await startRecordingServer(() => ({ status, headers }));
        const error = await errorOf(
          clientTo(server.origin, { throwOnError: true }).POST("/api/hubs/{hub}/:send", {
            params: { path: { hub: "chat" } },
            body: {},
          }),
        );
        expect(error).toMatchObject({ operation: "sendToAll", status, retryable });
      },
    );

    test("rejects with the code of the headers if there is no body", async () => {
      const headers = { "x-ms-error-code": "Warning.Group.NotExisted" };
      await using server = await startRecordingServer(() => ({ status: 404, headers }));
      const error = await errorOf(
        clientTo(server.origin, { throwOnError: true }).HEAD("/api/hubs/{hub}/groups/{group}", GROUP),
      );
      expect(error.message).toBe("groupExists failed with 404 Not Found (Warning.Group.NotExisted)");
      expect(error.code).toBe("Warning.Group.NotExisted");
    });

    test("yields to the option of the call", async () => {
      await using server = await startRecordingServer(() => ({ status: 404 }));
      const throwing = clientTo(server.origin, { throwOnError: true });
      const { error } = await throwing.HEAD("/api/hubs/{hub}/groups/{group}", { ...GROUP, throwOnError: false });
      expect(error?.code).toBe("Http.404");
      await errorOf(clientTo(server.origin).HEAD("/api/hubs/{hub}/groups/{group}", { ...GROUP, throwOnError: true }));
    });

    test("resolves on success", async () => {
      await using server = await startRecordingServer();
      const { response } = await clientTo(server.origin, { throwOnError: true }).HEAD("/api/health");
      expect(response.status).toBe(202);
    });

    test("rejects if middleware responds with a failure", async () => {
      const client = clientTo("https://contoso.webpubsub.azure.com", { throwOnError: true });
      client.use({ onRequest: () => new Response(null, { status: 401 }) });
      const error = await errorOf(client.HEAD("/api/health"));
      expect(error).toMatchObject({
        name: "AuthenticationError",
        attempts: 0,
        message: "getServiceStatus failed with 401",
      });
    });
  });

  describe("a call without a response", () => {
    test.for([
      ["no response", ""],
      ["half a head", "HTTP/1.1 200 OK\r\nConte"],
      ["half a body", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}"],
      ["one chunk of several", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"],
      ["garbage", "\0\0\0\0\r\n\r\n"],
    ] as const)("rejects with a ConnectionError after %s", async ([, bytes]) => {
      await using server = await startRawServer((socket) => socket.end(bytes));
      const error = await errorOf(clientTo(server.origin).GET("/api/hubs/{hub}/groups/{group}/connections", GROUP));
      expect(error.constructor).toBe(ConnectionError);
      expect(error).toMatchObject({
        name: "ConnectionError",
        operation: "listConnectionsInGroup",
        attempts: 1,
        retryable: true,
        cause: expect.any(Error),
      });
      expect(error.message).toMatch(/^listConnectionsInGroup failed: no complete response \(\S.*\)\.$/);
    });

    test("rejects with `retryable` only if the service certainly did not act on a send", async () => {
      const server = await startRawServer((socket) => socket.destroy());
      const send = () =>
        clientTo(server.origin).POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, body: {} });
      expect(await errorOf(send())).toMatchObject({ name: "ConnectionError", retryable: false });
      await server[Symbol.asyncDispose]();
      expect(await errorOf(send())).toMatchObject({ name: "ConnectionError", retryable: true });
    });

    test("rejects with errors of one base class that differ by name", () => {
      for (const type of [AbortedError, AuthenticationError, ConnectionError, ThrottledError, TimeoutError]) {
        const error = new type("A message.", { operation: "sendToAll", attempts: 1, retryable: false, requestId: "1" });
        expect(error).toBeInstanceOf(WebPubSubError);
        expect(error.name).toBe(type === AbortedError ? "AbortError" : type.name);
      }
    });
  });

  describe("the error", () => {
    const failure = { status: 400, headers: { ...json, "Retry-After": "3" }, body: '{"code":"A","message":"a"}' };
    const send = (server: { origin: string }, options: object = {}) =>
      clientTo(server.origin).POST("/api/hubs/{hub}/:send", {
        params: { path: { hub: "chat" } },
        body: {},
        ...options,
      });

    test("is the same whether the call rejects or resolves", async () => {
      await using server = await startRecordingServer(() => failure);
      const headers = { "x-ms-client-request-id": "request-1" };
      const { error } = await send(server, { headers });
      const thrown = await errorOf(send(server, { headers, throwOnError: true }));
      expect(error).toBeInstanceOf(WebPubSubError);
      expect(thrown).toEqual(error);
      expect(error?.stack).toContain("sendToAll failed with 400: a (A)");
    });

    test.for([429, 503])("says how long to wait after %i", async (status) => {
      await using server = await startRecordingServer(() => ({ ...failure, status }));
      expect((await send(server)).error?.retryAfter).toBe(3000);
    });

    test("has the request id that the server received", async () => {
      await using server = await startRecordingServer(() => failure);
      const { error } = await send(server);
      expect(error?.requestId).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
      expect(server.onlyRequest().headers["x-ms-client-request-id"]).toEqual([error?.requestId]);
    });

    test("keeps the request id over all attempts, also of a call without a response", async () => {
      await using server = await startRecordingServer(() => ({ status: 503 }));
      const { error } = await clientTo(server.origin, { retry: { baseDelay: 1 } }).HEAD("/api/health");
      const ids = server.requests.map(({ headers }) => headers["x-ms-client-request-id"]);
      expect(ids).toEqual(Array(4).fill([error?.requestId]));
      await server[Symbol.asyncDispose]();
      const lost = await errorOf(clientTo(server.origin).HEAD("/api/health"));
      expect(lost.requestId).toMatch(/^[\da-f]{8}-/);
    });

    test("is written as JSON, and printed, without response and request", async () => {
      await using server = await startRecordingServer(() => failure);
      const headers = { "x-ms-client-request-id": "request-1" };
      const { error } = await send(server, { headers });
      const members = { operation: "sendToAll", attempts: 1, retryable: false, requestId: "request-1" };
      expect(JSON.parse(JSON.stringify(error))).toEqual({
        ...members,
        name: "WebPubSubError",
        message: "sendToAll failed with 400: a (A)",
        status: 400,
        code: "A",
        retryAfter: 3000,
      });
      const printed = inspect(error, { depth: 9 });
      expect(printed).toMatch(/^WebPubSubError: sendToAll failed with 400: a \(A\)\n {4}at /);
      expect(printed).not.toContain("Response {");
    });

    test.for([400, 401, 403, 404, 409, 413, 429, 500, 503])(
      "contains no token that the server repeats with %i",
      async (status) => {
        await using server = await startRecordingServer(({ headers }) => {
          const [token = ""] = headers.authorization ?? [];
          return { status, headers: json, body: JSON.stringify({ code: token, message: token, target: token }) };
        });
        const { error } = await send(server);
        const [, token = ""] = server.onlyRequest().headers.authorization?.[0]?.split(" ") ?? [];
        expect(token).toMatch(/^eyJ/);
        const shown = `${inspect(error, { showHidden: true, depth: 9 })} ${JSON.stringify(error)} ${error?.stack}`;
        expect(shown).not.toContain(token);
        expect(shown).not.toContain(token.split(".")[2]);
      },
    );
  });

  describe("a success with an unexpected body", () => {
    test.for([
      ["HTML", "<h1>Welcome</h1>"],
      ["broken JSON", '{"a":'],
      ["2 MB", "x".repeat(2_000_000)],
    ])("is a success if the message was accepted, whatever %s says", async ([, body]) => {
      await using server = await startRecordingServer(() => ({ status: 202, headers: json, body: body ?? "" }));
      const send = { params: { path: { hub: "chat" } }, body: {} };
      const result = await clientTo(server.origin).POST("/api/hubs/{hub}/:send", send);
      expect(result).toMatchObject({ data: undefined, response: { status: 202 } });
      expect(result.error).toBeUndefined();
    });

    test("rejects a page that is too long", async () => {
      const body = Buffer.alloc(17_000_000, 32);
      await using server = await startRecordingServer(() => ({ status: 200, headers: json, body }));
      const error = await errorOf(clientTo(server.origin).GET("/api/hubs/{hub}/groups/{group}/connections", GROUP));
      expect(error.message).toBe("listConnectionsInGroup returned 200 with a body of more than 16777216 bytes.");
    });

    test.for([
      ["HTML", "text/html", "<!doctype html><title>Sign in</title>"],
      ["incomplete JSON", "application/json", '{"value":['],
      ["JSON and more", "application/json", '{"value":[]}x'],
      ["text", "text/plain", "ok"],
    ] as const)("rejects %s", async ([, type, body]) => {
      await using server = await startRecordingServer(() => ({ status: 200, headers: { "Content-Type": type }, body }));
      const error = await errorOf(clientTo(server.origin).GET("/api/hubs/{hub}/groups/{group}/connections", GROUP));
      expect(error.constructor).toBe(WebPubSubError);
      expect(error).toMatchObject({
        message: `listConnectionsInGroup returned 200 with a body that is not JSON (${type}).`,
        operation: "listConnectionsInGroup",
        attempts: 1,
        retryable: false,
        status: 200,
        cause: expect.any(SyntaxError),
      });
      expect(server.requests).toHaveLength(1);
    });

    test("rejects an empty body if the operation responds with JSON", async () => {
      await using server = await startRecordingServer(() => ({ status: 200, headers: { "Content-Length": "0" } }));
      const client = clientTo(server.origin);
      const error = await errorOf(client.GET("/api/hubs/{hub}/groups/{group}/connections", GROUP));
      expect(error).toMatchObject({
        message: "listConnectionsInGroup returned 200 without a body; JSON was expected.",
        attempts: 1,
        status: 200,
      });
      const { error: none } = await client.POST("/api/hubs/{hub}/:send", {
        params: { path: { hub: "chat" } },
        body: {},
      });
      expect(none).toBeUndefined();
    });

    test("rejects with the number of attempts", async () => {
      const responses = [{ status: 500 }, { status: 500 }, { status: 200, body: "ok" }];
      await using server = await startRecordingServer(() => responses.shift() ?? { status: 204 });
      const client = clientTo(server.origin, { retry: { baseDelay: 1 } });
      const error = await errorOf(client.GET("/api/hubs/{hub}/groups/{group}/connections", GROUP));
      expect(error).toMatchObject({ attempts: 3, cause: expect.any(SyntaxError) });
    });
  });

  describe("a redirect", () => {
    test.for([301, 302, 303, 307, 308])("returns an error for %i and sends the token nowhere", async (status) => {
      await using elsewhere = await startRecordingServer();
      const location = `${elsewhere.origin}/login?state=secret#a`;
      await using server = await startRecordingServer(() => ({
        status,
        headers: { Location: location, "Content-Length": "0" },
      }));
      const { error } = await clientTo(server.origin, { retry: {} }).HEAD("/api/health");
      expect(error).toMatchObject({
        code: `Http.${status}`,
        message: `getServiceStatus failed with ${status}: The service redirected to ${elsewhere.origin}/login. Redirects are not followed: the token is valid for the requested URL only. Check \`endpoint\`.`,
      });
      expect(server.requests).toHaveLength(1);
      expect(elsewhere.connections).toBe(0);
    });

    test("returns an error for a redirect whose target a browser hides", async () => {
      // As in a browser: the status is 0 and there are no headers.
      const hidden = Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
      const client = clientTo("https://contoso.webpubsub.azure.com", { fetch: async () => hidden });
      const { error, response } = await client.HEAD("/api/health");
      expect(response.status).toBe(0);
      expect(error?.message).toMatch(
        /^getServiceStatus failed with 0: The service redirected\. Redirects are not followed/,
      );
    });

    test("returns 304 as a failure, not as a redirect", async () => {
      await using server = await startRecordingServer(() => ({ status: 304 }));
      const { error } = await clientTo(server.origin).HEAD("/api/health");
      expect(error?.message).toBe("getServiceStatus failed with 304 Not Modified");
    });
  });

  describe("a 401", () => {
    async function running(options: EmulatorOptions = {}): Promise<Emulator> {
      const emulator = await startEmulator({ accessKey: KEY, ...options });
      onTestFinished(() => emulator.close());
      return emulator;
    }

    /** The message of a rejected call, which must not contain a secret. */
    async function messageOf(call: Promise<{ error?: WebPubSubError; response: Response }>): Promise<string> {
      const { error, response } = await call;
      expect(response.status).toBe(401);
      expect(error?.code).toBe("Http.401");
      const message = error?.message ?? "";
      expect(message).toMatch(/^groupExists failed with 401: The service rejected the token\.\n/);
      for (const secret of [KEY, OTHER_KEY, "eyJ"]) expect(message).not.toContain(secret);
      return message;
    }

    test("names the key if it is wrong", async () => {
      const emulator = await running();
      const client = createClient({ endpoint: emulator.endpoint, accessKey: OTHER_KEY });
      onTestFinished(() => client.close());
      const message = await messageOf(client.HEAD("/api/hubs/{hub}/groups/{group}", GROUP));
      expect(message).toContain(
        "\nIts reason: signature: The token was not signed with an access key of this resource",
      );
      expect(message).toContain("\nAudience and time match, so the key is wrong: ");
      const address = `${emulator.endpoint}/api/hubs/chat/groups/g?api-version=${latestApiVersion}`;
      expect(message).toContain(`\n  audience      ${address}\n  expected      ${address}\n`);
    });

    test("warns of a key that was base64-decoded", async () => {
      const emulator = await running();
      const accessKey = Buffer.from(KEY, "base64").toString("latin1");
      const client = createClient({ endpoint: emulator.endpoint, accessKey });
      onTestFinished(() => client.close());
      expect(await messageOf(client.HEAD("/api/hubs/{hub}/groups/{group}", GROUP))).toContain(
        "do not base64-decode it",
      );
    });

    test("names a clock that is slow", async () => {
      const emulator = await running();
      const client = clientTo(emulator.endpoint, { now: () => Date.now() - 24 * 3_600_000 });
      const message = await messageOf(client.HEAD("/api/hubs/{hub}/groups/{group}", GROUP));
      expect(message).toMatch(/\nIts reason: expired: /);
      expect(message).toMatch(
        /\nThe token has expired\.\nThe local clock is 86(?:39|40)\d s behind the service's\. Synchronize it\.$/,
      );
      expect(message).toMatch(/\n {2}local time {4}\S+Z\n {2}service time {2}\S+Z\n/);
    });

    test("names a proxy that the client does not know", async () => {
      const emulator = await running();
      await using proxy = await startProxy(emulator);
      const message = await messageOf(clientTo(proxy.origin).HEAD("/api/hubs/{hub}/groups/{group}", GROUP));
      expect(message).toContain("\nIts reason: audience host: The token's audience has another host than the request");
      expect(message).toContain("set `reverseProxyEndpoint` to the proxy and `endpoint` to the service.");
    });

    test("names the endpoint if it is wrong behind a known proxy", async () => {
      const emulator = await running();
      await using proxy = await startProxy(emulator);
      const client = clientTo("https://contoso.webpubsub.azure.com", { reverseProxyEndpoint: proxy.origin });
      const message = await messageOf(client.HEAD("/api/hubs/{hub}/groups/{group}", GROUP));
      expect(message).toContain("\n  expected      https://contoso.webpubsub.azure.com/api/hubs/chat/groups/g?");
      expect(message).toContain(`\n  sent to       ${proxy.origin}/api/hubs/chat/groups/g?`);
      expect(message).toContain("Set `endpoint` to the service");
      // With the right endpoint it works.
      const correct = clientTo(emulator.endpoint, { reverseProxyEndpoint: proxy.origin });
      expect((await correct.HEAD("/api/health")).error).toBeUndefined();
      expect((await correct.HEAD("/api/hubs/{hub}/groups/{group}", GROUP)).response.status).toBe(404);
    });

    test("names the audience of a token that the caller signed", async () => {
      const emulator = await running();
      const aud = `${emulator.endpoint}/api/hubs/other/groups/g`;
      const token = jwt.sign({ aud, exp: Math.floor(Date.now() / 1000) + 60 }, KEY);
      const headers = { Authorization: `Bearer ${token}` };
      const message = await messageOf(
        clientTo(emulator.endpoint).HEAD("/api/hubs/{hub}/groups/{group}", { ...GROUP, headers }),
      );
      expect(message).toContain(
        `\n  audience      ${aud}\n  expected      ${emulator.endpoint}/api/hubs/chat/groups/g?`,
      );
      expect(message).toContain("or let the client set Authorization.");
    });

    test("names the clock of a service that is ahead of the local one", async () => {
      const emulator = await startEmulator({ accessKey: KEY, clock: "manual" });
      onTestFinished(() => emulator.close());
      await emulator.clock.advance(600);
      const message = await messageOf(clientTo(emulator.endpoint).HEAD("/api/hubs/{hub}/groups/{group}", GROUP));
      expect(message).toContain("\nIts reason: expired: ");
      expect(message).toMatch(/\nBy the service's clock, the token is not valid now\. Pass that clock as `now`\.$/);
      const client = createClient(emulator.connectionString, { now: () => emulator.clock.now() });
      onTestFinished(() => client.close());
      expect((await client.HEAD("/api/hubs/{hub}/groups/{group}", GROUP)).response.status).toBe(404);
    });

    test("does not name missing access for a token of Microsoft Entra that the emulator does not accept", async () => {
      const emulator = await running();
      const parts = [
        { alg: "RS256" },
        { aud: "https://webpubsub.azure.com", exp: Math.floor(Date.now() / 1000) + 3600 },
      ];
      const token = `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.c2lnbmF0dXJl`;
      const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
      const client = createClient({ endpoint: emulator.endpoint, credential });
      onTestFinished(() => client.close());
      const message = await messageOf(client.HEAD("/api/hubs/{hub}/groups/{group}", GROUP));
      expect(message).toContain(
        "\n  audience      https://webpubsub.azure.com\n  expected      https://webpubsub.azure.com\n",
      );
      expect(message).toContain("\nIts reason: algorithm: ");
      expect(message).not.toContain("the identity lacks access");
      expect(message).not.toContain("c2lnbmF0dXJl");
    });

    test("explains the 401 in the thrown error too", async () => {
      const emulator = await running();
      const client = createClient({ endpoint: emulator.endpoint, accessKey: OTHER_KEY, throwOnError: true });
      onTestFinished(() => client.close());
      const error = await errorOf(client.HEAD("/api/hubs/{hub}/groups/{group}", GROUP));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toMatch(
        /^groupExists failed with 401: The service rejected the token\.\nIts reason: signature: /,
      );
    });

    /** A gateway: passes requests on with the emulator's host. */
    function startProxy(emulator: Emulator) {
      return startRawServer((socket, head) => {
        const [line = "", ...fields] = head.split("\r\n");
        const [method = "", path = ""] = line.split(" ");
        const authorization = fields.find((field) => /^authorization:/i.test(field))?.replace(/^.*?: */, "") ?? "";
        void fetch(emulator.endpoint + path, { method, headers: { authorization } }).then((response) => {
          const challenge = response.headers.get("WWW-Authenticate");
          socket.write(
            [
              `HTTP/1.1 ${response.status} ${response.statusText}`,
              `Date: ${response.headers.get("Date")}`,
              ...(challenge === null ? [] : [`WWW-Authenticate: ${challenge}`]),
              "Content-Length: 0",
              "",
              "",
            ].join("\r\n"),
          );
        });
      });
    }
  });
});
