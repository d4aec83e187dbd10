import { once } from "node:events";
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import jwt, { type JwtPayload } from "jsonwebtoken";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { DEFAULT_ACCESS_KEY, startEmulator } from "../../conformance/emulator/index.js";
import { createClient } from "../client/client.js";
import type { ClientBaseOptions, ClientOptions } from "../client/client-options.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedResponse, startRecordingServer } from "../testing/recording-server.js";
import { typesOnly } from "../testing/types-only.js";
import { type ClientAccess, type ClientProtocol, type ClientRole, getClientAccessToken } from "./client-access.js";
import { text } from "./message.js";

const ENDPOINT = "https://contoso.webpubsub.azure.com";
const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const NOW = 1_700_000_000.75;
const JSON_V1 = "json.webpubsub.azure.v1";

/** A credential of Microsoft Entra's, as far as the emulator looks: nobody has signed its token. */
const credential = {
  async getToken() {
    const expiresOnTimestamp = Date.now() + 3_600_000;
    const claims = { aud: "https://webpubsub.azure.com", exp: Math.floor(expiresOnTimestamp / 1000) };
    const parts = [{ alg: "RS256", typ: "JWT" }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    return { token: `${parts.join(".")}.c2ln`, expiresOnTimestamp };
  },
};

function keyClient(now = NOW) {
  return createClient({ endpoint: ENDPOINT, accessKey: KEY, now: () => now * 1000 });
}

function claimsOf(token: string, key = KEY): JwtPayload {
  return jwt.verify(token, Buffer.from(key), { algorithms: ["HS256"], ignoreExpiration: true }) as JwtPayload;
}

/** An emulator, and a client of each way to authorize. */
async function startFor(way: "an access key" | "a credential") {
  const emulator = await startEmulator({ acceptUnverifiedEntraTokens: true, generateTokenRequiresEntra: true });
  onTestFinished(() => emulator.close());
  const client =
    way === "an access key"
      ? createClient(emulator.connectionString)
      : createClient({ endpoint: emulator.endpoint, credential });
  onTestFinished(() => client.close());
  const rest = createClient(emulator.connectionString);
  onTestFinished(() => rest.close());
  return { emulator, client, rest };
}

/** The frames of a client, one after the other. */
async function open(url: string, protocol: string | string[] = []) {
  const socket = new WebSocket(url, protocol);
  onTestFinished(() => socket.terminate());
  const frames: string[] = [];
  const waiting: ((frame: string) => void)[] = [];
  socket.on("message", (data) => {
    const take = waiting.shift();
    if (take === undefined) frames.push(String(data));
    else take(String(data));
  });
  await once(socket, "open");
  const next = () => {
    const frame = frames.shift();
    return frame === undefined ? new Promise<string>((resolve) => waiting.push(resolve)) : Promise.resolve(frame);
  };
  return {
    next,
    async ask(frame: object): Promise<unknown> {
      socket.send(JSON.stringify(frame));
      return JSON.parse(await next()) as unknown;
    },
  };
}

describe.for(["an access key", "a credential"] as const)("with %s", (way) => {
  test("a JSON client connects as the user, in the groups, and may do what its roles say", async () => {
    const { client } = await startFor(way);
    const access = await getClientAccessToken(client, {
      hub: "chat",
      userId: "alice",
      roles: ["webpubsub.joinLeaveGroup.open", "webpubsub.sendToGroups.room-*"],
      groups: ["lobby", "a&b, ü"],
    });
    const { next, ask } = await open(access.url, JSON_V1);
    expect(JSON.parse(await next())).toMatchObject({ type: "system", event: "connected", userId: "alice" });

    const succeeded = { type: "ack", success: true };
    const refused = { type: "ack", success: false, error: { name: "Forbidden" } };
    expect(await ask({ type: "joinGroup", group: "open", ackId: 1 })).toMatchObject(succeeded);
    expect(await ask({ type: "joinGroup", group: "closed", ackId: 2 })).toMatchObject(refused);
    const hello = { type: "sendToGroup", dataType: "text", data: "hello" };
    expect(await ask({ ...hello, group: "room-1", ackId: 3 })).toMatchObject(succeeded);
    expect(await ask({ ...hello, group: "lobby", ackId: 4 })).toMatchObject(refused);

    for (const group of ["lobby", "a&b, ü", "open"]) {
      const params = { path: { hub: "chat", group } };
      // Over the same emulator, with whatever the client was made with.
      await client.POST("/api/hubs/{hub}/groups/{group}/:send", { params, ...text(group) });
      expect(JSON.parse(await next())).toMatchObject({ from: "group", group, data: group });
    }
  });

  test("a raw client connects anonymously, in no group and without a role", async () => {
    const { emulator, client, rest } = await startFor(way);
    const { url } = await getClientAccessToken(client, { hub: "chat" });
    const { next } = await open(url);
    await rest.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...text("hello") });
    expect(await next()).toBe("hello");
    expect(emulator.log.entries).toContainEqual(
      expect.objectContaining({ kind: "connection", event: "connected", hub: "chat", userId: null }),
    );
  });

  test.for(["Ch_a[t],1.`", "a".repeat(128)])("a client connects to the hub %s", async (hub) => {
    const { client } = await startFor(way);
    const { url, baseUrl, token } = await getClientAccessToken(client, { hub, userId: "alice" });
    expect(baseUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/client\/hubs\/[\w%.]+$/);
    expect(url).toBe(`${baseUrl}?access_token=${token}`);
    expect(new URL(url).href).toBe(url);
    const { next } = await open(url, JSON_V1);
    expect(JSON.parse(await next())).toMatchObject({ event: "connected", userId: "alice" });
  });

  test("the token opens no other hub", async () => {
    const { client } = await startFor(way);
    const { url } = await getClientAccessToken(client, { hub: "chat" });
    await expect(open(url.replace("/chat?", "/other?"))).rejects.toThrow("Unexpected server response: 401");
  });

  test.for([
    ["as long as was asked for", 5, 5],
    ["an hour where nothing was", undefined, 60],
  ] as const)("the token lives %s", async ([, minutesToExpire, minutes]) => {
    const { client } = await startFor(way);
    const before = Math.floor(Date.now() / 1000);
    const { token } = await getClientAccessToken(client, { hub: "chat", minutesToExpire });
    const { exp = 0 } = claimsOf(token, DEFAULT_ACCESS_KEY);
    expect(exp).toBeGreaterThanOrEqual(before + 60 * minutes);
    expect(exp).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) + 60 * minutes);
  });

  test.for([
    ["Default", "/client/hubs/chat"],
    ["MQTT", "/clients/mqtt/hubs/chat"],
  ] as const)("the token of %s is for its own address", async ([clientProtocol, path]) => {
    const { emulator, client } = await startFor(way);
    const { token, baseUrl } = await getClientAccessToken(client, { hub: "chat", clientProtocol });
    expect(claimsOf(token, DEFAULT_ACCESS_KEY).aud).toBe(emulator.endpoint + path);
    expect(baseUrl).toBe(emulator.endpoint.replace("http", "ws") + path);
  });
});

