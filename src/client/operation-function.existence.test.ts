import { once } from "node:events";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { startEmulator } from "../../conformance/emulator/index.js";
import { checkPermission, connectionExists, groupExists, userExists } from "../../generated/functions.js";
import { isServiceHealthy } from "../helpers/health.js";
import { AuthenticationError, ConnectionError, WebPubSubError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { createClient } from "./client.js";
import type { ApiVersion } from "./client-options.js";
import type { AnyClient } from "./client-settings.js";

const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";

async function start() {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const client = createClient(emulator.connectionString);
  onTestFinished(() => client.close());
  const socket = new WebSocket(
    emulator.clientUrl("chat", { userId: "alice", groups: ["lobby"], roles: ["webpubsub.sendToGroup.lobby"] }),
    "json.webpubsub.azure.v1",
  );
  onTestFinished(() => socket.terminate());
  const [frame] = await once(socket, "message");
  const { connectionId } = JSON.parse(String(frame)) as { connectionId: string };
  return { emulator, client, connectionId };
}

/** A client of a server that always returns the status. */
async function clientReceiving(status: number, apiVersion: ApiVersion = "2024-12-01") {
  const server = await startRecordingServer(() => ({ status, headers: { "Content-Length": "0" } }));
  const client = createClient({ endpoint: server.origin, accessKey: KEY, retry: false, apiVersion });
  onTestFinished(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });
  return { server, client };
}

const hub = "chat";
const permission = { hub, permission: "sendToGroup", connectionId: "c", targetName: "a/b" } as const;

/** The helpers that check existence, and what each of them sends. */
const checks: [name: string, check: (client: AnyClient) => Promise<boolean>, operation: string, target: string][] = [
  [
    "connectionExists",
    (client) => connectionExists(client, { hub, connectionId: "-c" }),
    "connectionExists",
    "/api/hubs/chat/connections/-c?",
  ],
  [
    "groupExists",
    (client) => groupExists(client, { hub, group: "a/b" }),
    "groupExists",
    "/api/hubs/chat/groups/a%2Fb?",
  ],
  ["userExists", (client) => userExists(client, { hub, userId: "ü" }), "userExists", "/api/hubs/chat/users/%C3%BC?"],
  [
    "checkPermission",
    (client) => checkPermission(client, permission),
    "checkPermission",
    "/api/hubs/chat/permissions/sendToGroup/connections/c?targetName=a%2Fb&",
  ],
];

describe("existence helpers, against the emulator", () => {
  test("connectionExists returns true while the connection exists", async () => {
    const { emulator, client, connectionId } = await start();
    expect(await connectionExists(client, { hub, connectionId })).toBe(true);
    expect(await connectionExists(client, { hub: "other", connectionId })).toBe(false);
    expect(await connectionExists(client, { hub, connectionId: "nobody" })).toBe(false);
    await emulator.reset();
    expect(await connectionExists(client, { hub, connectionId })).toBe(false);
  });

  test("groupExists returns true for a group with a member", async () => {
    const { client } = await start();
    expect(await groupExists(client, { hub, group: "lobby" })).toBe(true);
    expect(await groupExists(client, { hub, group: "Lobby" })).toBe(false);
  });

  test("userExists returns true for a user with a connection", async () => {
    const { client } = await start();
    expect(await userExists(client, { hub, userId: "alice" })).toBe(true);
    expect(await userExists(client, { hub, userId: "bob" })).toBe(false);
  });

  test("checkPermission returns true for a permission that the connection has in the group", async () => {
    const { client, connectionId } = await start();
    const lobby = { hub, connectionId, permission: "sendToGroup", targetName: "lobby" } as const;
    expect(await checkPermission(client, lobby)).toBe(true);
    expect(await checkPermission(client, { ...lobby, permission: "joinLeaveGroup" })).toBe(false);
    expect(await checkPermission(client, { ...lobby, targetName: "other" })).toBe(false);
    expect(await checkPermission(client, { ...lobby, connectionId: "nobody" })).toBe(false);
  });

  test("isServiceHealthy returns true", async () => {
    const { client } = await start();
    expect(await isServiceHealthy(client)).toBe(true);
  });
});

describe.for(checks)("%s", ([, check, operation, target]) => {
  test("sends one HEAD request", async () => {
    const { server, client } = await clientReceiving(200);
    expect(await check(client)).toBe(true);
    const { line } = server.onlyRequest();
    const [path, query = ""] = target.split("?");
    expect(line).toBe(`HEAD ${path}?api-version=2024-12-01${query && `&${query.slice(0, -1)}`} HTTP/1.1`);
  });

  test("returns true after 200 and false after 404, for a client of any api-version", async () => {
    for (const apiVersion of ["2024-12-01", "2023-07-01"] as const) {
      expect(await check((await clientReceiving(200, apiVersion)).client)).toBe(true);
      expect(await check((await clientReceiving(404, apiVersion)).client)).toBe(false);
    }
  });

  test.for([400, 401, 403, 405, 410, 429, 500, 503, 302])("rejects after %d", async (status) => {
    const { client } = await clientReceiving(status);
    const error = await check(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WebPubSubError);
    expect(error).toMatchObject({ operation, status });
  });

  test.for([200, 404])("rejects a web page with %d, which another server sent", async (status) => {
    const headers = { "Content-Type": status === 200 ? "text/html; charset=utf-8" : "Text/HTML" };
    await using server = await startRecordingServer(() => ({ status, headers }));
    const client = createClient({ endpoint: server.origin, accessKey: KEY });
    onTestFinished(() => client.close());
    await expect(check(client)).rejects.toMatchObject({
      message: `${operation} returned ${status} with a web page, which is not the service's. Check \`endpoint\`.`,
      attempts: 1,
    });
  });

  test.for([202, 204, 206])("rejects after %d, a success that is neither 200 nor 404", async (status) => {
    const { client } = await clientReceiving(status);
    const error = await check(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WebPubSubError);
    expect(error).toMatchObject({
      operation,
      status,
      attempts: 1,
      retryable: false,
      message: `${operation} returned ${status}; only 200 (true) and 404 (false) are expected.`,
    });
  });
});

