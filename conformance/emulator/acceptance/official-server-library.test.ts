/** The published server library, unmodified, against the emulator: what a call does is seen by real WebSockets. */
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
import { expect, onTestFinished, test } from "vitest";
import { DEFAULT_ACCESS_KEY, type Emulator, type EmulatorOptions, type ManualClock, startEmulator } from "../index.js";
import { RELIABLE_V1, rejectedHandshake, TestClient } from "../sockets/testing/test-client.js";

/** The names of the methods that were called. */
const used = { hub: new Set<string>(), group: new Set<string>() };

test.for<[string, JSONTypes, HubSendToAllOptions, { dataType: string; data: unknown }, string | Buffer]>([
  ["an object", { a: [1, null, "é"] }, {}, { dataType: "json", data: { a: [1, null, "é"] } }, '{"a":[1,null,"é"]}'],
  ["a string", "hi", {}, { dataType: "json", data: "hi" }, '"hi"'],
  ["plain text", "hi", asText(), { dataType: "text", data: "hi" }, "hi"],
  ["bytes", Uint8Array.of(0, 255), {}, { dataType: "binary", data: "AP8=" }, Buffer.of(0, 255)],
])(
  "sendToAll, sendToUser, sendToConnection and a group's sendToAll send %s",
  async ([, message, options, shown, raw]) => {
    const { emulator, client } = await start();
    const url = emulator.clientUrl("chat", { userId: "alice", groups: ["a"] });
    const alice = await TestClient.connectJson(url);
    const rawAda = await TestClient.connect(url);
    const fromServer = { type: "message", from: "server", ...shown };

    await client.sendToAll(message, options);
    expect([await alice.next(), await rawAda.next()]).toEqual([fromServer, raw]);
    await client.sendToUser("alice", message, options);
    expect([await alice.next(), await rawAda.next()]).toEqual([fromServer, raw]);
    await client.group("a").sendToAll(message, options);
    const fromGroup = { type: "message", from: "group", group: "a", fromUserId: null, ...shown };
    expect([await alice.next(), await rawAda.next()]).toEqual([fromGroup, raw]);
    await client.sendToConnection(alice.id, message, options);
    expect(await alice.next()).toEqual(fromServer);
    await expectNothingMore(client, alice);
  },
);

test("a message reaches those whom it is for, and nobody else", async () => {
  const { emulator, client } = await start();
  const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice" }));
  const adaToo = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups: ["a"] }));
  const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups: ["a"] }));
  const elsewhere = await TestClient.connectJson(emulator.clientUrl("other", { userId: "alice", groups: ["a"] }));

  await client.sendToUser("alice", 1);
  await client.sendToConnection(bob.id, 2);
  await client.group("a").sendToAll(3);
  await client.sendToAll(4);
  expect(await texts(alice, 2)).toEqual([1, 4]);
  expect(await texts(adaToo, 3)).toEqual([1, 3, 4]);
  expect(await texts(bob, 3)).toEqual([2, 3, 4]);
  await expectNothingMore(connect(emulator, "other"), elsewhere);
  await expectNothingMore(client, alice, adaToo, bob);
});

test("excludedConnections get nothing from sendToAll and a group's sendToAll", async () => {
  const { emulator, client } = await start();
  const clients = await connectMany(emulator, 3);
  const [first, second, third] = clients as [Named, Named, Named];
  const excludedConnections = [first.id, third.id];
  await client.sendToAll(1, { excludedConnections });
  await client.group("a").sendToAll(2, { excludedConnections });
  expect(await texts(second, 2)).toEqual([1, 2]);
  await expectNothingMore(client, ...clients);
});

test("a filter that odata wrote selects for sendToAll, sendToUser and a group's sendToAll", async () => {
  const { emulator, client } = await start();
  const ohara = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "o'hara", groups: ["a", "b"] }));
  const oharaToo = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "o'hara", groups: ["a"] }));
  const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups: ["a"] }));
  const [user, group] = ["o'hara", "b"];
  await client.sendToAll(1, { filter: odata`userId eq ${user} and not (${group} in groups)` });
  await client.sendToUser(user, 2, { filter: odata`${group} in groups` });
  await client.group("a").sendToAll(3, { filter: odata`userId ne ${user} or connectionId eq ${ohara.id}` });
  expect(await texts(ohara, 2)).toEqual([2, 3]);
  expect(await texts(oharaToo, 1)).toEqual([1]);
  expect(await texts(bob, 1)).toEqual([3]);
  await expectNothingMore(client, ohara, oharaToo, bob);
});

