import { once } from "node:events";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { startEmulator } from "../../conformance/emulator/index.js";
import { createClient } from "../client/client.js";
import type { ApiVersion } from "../client/client-options.js";
import type { AnyClient } from "../client/client-settings.js";
import { AuthenticationError, ConnectionError, WebPubSubError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { checkPermission, connectionExists, groupExists, isServiceHealthy, userExists } from "./existence.js";

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

/** A client of a server that answers everything with the status. */
async function answeredWith(status: number, apiVersion: ApiVersion = "2024-12-01") {
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

/** Every helper that asks for something, and what it sends. */
const asked: [name: string, ask: (client: AnyClient) => Promise<boolean>, operation: string, target: string][] = [
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

describe("against the emulator", () => {
  test("connectionExists is true while there is such a connection", async () => {
    const { emulator, client, connectionId } = await start();
    expect(await connectionExists(client, { hub, connectionId })).toBe(true);
    expect(await connectionExists(client, { hub: "other", connectionId })).toBe(false);
    expect(await connectionExists(client, { hub, connectionId: "nobody" })).toBe(false);
    await emulator.reset();
    expect(await connectionExists(client, { hub, connectionId })).toBe(false);
  });

  test("groupExists is true of a group with a member", async () => {
    const { client } = await start();
    expect(await groupExists(client, { hub, group: "lobby" })).toBe(true);
    expect(await groupExists(client, { hub, group: "Lobby" })).toBe(false);
  });

  test("userExists is true of a user with a connection", async () => {
    const { client } = await start();
    expect(await userExists(client, { hub, userId: "alice" })).toBe(true);
    expect(await userExists(client, { hub, userId: "bob" })).toBe(false);
  });

  test("checkPermission is true of a permission that the connection has for the group", async () => {
    const { client, connectionId } = await start();
    const lobby = { hub, connectionId, permission: "sendToGroup", targetName: "lobby" } as const;
    expect(await checkPermission(client, lobby)).toBe(true);
    expect(await checkPermission(client, { ...lobby, permission: "joinLeaveGroup" })).toBe(false);
    expect(await checkPermission(client, { ...lobby, targetName: "other" })).toBe(false);
    expect(await checkPermission(client, { ...lobby, connectionId: "nobody" })).toBe(false);
  });

  test("isServiceHealthy is true", async () => {
    const { client } = await start();
    expect(await isServiceHealthy(client)).toBe(true);
  });
});

describe.for(asked)("%s", ([, ask, operation, target]) => {
  test("sends one HEAD request", async () => {
    const { server, client } = await answeredWith(200);
    expect(await ask(client)).toBe(true);
    const { line } = server.onlyRequest();
    const [path, query = ""] = target.split("?");
    expect(line).toBe(`HEAD ${path}?api-version=2024-12-01${query && `&${query.slice(0, -1)}`} HTTP/1.1`);
  });

  test("is true after 200 and false after 404, for a client of any api-version", async () => {
    for (const apiVersion of ["2024-12-01", "2023-07-01"] as const) {
      expect(await ask((await answeredWith(200, apiVersion)).client)).toBe(true);
      expect(await ask((await answeredWith(404, apiVersion)).client)).toBe(false);
    }
  });

  test.for([400, 401, 403, 405, 410, 429, 500, 503, 302])("throws after %d", async (status) => {
    const { client } = await answeredWith(status);
    const error = await ask(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WebPubSubError);
    expect(error).toMatchObject({ operation, status });
  });

  test.for([202, 204, 206])("throws after %d, which is a success, but no answer", async (status) => {
    const { client } = await answeredWith(status);
    const error = await ask(client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WebPubSubError);
    expect(error).toMatchObject({
      operation,
      status,
      retryable: false,
      message: `${operation} was answered with ${status}, which is neither yes nor no.`,
    });
  });
});

describe("isServiceHealthy", () => {
  test.for([500, 502, 503, 504])("is false after %d", async (status) => {
    expect(await isServiceHealthy((await answeredWith(status)).client)).toBe(false);
  });

  test.for([400, 401, 404, 429, 302, 204])("throws after %d, which tells nothing of health", async (status) => {
    await expect(isServiceHealthy((await answeredWith(status)).client)).rejects.toMatchObject({
      operation: "getServiceStatus",
      status,
    });
  });

  test("is true when a retry is answered with 200", async () => {
    const { emulator, client } = await start();
    emulator.addFault({ match: { operation: "getServiceStatus" }, action: "status", status: 503 });
    expect(await isServiceHealthy(client, { retry: { baseDelay: 1 } })).toBe(true);
    emulator.addFault({ match: { operation: "getServiceStatus" }, action: "status", status: 503 });
    expect(await isServiceHealthy(client, { retry: false })).toBe(false);
  });
});

describe("every helper", () => {
  const all = [...asked.map(([, ask]) => ask), isServiceHealthy];

  test("throws where there is no server", async () => {
    const { server, client } = await answeredWith(200);
    await server[Symbol.asyncDispose]();
    for (const ask of all) await expect(ask(client)).rejects.toThrow(ConnectionError);
  });

  test("throws where the key is another", async () => {
    const { emulator } = await start();
    const client = createClient({ endpoint: emulator.endpoint, accessKey: KEY });
    onTestFinished(() => client.close());
    for (const [, ask] of asked) await expect(ask(client)).rejects.toThrow(AuthenticationError);
  });

  test("throws the same for a client that throws by itself", async () => {
    const { server } = await answeredWith(404);
    const client = createClient({ endpoint: server.origin, accessKey: KEY, throwOnError: true });
    onTestFinished(() => client.close());
    for (const [, ask] of asked) expect(await ask(client)).toBe(false);
  });

  test("hands signal, timeout and retries on", async () => {
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

  test("refuses what does not fit the description; nothing is sent", async () => {
    const { server, client } = await answeredWith(200);
    for (const refused of [
      connectionExists(client, { hub: "1", connectionId: "c" }),
      connectionExists(client, { hub, connectionId: ".." }),
      groupExists(client, { hub, group: " " }),
      userExists(client, { hub, userId: "" }),
      checkPermission(client, { ...permission, targetName: "" }),
      // @ts-expect-error: there is no such permission.
      checkPermission(client, { ...permission, permission: "sendToAll" }),
    ]) {
      await expect(refused).rejects.toThrow(InvalidInputError);
    }
    await server.barrier();
    expect(server.requests).toHaveLength(1);
  });

  test("needs the values that its operation needs, by its type", async () => {
    const { client } = await answeredWith(200);
    expectTypeOf(groupExists(client, { hub, group: "g" })).toEqualTypeOf<Promise<boolean>>();
    const { targetName, ...without } = permission;
    // @ts-expect-error: `targetName` is missing, which the service needs.
    expect(await checkPermission(client, without)).toBe(true);
    expect(await checkPermission(client, { ...without, targetName })).toBe(true);
    // @ts-expect-error: it is called `group`.
    await expect(groupExists(client, { hub, name: "g" })).rejects.toThrow(InvalidInputError);
  });
});