describe("isServiceHealthy", () => {
  test.for([500, 502, 503, 504])("returns false after %d", async (status) => {
    expect(await isServiceHealthy((await clientReceiving(status)).client)).toBe(false);
  });

  test.for([400, 401, 404, 429, 302, 204])("rejects after %d, which says nothing about health", async (status) => {
    await expect(isServiceHealthy((await clientReceiving(status)).client)).rejects.toMatchObject({
      operation: "getServiceStatus",
      status,
    });
  });

  test("rejects a web page with 200, which another server sent", async () => {
    await using server = await startRecordingServer(() => ({ status: 200, headers: { "Content-Type": "text/html" } }));
    const client = createClient({ endpoint: server.origin, accessKey: KEY });
    onTestFinished(() => client.close());
    await expect(isServiceHealthy(client)).rejects.toThrow("getServiceStatus returned 200 with a web page");
  });

  test("returns true if a retry returns 200", async () => {
    const { emulator, client } = await start();
    emulator.addFault({ match: { operation: "getServiceStatus" }, action: "status", status: 503 });
    expect(await isServiceHealthy(client, { retry: { baseDelay: 1 } })).toBe(true);
    emulator.addFault({ match: { operation: "getServiceStatus" }, action: "status", status: 503 });
    expect(await isServiceHealthy(client, { retry: false })).toBe(false);
  });
});

describe("existence helpers", () => {
  const all = [...checks.map(([, check]) => check), isServiceHealthy];

  test("reject with a ConnectionError without a server", async () => {
    const { server, client } = await clientReceiving(200);
    await server[Symbol.asyncDispose]();
    for (const check of all) await expect(check(client)).rejects.toThrow(ConnectionError);
  });

  test("reject with an AuthenticationError if the key is wrong", async () => {
    const { emulator } = await start();
    const client = createClient({ endpoint: emulator.endpoint, accessKey: KEY });
    onTestFinished(() => client.close());
    for (const [, check] of checks) await expect(check(client)).rejects.toThrow(AuthenticationError);
  });

  test("return false after 404 for a client with throwOnError", async () => {
    const { server } = await clientReceiving(404);
    const client = createClient({ endpoint: server.origin, accessKey: KEY, throwOnError: true });
    onTestFinished(() => client.close());
    for (const [, check] of checks) expect(await check(client)).toBe(false);
  });

  test("pass signal, timeout, deadline and retry on", async () => {
    const { emulator, client } = await start();
    const signal = AbortSignal.abort();
    await expect(groupExists(client, { hub, group: "lobby", signal })).rejects.toMatchObject({ name: "AbortError" });
    await expect(isServiceHealthy(client, { signal })).rejects.toMatchObject({ name: "AbortError" });
    emulator.addFault({ match: { operation: "userExists" }, action: "delay", delayMs: 60_000 });
    const late = userExists(client, { hub, userId: "alice", timeout: 20, retry: false });
    await expect(late).rejects.toMatchObject({ name: "TimeoutError", attempts: 1 });
    emulator.addFault({ match: { operation: "userExists" }, action: "delay", delayMs: 60_000 });
    const limited = userExists(client, { hub, userId: "alice", deadline: 20 });
    await expect(limited).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("reject invalid values and send nothing", async () => {
    const { server, client } = await clientReceiving(200);
    for (const rejected of [
      connectionExists(client, { hub: "1", connectionId: "c" }),
      connectionExists(client, { hub, connectionId: ".." }),
      groupExists(client, { hub, group: " " }),
      userExists(client, { hub, userId: "" }),
      checkPermission(client, { ...permission, targetName: "" }),
      checkPermission(client, { ...permission, permission: "" }),
    ]) {
      await expect(rejected).rejects.toThrow(InvalidInputError);
    }
    await server.barrier();
    expect(server.requests).toHaveLength(1);
  });

  test("require the values of their operation by their types", async () => {
    const { client } = await clientReceiving(200);
    expectTypeOf(groupExists(client, { hub, group: "g" })).toEqualTypeOf<Promise<boolean>>();
    // @ts-expect-error: the name is `group`.
    await expect(groupExists(client, { hub, name: "g" })).rejects.toThrow(InvalidInputError);
  });
});