test.for<[string, (client: WebPubSubServiceClient, id: string, message: number, ttl: number) => Promise<void>]>([
  ["sendToAll", (client, _id, message, ttl) => client.sendToAll(message, { messageTtlSeconds: ttl })],
  ["sendToUser", (client, _id, message, ttl) => client.sendToUser("alice", message, { messageTtlSeconds: ttl })],
  ["sendToConnection", (client, id, message, ttl) => client.sendToConnection(id, message, { messageTtlSeconds: ttl })],
  [
    "a group's sendToAll",
    (client, _id, message, ttl) => client.group("a").sendToAll(message, { messageTtlSeconds: ttl }),
  ],
])("messageTtlSeconds of %s: a client that comes back later does not get the message", async ([, send]) => {
  const { emulator, client } = await start({ clock: "manual" });
  const url = emulator.clientUrl("chat", { userId: "alice", groups: ["a"] });
  const alice = await TestClient.connectJson(url, RELIABLE_V1);
  alice.socket.terminate();
  await emulator.log.waitFor((entry) => entry.kind === "connection" && entry.event === "suspended");
  await send(client, alice.id, 1, 10);
  await send(client, alice.id, 2, 20);
  await (emulator.clock as ManualClock).advance(15);
  const recovery = `&awps_connection_id=${alice.id}&awps_reconnection_token=${alice.token}`;
  const back = await TestClient.connectJson(url + recovery, RELIABLE_V1);
  expect(back.id).toBe(alice.id);
  expect(await texts(back, 1)).toEqual([2]);
  await expectNothingMore(client, back);
});

test("connectionExists, userExists and groupExists follow the connection", async () => {
  const { emulator, client } = await start();
  const exist = (id: string) =>
    Promise.all([client.connectionExists(id), client.userExists("alice"), client.groupExists("a")]);
  expect(await exist("nobody")).toEqual([false, false, false]);
  const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups: ["a"] }));
  expect(await exist(alice.id)).toEqual([true, true, true]);
  alice.socket.close();
  await emulator.log.waitFor((entry) => entry.kind === "connection" && entry.event === "closed");
  expect(await exist(alice.id)).toEqual([false, false, false]);
});

test.for<[string, (client: WebPubSubServiceClient, id: string, options?: { reason: string }) => Promise<void>]>([
  ["closeConnection", (client, id, options) => client.closeConnection(id, options)],
  ["closeUserConnections", (client, _id, options) => client.closeUserConnections("alice", options)],
  ["a group's closeAllConnections", (client, _id, options) => client.group("a").closeAllConnections(options)],
])("%s tells the reason, closes, and leaves the others alone", async ([, close]) => {
  const { emulator, client } = await start();
  const url = emulator.clientUrl("chat", { userId: "alice", groups: ["a"] });
  const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups: ["b"] }));
  for (const [options, text] of [
    [{ reason: "later & more" }, expect.stringContaining("Reason: later & more")],
    [undefined, expect.not.stringContaining("Reason")],
  ] as const) {
    const alice = await TestClient.connectJson(url);
    await close(client, alice.id, options);
    await expectDismissed(alice, text);
    expect(await client.connectionExists(alice.id)).toBe(false);
  }
  await expectNothingMore(client, bob);
});

test("closeAllConnections closes every connection of its hub alone", async () => {
  const { emulator, client } = await start();
  const clients = await connectMany(emulator, 2);
  const elsewhere = await TestClient.connectJson(emulator.clientUrl("other"));
  await client.closeAllConnections({ reason: "over" });
  for (const each of clients) await expectDismissed(each, expect.stringContaining("Reason: over"));
  await expectNothingMore(connect(emulator, "other"), elsewhere);
});

test("a group's addConnection and removeConnection: the connection gets its messages in between", async () => {
  const { emulator, client } = await start();
  const [alice, bob] = (await connectMany(emulator, 2, [])) as [Named, Named];
  const group = client.group("a");
  await group.sendToAll("before");
  await group.addConnection(alice.id);
  await group.sendToAll("in between");
  expect(await texts(alice, 1)).toEqual(["in between"]);
  await group.removeConnection(alice.id);
  await group.sendToAll("after");
  await expectNothingMore(client, alice, bob);
  await expect(group.addConnection("nobody")).rejects.toMatchObject({ statusCode: 404 });
});