describe("signed with an access key", () => {
  test("the claims are who, what and where, until when; what there is none of is left out", async () => {
    const client = keyClient();
    const full = await getClientAccessToken(client, {
      hub: "chat",
      userId: "alice",
      roles: ["webpubsub.sendToGroup"],
      groups: ["a", "b"],
      minutesToExpire: 10,
    });
    expect(claimsOf(full.token)).toEqual({
      aud: `${ENDPOINT}/client/hubs/chat`,
      exp: 1_700_000_600,
      sub: "alice",
      role: ["webpubsub.sendToGroup"],
      "webpubsub.group": ["a", "b"],
    });
    const least = await getClientAccessToken(client, { hub: "chat", roles: [], groups: [] });
    expect(claimsOf(least.token)).toEqual({ aud: `${ENDPOINT}/client/hubs/chat`, exp: 1_700_003_600 });
  });

  test.for([
    ["Default", "client/hubs/chat", undefined],
    ["MQTT", "clients/mqtt/hubs/chat", "mqtt"],
    ["SocketIO", "clients/socketio/hubs/chat", "socketio"],
  ] as const)("for %s it says what @azure/web-pubsub says, and leads there", async ([clientProtocol, path, theirs]) => {
    const official = await new WebPubSubServiceClient(
      `Endpoint=${ENDPOINT};AccessKey=${KEY};Version=1.0;`,
      "chat",
    ).getClientAccessToken({
      userId: "alice",
      roles: ["webpubsub.sendToGroup"],
      groups: ["a"],
      expirationTimeInMinutes: 10,
      ...(theirs !== undefined && { clientProtocol: theirs }),
    });
    const { iat = 0, ...claims } = claimsOf(official.token);
    const ours = await getClientAccessToken(keyClient(iat), {
      hub: "chat",
      userId: "alice",
      roles: ["webpubsub.sendToGroup"],
      groups: ["a"],
      minutesToExpire: 10,
      clientProtocol,
    });
    // Theirs says when it was made, too, which nobody asks.
    expect(claimsOf(ours.token)).toEqual(claims);
    expect(ours.baseUrl).toBe(official.baseUrl);
    expect(ours.baseUrl).toBe(`wss://contoso.webpubsub.azure.com/${path}`);
    expect(ours.url).toBe(`${ours.baseUrl}?access_token=${ours.token}`);
  });

  test("it is with the key of the moment, where a function gives it", async () => {
    let key = KEY;
    const client = createClient({ endpoint: ENDPOINT, accessKey: async () => key });
    const aud = `${ENDPOINT}/client/hubs/chat`;
    expect(claimsOf((await getClientAccessToken(client, { hub: "chat" })).token)).toMatchObject({ aud });
    key = "another";
    expect(claimsOf((await getClientAccessToken(client, { hub: "chat" })).token, "another")).toMatchObject({ aud });
  });

  test("the address is the service's, with its path, also where requests go through a proxy", async () => {
    const endpoint = `${ENDPOINT}:8443/part`;
    const client = createClient({ endpoint, accessKey: KEY, reverseProxyEndpoint: "https://api.example/pubsub" });
    const { token, baseUrl } = await getClientAccessToken(client, { hub: "chat" });
    expect(claimsOf(token).aud).toBe(`${endpoint}/client/hubs/chat`);
    expect(baseUrl).toBe("wss://contoso.webpubsub.azure.com:8443/part/client/hubs/chat");
  });

  test("nothing is sent", async () => {
    const { emulator, client } = await startFor("an access key");
    await getClientAccessToken(client, { hub: "chat", clientProtocol: "SocketIO" });
    expect(emulator.log.requests).toEqual([]);
  });

  test("it is the same for a client of an older api-version", async () => {
    const old = createClient({ apiVersion: "2023-07-01", endpoint: ENDPOINT, accessKey: KEY });
    const { token } = await getClientAccessToken(old, { hub: "chat", clientProtocol: "MQTT" });
    expect(claimsOf(token).aud).toBe(`${ENDPOINT}/clients/mqtt/hubs/chat`);
  });
});

