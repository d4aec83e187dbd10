/** Tests the emulator with the unmodified server library `@azure/web-pubsub`. WebSocket clients show the effect of a call. */
import { generateKeyPairSync } from "node:crypto";
import {
  type GenerateClientTokenOptions,
  type GroupListConnectionsOptions,
  type HubSendTextToAllOptions,
  type HubSendToAllOptions,
  type JSONTypes,
  odata,
  type WebPubSubGroup,
  type WebPubSubGroupMember,
  WebPubSubServiceClient,
} from "@azure/web-pubsub";
import jsonwebtoken from "jsonwebtoken";
import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_ACCESS_KEY, type Emulator, type EmulatorOptions, type ManualClock, startEmulator } from "../index.js";
import { RELIABLE_V1, rejectedHandshake, TestClient } from "../sockets/testing/test-client.js";
import { waitForConnection } from "../testing/log-entries.js";

/** The names of the methods that the tests called on the hub client and on the group client. */
const calledMethods = { hub: new Set<string>(), group: new Set<string>() };

describe("@azure/web-pubsub on the emulator", () => {
  test.for<[string, JSONTypes, HubSendToAllOptions, { dataType: string; data: unknown }, string | Buffer]>([
    ["an object", { a: [1, null, "é"] }, {}, { dataType: "json", data: { a: [1, null, "é"] } }, '{"a":[1,null,"é"]}'],
    ["a string", "hi", {}, { dataType: "json", data: "hi" }, '"hi"'],
    ["plain text", "hi", plainText(), { dataType: "text", data: "hi" }, "hi"],
    ["bytes", Uint8Array.of(0, 255), {}, { dataType: "binary", data: "AP8=" }, Buffer.of(0, 255)],
  ])(
    "sendToAll, sendToUser, sendToConnection and group.sendToAll › send %s",
    async ([, message, options, shown, raw]) => {
      const { emulator, client } = await start();
      const url = emulator.clientUrl("chat", { userId: "alice", groups: ["a"] });
      const alice = await TestClient.connectJson(url);
      const aliceSimple = await TestClient.connect(url);
      const fromServer = { type: "message", from: "server", ...shown };

      await client.sendToAll(message, options);
      expect([await alice.next(), await aliceSimple.next()]).toEqual([fromServer, raw]);
      await client.sendToUser("alice", message, options);
      expect([await alice.next(), await aliceSimple.next()]).toEqual([fromServer, raw]);
      await client.group("a").sendToAll(message, options);
      const fromGroup = { type: "message", from: "group", group: "a", fromUserId: null, ...shown };
      expect([await alice.next(), await aliceSimple.next()]).toEqual([fromGroup, raw]);
      await client.sendToConnection(alice.id, message, options);
      expect(await alice.next()).toEqual(fromServer);
      await expectNoFrame(client, alice);
    },
  );

  test("sendToUser, sendToConnection, group.sendToAll and sendToAll › reach their receivers and no other client", async () => {
    const { emulator, client } = await start();
    const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice" }));
    const alice2 = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups: ["a"] }));
    const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups: ["a"] }));
    const otherHub = await TestClient.connectJson(emulator.clientUrl("other", { userId: "alice", groups: ["a"] }));

    await client.sendToUser("alice", 1);
    await client.sendToConnection(bob.id, 2);
    await client.group("a").sendToAll(3);
    await client.sendToAll(4);
    expect(await receiveData(alice, 2)).toEqual([1, 4]);
    expect(await receiveData(alice2, 3)).toEqual([1, 3, 4]);
    expect(await receiveData(bob, 3)).toEqual([2, 3, 4]);
    await expectNoFrame(connect(emulator, "other"), otherHub);
    await expectNoFrame(client, alice, alice2, bob);
  });

  test("sendToAll and group.sendToAll › skip excludedConnections", async () => {
    const { emulator, client } = await start();
    const clients = await connectMany(emulator, 3);
    const [first, second, third] = clients as [ConnectedClient, ConnectedClient, ConnectedClient];
    const excludedConnections = [first.id, third.id];
    await client.sendToAll(1, { excludedConnections });
    await client.group("a").sendToAll(2, { excludedConnections });
    expect(await receiveData(second, 2)).toEqual([1, 2]);
    await expectNoFrame(client, ...clients);
  });

  test("sendToAll, sendToUser and group.sendToAll › apply a filter made by odata", async () => {
    const { emulator, client } = await start();
    const ohara = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "o'hara", groups: ["a", "b"] }));
    const ohara2 = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "o'hara", groups: ["a"] }));
    const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups: ["a"] }));
    const [user, group] = ["o'hara", "b"];
    await client.sendToAll(1, { filter: odata`userId eq ${user} and not (${group} in groups)` });
    await client.sendToUser(user, 2, { filter: odata`${group} in groups` });
    await client.group("a").sendToAll(3, { filter: odata`userId ne ${user} or connectionId eq ${ohara.id}` });
    expect(await receiveData(ohara, 2)).toEqual([2, 3]);
    expect(await receiveData(ohara2, 1)).toEqual([1]);
    expect(await receiveData(bob, 1)).toEqual([3]);
    await expectNoFrame(client, ohara, ohara2, bob);
  });

  test.for<[string, (client: WebPubSubServiceClient, id: string, message: number, ttl: number) => Promise<void>]>([
    ["sendToAll", (client, _id, message, ttl) => client.sendToAll(message, { messageTtlSeconds: ttl })],
    ["sendToUser", (client, _id, message, ttl) => client.sendToUser("alice", message, { messageTtlSeconds: ttl })],
    [
      "sendToConnection",
      (client, id, message, ttl) => client.sendToConnection(id, message, { messageTtlSeconds: ttl }),
    ],
    [
      "group.sendToAll",
      (client, _id, message, ttl) => client.group("a").sendToAll(message, { messageTtlSeconds: ttl }),
    ],
  ])("%s › drops a message after messageTtlSeconds for a client that recovers later", async ([, send]) => {
    const { emulator, client } = await start({ clock: "manual" });
    const url = emulator.clientUrl("chat", { userId: "alice", groups: ["a"] });
    const alice = await TestClient.connectJson(url, RELIABLE_V1);
    alice.socket.terminate();
    await waitForConnection(emulator, "suspended");
    await send(client, alice.id, 1, 10);
    await send(client, alice.id, 2, 20);
    await (emulator.clock as ManualClock).advance(15);
    const recovery = `&awps_connection_id=${alice.id}&awps_reconnection_token=${alice.token}`;
    const back = await TestClient.connectJson(url + recovery, RELIABLE_V1);
    expect(back.id).toBe(alice.id);
    expect(await receiveData(back, 1)).toEqual([2]);
    await expectNoFrame(client, back);
  });

  test("connectionExists, userExists and groupExists › return true while the client is connected", async () => {
    const { emulator, client } = await start();
    const exist = (id: string) =>
      Promise.all([client.connectionExists(id), client.userExists("alice"), client.groupExists("a")]);
    expect(await exist("nobody")).toEqual([false, false, false]);
    const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups: ["a"] }));
    expect(await exist(alice.id)).toEqual([true, true, true]);
    alice.socket.close();
    await waitForConnection(emulator, "closed");
    expect(await exist(alice.id)).toEqual([false, false, false]);
  });

  test.for<[string, (client: WebPubSubServiceClient, id: string, options?: { reason: string }) => Promise<void>]>([
    ["closeConnection", (client, id, options) => client.closeConnection(id, options)],
    ["closeUserConnections", (client, _id, options) => client.closeUserConnections("alice", options)],
    ["group.closeAllConnections", (client, _id, options) => client.group("a").closeAllConnections(options)],
  ])("%s › sends the reason, closes the connection and no other", async ([, close]) => {
    const { emulator, client } = await start();
    const url = emulator.clientUrl("chat", { userId: "alice", groups: ["a"] });
    const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups: ["b"] }));
    for (const [options, text] of [
      [{ reason: "later & more" }, expect.stringContaining("Reason: later & more")],
      [undefined, expect.not.stringContaining("Reason")],
    ] as const) {
      const alice = await TestClient.connectJson(url);
      await close(client, alice.id, options);
      await expectDisconnected(alice, text);
      expect(await client.connectionExists(alice.id)).toBe(false);
    }
    await expectNoFrame(client, bob);
  });

  test("closeAllConnections › closes every connection of its hub only", async () => {
    const { emulator, client } = await start();
    const clients = await connectMany(emulator, 2);
    const otherHub = await TestClient.connectJson(emulator.clientUrl("other"));
    await client.closeAllConnections({ reason: "over" });
    for (const each of clients) await expectDisconnected(each, expect.stringContaining("Reason: over"));
    await expectNoFrame(connect(emulator, "other"), otherHub);
  });

  test("group.addConnection and removeConnection › start and end the delivery of group messages", async () => {
    const { emulator, client } = await start();
    const [alice, bob] = (await connectMany(emulator, 2, [])) as [ConnectedClient, ConnectedClient];
    const group = client.group("a");
    await group.sendToAll("before");
    await group.addConnection(alice.id);
    await group.sendToAll("in between");
    expect(await receiveData(alice, 1)).toEqual(["in between"]);
    await group.removeConnection(alice.id);
    await group.sendToAll("after");
    await expectNoFrame(client, alice, bob);
    await expect(group.addConnection("nobody")).rejects.toMatchObject({ statusCode: 404 });
  });

  test("group.addUser and removeUser › apply to the open connections of the user and no later one", async () => {
    const { emulator, client } = await start();
    const url = emulator.clientUrl("chat", { userId: "alice" });
    const group = client.group("a");
    await expect(group.addUser("alice")).rejects.toMatchObject({ statusCode: 404, code: "Warning.User.NotExisted" });
    const [first, second] = [await TestClient.connectJson(url), await TestClient.connectJson(url)];
    await group.addUser("alice");
    const later = await TestClient.connectJson(url);
    await group.sendToAll(1);
    expect([await receiveData(first, 1), await receiveData(second, 1)]).toEqual([[1], [1]]);
    await group.removeUser("alice");
    await group.sendToAll(2);
    await expectNoFrame(client, first, second, later);
  });

  test("removeUserFromAllGroups and removeConnectionFromAllGroups › remove only that user or connection", async () => {
    const { emulator, client } = await start();
    const groups = ["a", "b"];
    const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups }));
    const alice2 = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups }));
    const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups }));
    await client.removeConnectionFromAllGroups(alice.id);
    for (const group of groups) await client.group(group).sendToAll(1);
    expect([await receiveData(alice2, 2), await receiveData(bob, 2)]).toEqual([
      [1, 1],
      [1, 1],
    ]);
    await client.removeUserFromAllGroups("alice");
    for (const group of groups) await client.group(group).sendToAll(2);
    expect(await receiveData(bob, 2)).toEqual([2, 2]);
    await expectNoFrame(client, alice, alice2, bob);
  });

  test("addConnectionsToGroups and removeConnectionsFromGroups › apply to the connections that the filter selects", async () => {
    const { emulator, client } = await start();
    const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice" }));
    const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob" }));
    const groups = ["a", "b"];
    await client.addConnectionsToGroups(groups, "");
    for (const group of groups) await client.group(group).sendToAll(group);
    expect([await receiveData(alice, 2), await receiveData(bob, 2)]).toEqual([groups, groups]);
    await client.removeConnectionsFromGroups(groups, odata`userId eq ${"alice"}`);
    for (const group of groups) await client.group(group).sendToAll(group);
    expect(await receiveData(bob, 2)).toEqual(groups);
    await client.removeConnectionsFromGroups(["a"], "");
    await client.addConnectionsToGroups(["c"], odata`userId ne ${"bob"}`);
    for (const group of ["a", "b", "c"]) await client.group(group).sendToAll(group);
    expect([await receiveData(alice, 1), await receiveData(bob, 1)]).toEqual([["c"], ["b"]]);
    await expectNoFrame(client, alice, bob);
  });

  test.for([
    ["joinLeaveGroup", { type: "joinGroup", group: "a" }],
    ["sendToGroup", { type: "sendToGroup", group: "a", data: 1 }],
  ] as const)("grantPermission and revokePermission › allow and forbid %s", async ([permission, frame]) => {
    const { emulator, client } = await start();
    const alice = await TestClient.connectJson(emulator.clientUrl("chat"));
    const forGroup = { targetName: "a" };
    const forbidden = { type: "ack", success: false, error: { name: "Forbidden" } };

    expect(await client.hasPermission(alice.id, permission, forGroup)).toBe(false);
    expect(await alice.sendAndReceive({ ...frame, ackId: 1 })).toMatchObject(forbidden);
    await client.grantPermission(alice.id, permission, forGroup);
    expect(await client.hasPermission(alice.id, permission, forGroup)).toBe(true);
    expect(await client.hasPermission(alice.id, permission, { targetName: "b" })).toBe(false);
    expect(await alice.sendAndReceive({ ...frame, ackId: 2 })).toEqual({ type: "ack", ackId: 2, success: true });
    expect(await alice.sendAndReceive({ ...frame, group: "b", ackId: 3 })).toMatchObject(forbidden);
    await client.revokePermission(alice.id, permission, forGroup);
    expect(await client.hasPermission(alice.id, permission, forGroup)).toBe(false);
    expect(await alice.sendAndReceive({ ...frame, ackId: 4 })).toMatchObject(forbidden);
  });

  test("grantPermission and hasPermission › return 404 and false for an unknown connection", async () => {
    const { client } = await start();
    const forGroup = { targetName: "a" };
    await expect(client.grantPermission("nobody", "sendToGroup", forGroup)).rejects.toMatchObject({
      statusCode: 404,
      code: "Info.Connection.NotExisted",
    });
    expect(await client.hasPermission("nobody", "sendToGroup", forGroup)).toBe(false);
  });

  test.for<[string, (emulator: Emulator) => WebPubSubServiceClient]>([
    ["signed with the access key", (emulator) => connect(emulator)],
    ["from the emulator", connectWithEntra],
  ])(
    "getClientAccessToken, %s › connects a client with the user, roles and groups of its options",
    async ([, connectAs]) => {
      const { emulator, client } = await start({ acceptUnverifiedEntraTokens: true });
      const options: GenerateClientTokenOptions = {
        userId: "alice",
        roles: ["webpubsub.joinLeaveGroup.b"],
        groups: ["a&b", "a"],
      };
      const { token, url, baseUrl } = await connectAs(emulator).getClientAccessToken(options);
      expect(url).toBe(`${baseUrl}?access_token=${token}`);
      const alice = await TestClient.connectJson(overHttp(url));
      expect(await client.userExists("alice")).toBe(true);
      await client.group("a&b").sendToAll(1);
      expect(await receiveData(alice, 1)).toEqual([1]);
      expect(await alice.sendAndReceive({ type: "joinGroup", group: "b", ackId: 1 })).toMatchObject({ success: true });
      expect(await alice.sendAndReceive({ type: "joinGroup", group: "c", ackId: 2 })).toMatchObject({ success: false });

      const { url: plainUrl } = await connectAs(emulator).getClientAccessToken();
      const anonymous = await TestClient.connect(overHttp(plainUrl), "json.webpubsub.azure.v1");
      expect(await anonymous.next()).toMatchObject({ event: "connected", userId: null });
    },
  );

  test.for<[string, (emulator: Emulator) => WebPubSubServiceClient]>([
    ["signed with the access key", (emulator) => connect(emulator)],
    ["from the emulator", connectWithEntra],
  ])("getClientAccessToken, %s › expires after expirationTimeInMinutes", async ([, connectAs]) => {
    const { emulator } = await start({ clock: "manual", acceptUnverifiedEntraTokens: true });
    const { url } = await connectAs(emulator).getClientAccessToken({ expirationTimeInMinutes: 1 });
    const clock = emulator.clock as ManualClock;
    await clock.advance(30);
    await TestClient.connectJson(overHttp(url));
    // The minute of the token and five minutes of clock skew have passed.
    await clock.advance(31 + 300);
    expect(await rejectedHandshake(overHttp(url))).toMatchObject({ status: 401 });
  });

  test("getClientAccessToken › returns a token for the MQTT endpoint with clientProtocol mqtt", async () => {
    const { emulator } = await start({ acceptUnverifiedEntraTokens: true });
    const { token, baseUrl } = await connectWithEntra(emulator).getClientAccessToken({ clientProtocol: "mqtt" });
    const path = "/clients/mqtt/hubs/chat";
    expect(new URL(baseUrl).pathname).toBe(path);
    expect(jsonwebtoken.verify(token, DEFAULT_ACCESS_KEY)).toMatchObject({ aud: `${emulator.endpoint}${path}` });
  });

  test.for([
    [{}, [6]],
    [{ top: 6 }, [6]],
    [{ top: 3 }, [3]],
    [{ maxPageSize: 2 }, [2, 2, 2]],
    [{ top: 5, maxPageSize: 2 }, [2, 2, 1]],
  ] as const)("group.listConnections › lists six members with %j in pages of %j", async ([options, sizes]) => {
    const { emulator, client } = await start();
    const members = await connectMany(emulator, 6);
    await TestClient.connectJson(emulator.clientUrl("chat", { userId: "stranger", groups: ["b"] }));
    const group = client.group("a");
    const pages = [];
    for await (const page of (await group.listConnections(options)).byPage()) pages.push(page);
    expect(pages.map(({ length }) => length)).toEqual(sizes);

    const expected = new Map<string, unknown>(
      members.map(({ id }, index) => [id, index === 0 ? null : `user${index}`]),
    );
    const listed = await collect(group, options);
    expect(new Set(listed.map(({ connectionId }) => connectionId)).size).toBe(listed.length);
    for (const { connectionId, userId } of listed) expect(userId ?? null).toBe(expected.get(connectionId));
    expect(pages.flat()).toEqual(listed);
  });

  test("group.listConnections › continues from a continuationToken, and returns no members of an unknown group", async () => {
    const { emulator, client } = await start();
    await connectMany(emulator, 3);
    const group = client.group("a");
    const all = await collect(group);
    // The library shows the link only in the raw response.
    const links: string[] = [];
    const onResponse = (_raw: unknown, body: unknown) => links.push((body as { nextLink: string }).nextLink);
    const page = (await (await group.listConnections({ maxPageSize: 2, onResponse })).byPage().next()).value;
    expect(page).toEqual(all.slice(0, 2));
    const [nextLink = ""] = links;
    const continuationToken = new URL(nextLink).searchParams.get("continuationToken") ?? "";
    expect(await collect(group, { continuationToken })).toEqual(all.slice(2));
    expect((await (await group.listConnections()).byPage({ continuationToken: nextLink }).next()).value).toEqual(
      all.slice(2),
    );
    expect(await collect(client.group("nobody"))).toEqual([]);
  });

  // The last test: it checks the calls of the others.
  test("public methods › are all called by these tests", async () => {
    const { emulator } = await start();
    const client = new WebPubSubServiceClient(emulator.connectionString, "chat");
    expect([...calledMethods.hub].sort()).toEqual(methodsOf(client));
    expect([...calledMethods.group].sort()).toEqual(methodsOf(client.group("a")));
  });
});