test("a group's addUser and removeUser: each present connection of the user, and no later one", async () => {
  const { emulator, client } = await start();
  const url = emulator.clientUrl("chat", { userId: "alice" });
  const group = client.group("a");
  await expect(group.addUser("alice")).rejects.toMatchObject({ statusCode: 404, code: "Warning.User.NotExisted" });
  const [first, second] = [await TestClient.connectJson(url), await TestClient.connectJson(url)];
  await group.addUser("alice");
  const later = await TestClient.connectJson(url);
  await group.sendToAll(1);
  expect([await texts(first, 1), await texts(second, 1)]).toEqual([[1], [1]]);
  await group.removeUser("alice");
  await group.sendToAll(2);
  await expectNothingMore(client, first, second, later);
});

test("removeUserFromAllGroups and removeConnectionFromAllGroups take the one out, and leave the other in", async () => {
  const { emulator, client } = await start();
  const groups = ["a", "b"];
  const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups }));
  const adaToo = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice", groups }));
  const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob", groups }));
  await client.removeConnectionFromAllGroups(alice.id);
  for (const group of groups) await client.group(group).sendToAll(1);
  expect([await texts(adaToo, 2), await texts(bob, 2)]).toEqual([
    [1, 1],
    [1, 1],
  ]);
  await client.removeUserFromAllGroups("alice");
  for (const group of groups) await client.group(group).sendToAll(2);
  expect(await texts(bob, 2)).toEqual([2, 2]);
  await expectNothingMore(client, alice, adaToo, bob);
});

test("addConnectionsToGroups and removeConnectionsFromGroups act on those whom the filter selects", async () => {
  const { emulator, client } = await start();
  const alice = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "alice" }));
  const bob = await TestClient.connectJson(emulator.clientUrl("chat", { userId: "bob" }));
  const groups = ["a", "b"];
  await client.addConnectionsToGroups(groups, "");
  for (const group of groups) await client.group(group).sendToAll(group);
  expect([await texts(alice, 2), await texts(bob, 2)]).toEqual([groups, groups]);
  await client.removeConnectionsFromGroups(groups, odata`userId eq ${"alice"}`);
  for (const group of groups) await client.group(group).sendToAll(group);
  expect(await texts(bob, 2)).toEqual(groups);
  await client.removeConnectionsFromGroups(["a"], "");
  await client.addConnectionsToGroups(["c"], odata`userId ne ${"bob"}`);
  for (const group of ["a", "b", "c"]) await client.group(group).sendToAll(group);
  expect([await texts(alice, 1), await texts(bob, 1)]).toEqual([["c"], ["b"]]);
  await expectNothingMore(client, alice, bob);
});

test.for([
  ["joinLeaveGroup", { type: "joinGroup", group: "a" }],
  ["sendToGroup", { type: "sendToGroup", group: "a", data: 1 }],
] as const)(
  "grantPermission, hasPermission and revokePermission for %s: the client may, and then may not",
  async ([permission, frame]) => {
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
  },
);

test("grantPermission to nobody is refused, and nobody has a permission", async () => {
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
  ["made by the emulator", connectByEntra],
])("getClientAccessToken, %s: a client connects with it as the one that it says", async ([, connectAs]) => {
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
  expect(await texts(alice, 1)).toEqual([1]);
  expect(await alice.sendAndReceive({ type: "joinGroup", group: "b", ackId: 1 })).toMatchObject({ success: true });
  expect(await alice.sendAndReceive({ type: "joinGroup", group: "c", ackId: 2 })).toMatchObject({ success: false });

  const { url: plainUrl } = await connectAs(emulator).getClientAccessToken();
  const anonymous = await TestClient.connect(overHttp(plainUrl), "json.webpubsub.azure.v1");
  expect(await anonymous.next()).toMatchObject({ event: "connected", userId: null });
});

test.for<[string, (emulator: Emulator) => WebPubSubServiceClient]>([
  ["signed with the access key", (emulator) => connect(emulator)],
  ["made by the emulator", connectByEntra],
])("getClientAccessToken, %s: expirationTimeInMinutes is how long it is good for", async ([, connectAs]) => {
  const { emulator } = await start({ clock: "manual", acceptUnverifiedEntraTokens: true });
  const { url } = await connectAs(emulator).getClientAccessToken({ expirationTimeInMinutes: 1 });
  const clock = emulator.clock as ManualClock;
  await clock.advance(30);
  await TestClient.connectJson(overHttp(url));
  // And five minutes of skew.
  await clock.advance(31 + 300);
  expect(await rejectedHandshake(overHttp(url))).toMatchObject({ status: 401 });
});