describe("asked for with a credential", () => {
  async function answering(answer: RecordedResponse, options: ClientBaseOptions = {}) {
    const server = await startRecordingServer(() => answer);
    const client = createClient({ endpoint: server.origin, credential, retry: false, ...options });
    onTestFinished(async () => {
      await client.close();
      await server[Symbol.asyncDispose]();
    });
    return { server, client };
  }
  const given: RecordedResponse = {
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: '{"token":"a.b.c"}',
  };

  test.for([
    ["Default", ""],
    ["MQTT", "&clientType=MQTT"],
    ["SocketIO", "&clientType=socketio"],
  ] as const)("the service is told what was said, and for %s of the protocol", async ([clientProtocol, clientType]) => {
    const { server, client } = await answering(given);
    const access = await getClientAccessToken(client, {
      hub: "chat",
      userId: "ä&b",
      roles: ["webpubsub.sendToGroup", "webpubsub.joinLeaveGroup.a,b"],
      groups: ["a&b", "c"],
      minutesToExpire: 5,
      clientProtocol,
    });
    expect(access.token).toBe("a.b.c");
    const { line, headers, body } = server.onlyRequest();
    expect(line).toBe(
      `POST /api/hubs/chat/:generateToken?api-version=2024-12-01&userId=%C3%A4%26b&role=webpubsub.sendToGroup&role=webpubsub.joinLeaveGroup.a%2Cb&group=a%26b&group=c&minutesToExpire=5${clientType} HTTP/1.1`,
    );
    expect(headers.authorization).toEqual([`Bearer ${(await credential.getToken()).token}`]);
    expect(body).toHaveLength(0);
  });

  test.for(["Default", "MQTT", "SocketIO"] as const)("of %s alone, nothing else is said", async (clientProtocol) => {
    const { server, client } = await answering(given);
    await getClientAccessToken(client, { hub: "chat", roles: [], groups: [], clientProtocol });
    const types = { Default: "", MQTT: "&clientType=MQTT", SocketIO: "&clientType=socketio" };
    expect(server.onlyRequest().target).toBe(
      `/api/hubs/chat/:generateToken?api-version=2024-12-01${types[clientProtocol]}`,
    );
  });

  test("for Socket.IO the client's own fetch is used, and failures are retried", async () => {
    const { server } = await answering(given);
    const addresses: string[] = [];
    const client = createClient({
      endpoint: server.origin,
      credential,
      retry: { baseDelay: 1 },
      fetch: async (request) => {
        addresses.push(request.url.slice(server.origin.length));
        return addresses.length === 1 ? new Response(null, { status: 503 }) : fetch(request);
      },
    });
    const { baseUrl } = await getClientAccessToken(client, { hub: "chat", clientProtocol: "SocketIO" });
    expect(baseUrl).toBe(`${server.origin.replace("http", "ws")}/clients/socketio/hubs/chat`);
    const asked = "/api/hubs/chat/:generateToken?api-version=2024-12-01&clientType=socketio";
    expect(addresses).toEqual([asked, asked]);
  });

  test("the request goes through a reverse proxy, and the client to the service", async () => {
    const { server } = await answering(given);
    const client = createClient({ endpoint: ENDPOINT, credential, reverseProxyEndpoint: `${server.origin}/pubsub` });
    onTestFinished(() => client.close());
    const { baseUrl } = await getClientAccessToken(client, { hub: "chat" });
    expect(server.onlyRequest().target).toBe("/pubsub/api/hubs/chat/:generateToken?api-version=2024-12-01");
    expect(baseUrl).toBe("wss://contoso.webpubsub.azure.com/client/hubs/chat");
  });

  test("a refusal is thrown", async () => {
    const { client } = await answering({ status: 403, headers: { "Content-Length": "0" } });
    await expect(getClientAccessToken(client, { hub: "chat" })).rejects.toMatchObject({
      name: "AuthenticationError",
      operation: "generateClientToken",
      status: 403,
    });
  });

  test.for(["{}", '{"token":""}', '{"token":null}', "null"])(
    "an answer without a token is thrown: %j",
    async (body) => {
      const { client } = await answering({ ...given, body });
      const error = await getClientAccessToken(client, { hub: "chat" }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WebPubSubError);
      expect(error).toMatchObject({ message: "generateClientToken was answered without a token.", status: 200 });
    },
  );

  test("signal, timeout and retries are handed on", async () => {
    const { emulator, client } = await startFor("a credential");
    const signal = AbortSignal.abort();
    await expect(getClientAccessToken(client, { hub: "chat", signal })).rejects.toMatchObject({ name: "AbortError" });
    emulator.addFault({ match: { operation: "generateClientToken" }, action: "delay", delayMs: 60_000 });
    const late = getClientAccessToken(client, { hub: "chat", timeout: 20, retry: false });
    await expect(late).rejects.toMatchObject({ name: "TimeoutError", attempts: 1 });
  });

  test.for(["MQTT", "SocketIO"] as const)("an api-version without clientType has no token for %s", async (protocol) => {
    const { server, client } = await answering(given, { apiVersion: "2023-07-01" });
    await expect(getClientAccessToken(client, { hub: "chat", clientProtocol: protocol })).rejects.toThrow(
      `With a credential, api-version 2023-07-01 has no tokens for ${protocol}. Make the client with a later one, or with an access key.`,
    );
    expect(server.requests).toHaveLength(0);
    await getClientAccessToken(client, { hub: "chat", clientProtocol: "Default" });
    expect(server.onlyRequest().target).toBe("/api/hubs/chat/:generateToken?api-version=2023-07-01");
  });
});