type ConnectedClient = TestClient & { id: string };

async function start(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; client: WebPubSubServiceClient }> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return { emulator, client: connect(emulator) };
}

/** The library rejects plain http by default. */
function connect(emulator: Emulator, hub = "chat"): WebPubSubServiceClient {
  return withRecordedCalls(
    new WebPubSubServiceClient(emulator.connectionString, hub, { allowInsecureConnection: true }),
  );
}

/**
 * Connects with a Microsoft Entra token, for which the library requests client tokens from the service. It sends such tokens
 * over https only, so its endpoint is https, and its last policy changes that to http.
 */
function connectWithEntra(emulator: Emulator): WebPubSubServiceClient {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const claims = { aud: "https://webpubsub.azure.com" };
  const token = jsonwebtoken.sign(claims, privateKey, { algorithm: "RS256", expiresIn: "1h" });
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const client = new WebPubSubServiceClient(emulator.endpoint.replace("http:", "https:"), credential, "chat", {
    allowInsecureConnection: true,
    additionalPolicies: [
      {
        position: "perRetry",
        policy: {
          name: "plainHttp",
          sendRequest: (request, next) => {
            request.url = request.url.replace("https:", "http:");
            return next(request);
          },
        },
      },
    ],
  });
  return withRecordedCalls(client);
}