test("getClientAccessToken for MQTT is answered with a token for that endpoint", async () => {
  const { emulator } = await start({ acceptUnverifiedEntraTokens: true });
  const { token, baseUrl } = await connectByEntra(emulator).getClientAccessToken({ clientProtocol: "mqtt" });
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
] as const)("listConnections with %j: pages of %j of the six members", async ([options, sizes]) => {
  const { emulator, client } = await start();
  const members = await connectMany(emulator, 6);
  await TestClient.connectJson(emulator.clientUrl("chat", { userId: "stranger", groups: ["b"] }));
  const group = client.group("a");
  const pages = [];
  for await (const page of (await group.listConnections(options)).byPage()) pages.push(page);
  expect(pages.map(({ length }) => length)).toEqual(sizes);

  const expected = new Map<string, unknown>(members.map(({ id }, index) => [id, index === 0 ? null : `user${index}`]));
  const listed = await collect(group, options);
  expect(new Set(listed.map(({ connectionId }) => connectionId)).size).toBe(listed.length);
  for (const { connectionId, userId } of listed) expect(userId ?? null).toBe(expected.get(connectionId));
  expect(pages.flat()).toEqual(listed);
});

test("listConnections goes on from a continuationToken, and finds nobody in an empty group", async () => {
  const { emulator, client } = await start();
  await connectMany(emulator, 3);
  const group = client.group("a");
  const all = await collect(group);
  // The library keeps the link to itself, except where it hands out the whole answer.
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

// Stays the last: it looks at what those before it called.
test("every public method of the library was used", async () => {
  const { emulator } = await start();
  const client = new WebPubSubServiceClient(emulator.connectionString, "chat");
  expect([...used.hub].sort()).toEqual(methodsOf(client));
  expect([...used.group].sort()).toEqual(methodsOf(client.group("a")));
});

type Named = TestClient & { id: string };

async function start(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; client: WebPubSubServiceClient }> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return { emulator, client: connect(emulator) };
}

/** The library refuses plain http unless it is told. */
function connect(emulator: Emulator, hub = "chat"): WebPubSubServiceClient {
  return recorded(new WebPubSubServiceClient(emulator.connectionString, hub, { allowInsecureConnection: true }));
}

/**
 * With a token of Microsoft Entra's form, with which the library has client tokens made by the service. It sends such a
 * token over https only: so it is told https, and the last of its policies takes the s away.
 */
function connectByEntra(emulator: Emulator): WebPubSubServiceClient {
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
  return recorded(client);
}

/** The same client; the names of the methods that are called are noted. */
function recorded(client: WebPubSubServiceClient): WebPubSubServiceClient {
  return noting(client, used.hub, (name, result) =>
    name === "group" ? noting(result as WebPubSubGroup, used.group, (_name, each) => each) : result,
  );
}

function noting<T extends object>(
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

function asText(): HubSendTextToAllOptions {
  return { contentType: "text/plain" };
}

/** The first is anonymous, the others are `user1` and so on. */
async function connectMany(emulator: Emulator, count: number, groups = ["a"]): Promise<Named[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      TestClient.connectJson(emulator.clientUrl("chat", { groups, ...(index > 0 && { userId: `user${index}` }) })),
    ),
  );
}

/** The data of the next messages. */
async function texts(client: TestClient, count: number): Promise<unknown[]> {
  const data = [];
  for (let index = 0; index < count; index += 1) data.push(((await client.next()) as { data: unknown }).data);
  return data;
}

/** Frames come in order: where a message to all is the next, there was none before it. */
async function expectNothingMore(client: WebPubSubServiceClient, ...receivers: TestClient[]): Promise<void> {
  await client.sendToAll("barrier");
  for (const receiver of receivers) expect(await texts(receiver, 1)).toEqual(["barrier"]);
}

async function expectDismissed(client: TestClient, message: unknown): Promise<void> {
  expect(await client.next()).toEqual({ type: "system", event: "disconnected", message });
  expect(await client.closed).toEqual({ code: 1000, reason: "" });
}

/** The address that the library made, of an emulator that has no TLS. */
function overHttp(url: string): string {
  return url.replace(/^wss:/, "ws:");
}

async function collect(group: WebPubSubGroup, options?: GroupListConnectionsOptions): Promise<WebPubSubGroupMember[]> {
  const members = [];
  for await (const member of await group.listConnections(options)) members.push(member);
  return members;
}