describe("is refused, whoever would make the token, and nothing is sent:", () => {
  test.for<[string, Parameters<typeof getClientAccessToken>[1], string]>([
    ["no hub", { hub: undefined as unknown as string }, "needs the path parameter `hub`"],
    ["a hub that is none", { hub: "1" }, '`hub` is "1"'],
    [
      "an empty userId",
      { hub: "chat", userId: "" },
      "`userId` is empty. Leave it out if the client is to be anonymous.",
    ],
    [
      "a userId that is no text",
      { hub: "chat", userId: 5 as unknown as string },
      "`userId` is 5, which is not a string",
    ],
    ["half a surrogate pair", { hub: "chat", userId: "\ud83d" }, "half of a surrogate pair"],
    ["0 minutes", { hub: "chat", minutesToExpire: 0 }, "`minutesToExpire` is 0, which is less than 1"],
    ["half a minute", { hub: "chat", minutesToExpire: 0.5 }, "`minutesToExpire` is 0.5, which is not a whole number"],
    ["an empty group", { hub: "chat", groups: ["a", ""] }, "has an item, number 2, that is shorter than 1 character"],
    ["a blank group", { hub: "chat", groups: [" "] }, "has an item, number 1, that does not match"],
    ["groups that are no list", { hub: "chat", groups: "a" as unknown as string[] }, "is not an array"],
    ["a role that is no text", { hub: "chat", roles: [5 as unknown as ClientRole] }, "is not a string"],
    [
      "another protocol",
      { hub: "chat", clientProtocol: "mqtt" as ClientProtocol },
      '`clientProtocol` is "mqtt": it has to be one of Default, MQTT, SocketIO.',
    ],
  ])("%s", async ([, options, message]) => {
    const server = await startRecordingServer();
    onTestFinished(() => server[Symbol.asyncDispose]());
    for (const authorization of [{ accessKey: KEY }, { credential }]) {
      const client = createClient({ endpoint: server.origin, ...authorization } as ClientOptions);
      const error = await getClientAccessToken(client, options).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as Error).message).toContain(message);
    }
    expect(server.requests).toHaveLength(0);
  });

  test("what is no client", async () => {
    const copy = { ...keyClient() };
    await expect(getClientAccessToken(copy, { hub: "chat" })).rejects.toThrow(
      "This is no client that createClient made. Pass that client itself, not a copy of it.",
    );
  });
});