/** Returns the client with its calls recorded in {@link used}. */
function withRecordedCalls(client: WebPubSubServiceClient): WebPubSubServiceClient {
  return recordCalls(client, calledMethods.hub, (name, result) =>
    name === "group" ? recordCalls(result as WebPubSubGroup, calledMethods.group, (_name, each) => each) : result,
  );
}

function recordCalls<T extends object>(
  object: T,
  names: Set<string>,
  change: (name: string, result: unknown) => unknown,
): T {
  return new Proxy(object, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...values: unknown[]) => {
        names.add(String(name));
        return change(String(name), member.apply(target, values));
      };
    },
  });
}

function methodsOf(object: object): string[] {
  const prototype: object = Object.getPrototypeOf(object);
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== "constructor")
    .sort();
}

function plainText(): HubSendTextToAllOptions {
  return { contentType: "text/plain" };
}

/** The first is anonymous, the others are `user1` and so on. */
async function connectMany(emulator: Emulator, count: number, groups = ["a"]): Promise<ConnectedClient[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      TestClient.connectJson(emulator.clientUrl("chat", { groups, ...(index > 0 && { userId: `user${index}` }) })),
    ),
  );
}

/** Takes the next messages and returns their data. */
async function receiveData(client: TestClient, count: number): Promise<unknown[]> {
  const data = [];
  for (let index = 0; index < count; index += 1) data.push(((await client.next()) as { data: unknown }).data);
  return data;
}

/** Frames arrive in order: if the next one is a message that is sent now, there was none before it. */
async function expectNoFrame(client: WebPubSubServiceClient, ...receivers: TestClient[]): Promise<void> {
  await client.sendToAll("barrier");
  for (const receiver of receivers) expect(await receiveData(receiver, 1)).toEqual(["barrier"]);
}

async function expectDisconnected(client: TestClient, message: unknown): Promise<void> {
  expect(await client.next()).toEqual({ type: "system", event: "disconnected", message });
  expect(await client.closed).toEqual({ code: 1000, reason: "" });
}

/** The URL from the library, for an emulator without TLS. */
function overHttp(url: string): string {
  return url.replace(/^wss:/, "ws:");
}

async function collect(group: WebPubSubGroup, options?: GroupListConnectionsOptions): Promise<WebPubSubGroupMember[]> {
  const members = [];
  for await (const member of await group.listConnections(options)) members.push(member);
  return members;
}