describe("the types", () => {
  test("are those of a client's roles: what is misspelt does not compile", () => {
    const roles = [
      "webpubsub.joinLeaveGroup",
      "webpubsub.sendToGroup",
      "webpubsub.joinLeaveGroup.lobby",
      "webpubsub.sendToGroup.a.b",
      "webpubsub.joinLeaveGroups.room-*",
      "webpubsub.sendToGroups.**",
    ] as const;
    expectTypeOf(roles).toExtend<readonly ClientRole[]>();
    const group = String("lobby");
    expectTypeOf(`webpubsub.sendToGroup.${group}` as const).toExtend<ClientRole>();
    expectTypeOf<"webpubsub.sendToGroups">().not.toExtend<ClientRole>();
    expectTypeOf<"webpubsub.joinGroup">().not.toExtend<ClientRole>();
    expectTypeOf<"webpubsub.sendtogroup">().not.toExtend<ClientRole>();
    expectTypeOf<"webpubsub.sendToGroup:lobby">().not.toExtend<ClientRole>();
    expectTypeOf<"sendToGroup">().not.toExtend<ClientRole>();
    expectTypeOf<string>().not.toExtend<ClientRole>();
    typesOnly();
  });

  test("are those of the call", async () => {
    const client = keyClient();
    const access = await getClientAccessToken(client, { hub: "chat", roles: ["webpubsub.sendToGroup"] });
    expectTypeOf(access).toEqualTypeOf<ClientAccess>();
    // @ts-expect-error: it is `webpubsub.joinLeaveGroup`.
    await getClientAccessToken(client, { hub: "chat", roles: ["webpubsub.joinLeaveGrup"] });
    // @ts-expect-error: `hub` is missing.
    await expect(getClientAccessToken(client, {})).rejects.toThrow(InvalidInputError);
    // @ts-expect-error: it is written `MQTT`.
    await expect(getClientAccessToken(client, { hub: "chat", clientProtocol: "mqtt" })).rejects.toThrow();
  });
});
