import { getEventListeners, once } from "node:events";
import { WebPubSubServiceClient } from "@azure/web-pubsub";
import jwt, { type JwtPayload } from "jsonwebtoken";
import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { DEFAULT_ACCESS_KEY, startEmulator } from "../../conformance/emulator/index.js";
import { apiVersions, latestApiVersion } from "../../generated/versions.js";
import { createClient } from "../client/client.js";
import type { ClientBaseOptions, ClientOptions } from "../client/client-options.js";
import { WebPubSubError } from "../response/web-pub-sub-error.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedResponse, startRecordingServer } from "../testing/recording-server.js";
import { typesOnly } from "../testing/types-only.js";
import {
  type ClientAccess,
  type ClientAccessOptions,
  type ClientProtocol,
  type ClientRole,
  getClientAccessToken,
} from "./client-access.js";
import { text } from "./message.js";

const ENDPOINT = "https://contoso.webpubsub.azure.com";
const KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";
const NOW = 1_700_000_000.75;
const JSON_V1 = "json.webpubsub.azure.v1";

/** A Microsoft Entra credential for the emulator, which does not verify its token. */
/** An hour from when the tests began: every call gives the same token. */
const expiresOnTimestamp = Date.now() + 3_600_000;
const credential = {
  async getToken() {
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

/** An emulator, a client with the given credentials, and a client with an access key. */
async function startFor(credentials: "an access key" | "a credential") {
  const emulator = await startEmulator({ acceptUnverifiedEntraTokens: true, generateTokenRequiresEntra: true });
  onTestFinished(() => emulator.close());
  const client =
    credentials === "an access key"
      ? createClient(emulator.connectionString)
      : createClient({ endpoint: emulator.endpoint, credential });
  onTestFinished(() => client.close());
  const rest = createClient(emulator.connectionString);
  onTestFinished(() => rest.close());
  return { emulator, client, rest };
}

/** Connects a client, to read its frames one after the other. */
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
    async sendAndReceive(frame: object): Promise<unknown> {
      socket.send(JSON.stringify(frame));
      return JSON.parse(await next()) as unknown;
    },
  };
}

describe.for(["an access key", "a credential"] as const)("getClientAccessToken, with %s", (credentials) => {
  test("lets a JSON client connect as the user, in the groups, with the roles", async () => {
    const { client } = await startFor(credentials);
    const access = await getClientAccessToken(client, {
      hub: "chat",
      userId: "alice",
      roles: ["webpubsub.joinLeaveGroup.open", "webpubsub.sendToGroups.room-*"],
      groups: ["lobby", "a&b, ü"],
    });
    const { next, sendAndReceive } = await open(access.url, JSON_V1);
    expect(JSON.parse(await next())).toMatchObject({ type: "system", event: "connected", userId: "alice" });

    const succeeded = { type: "ack", success: true };
    const rejected = { type: "ack", success: false, error: { name: "Forbidden" } };
    expect(await sendAndReceive({ type: "joinGroup", group: "open", ackId: 1 })).toMatchObject(succeeded);
    expect(await sendAndReceive({ type: "joinGroup", group: "closed", ackId: 2 })).toMatchObject(rejected);
    const hello = { type: "sendToGroup", dataType: "text", data: "hello" };
    expect(await sendAndReceive({ ...hello, group: "room-1", ackId: 3 })).toMatchObject(succeeded);
    expect(await sendAndReceive({ ...hello, group: "lobby", ackId: 4 })).toMatchObject(rejected);

    for (const group of ["lobby", "a&b, ü", "open"]) {
      const params = { path: { hub: "chat", group } };
      await client.POST("/api/hubs/{hub}/groups/{group}/:send", { params, ...text(group) });
      expect(JSON.parse(await next())).toMatchObject({ from: "group", group, data: group });
    }
  });

  test("lets a simple client connect anonymously", async () => {
    const { emulator, client, rest } = await startFor(credentials);
    const { url } = await getClientAccessToken(client, { hub: "chat" });
    const { next } = await open(url);
    await rest.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, ...text("hello") });
    expect(await next()).toBe("hello");
    expect(emulator.log.entries).toContainEqual(
      expect.objectContaining({ kind: "connection", event: "connected", hub: "chat", userId: null }),
    );
  });

  test.for(["Ch_a[t],1.`", "a".repeat(128)])("lets a client connect to the hub %s", async (hub) => {
    const { client } = await startFor(credentials);
    const { url, baseUrl, token } = await getClientAccessToken(client, { hub, userId: "alice" });
    expect(baseUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/client\/hubs\/[\w%.]+$/);
    expect(url).toBe(`${baseUrl}?access_token=${token}`);
    expect(new URL(url).href).toBe(url);
    const { next } = await open(url, JSON_V1);
    expect(JSON.parse(await next())).toMatchObject({ event: "connected", userId: "alice" });
  });

  test("returns a token that another hub rejects", async () => {
    const { client } = await startFor(credentials);
    const { url } = await getClientAccessToken(client, { hub: "chat" });
    await expect(open(url.replace("/chat?", "/other?"))).rejects.toThrow("Unexpected server response: 401");
  });

  test.for([
    ["the given minutes", 5, 5],
    ["an hour by default", undefined, 60],
  ] as const)("returns a token that is valid for %s", async ([, minutesToExpire, minutes]) => {
    const { client } = await startFor(credentials);
    const before = Math.floor(Date.now() / 1000);
    const { token } = await getClientAccessToken(client, { hub: "chat", minutesToExpire });
    const { exp = 0 } = claimsOf(token, DEFAULT_ACCESS_KEY);
    expect(exp).toBeGreaterThanOrEqual(before + 60 * minutes);
    expect(exp).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) + 60 * minutes);
  });

  test.for([
    ["Default", "/client/hubs/chat"],
    ["MQTT", "/clients/mqtt/hubs/chat"],
  ] as const)("returns a token of %s for its own URL", async ([clientProtocol, path]) => {
    const { emulator, client } = await startFor(credentials);
    const { token, baseUrl } = await getClientAccessToken(client, { hub: "chat", clientProtocol });
    expect(claimsOf(token, DEFAULT_ACCESS_KEY).aud).toBe(emulator.endpoint + path);
    expect(baseUrl).toBe(emulator.endpoint.replace("http", "ws") + path);
  });
});

describe("getClientAccessToken, signed locally", () => {
  test("writes the claims, and leaves empty ones out", async () => {
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
    const minimal = await getClientAccessToken(client, { hub: "chat", roles: [], groups: [] });
    expect(claimsOf(minimal.token)).toEqual({ aud: `${ENDPOINT}/client/hubs/chat`, exp: 1_700_003_600 });
  });

  test.for([
    ["Default", "client/hubs/chat", undefined],
    ["MQTT", "clients/mqtt/hubs/chat", "mqtt"],
    ["SocketIO", "clients/socketio/hubs/chat", "socketio"],
  ] as const)("returns the claims and URL of @azure/web-pubsub for %s", async ([clientProtocol, path, theirs]) => {
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
    // The official token has `iat` too, which the service does not need.
    expect(claimsOf(ours.token)).toEqual(claims);
    expect(ours.baseUrl).toBe(official.baseUrl);
    expect(ours.baseUrl).toBe(`wss://contoso.webpubsub.azure.com/${path}`);
    expect(ours.url).toBe(`${ours.baseUrl}?access_token=${ours.token}`);
  });

  test("signs with the current key if a function returns it", async () => {
    let key = KEY;
    const client = createClient({ endpoint: ENDPOINT, accessKey: async () => key });
    const aud = `${ENDPOINT}/client/hubs/chat`;
    expect(claimsOf((await getClientAccessToken(client, { hub: "chat" })).token)).toMatchObject({ aud });
    key = "another";
    expect(claimsOf((await getClientAccessToken(client, { hub: "chat" })).token, "another")).toMatchObject({ aud });
  });

  test("returns the service's URL with its path, even if requests go through a proxy", async () => {
    const endpoint = `${ENDPOINT}:8443/part`;
    const client = createClient({ endpoint, accessKey: KEY, reverseProxyEndpoint: "https://api.example/pubsub" });
    const { token, baseUrl } = await getClientAccessToken(client, { hub: "chat" });
    expect(claimsOf(token).aud).toBe(`${endpoint}/client/hubs/chat`);
    expect(baseUrl).toBe("wss://contoso.webpubsub.azure.com:8443/part/client/hubs/chat");
  });

  test("sends nothing", async () => {
    const { emulator, client } = await startFor("an access key");
    await getClientAccessToken(client, { hub: "chat", clientProtocol: "SocketIO" });
    expect(emulator.log.requests).toEqual([]);
  });

  test("returns tokens with groups with the oldest api-version, whose requests have none", async () => {
    const old = createClient({ apiVersion: apiVersions[0], endpoint: ENDPOINT, accessKey: KEY });
    const { token } = await getClientAccessToken(old, { hub: "chat", groups: ["lobby"] });
    expect(claimsOf(token)["webpubsub.group"]).toEqual(["lobby"]);
  });

  test("returns tokens for MQTT with an older api-version", async () => {
    const old = createClient({ apiVersion: "2023-07-01", endpoint: ENDPOINT, accessKey: KEY });
    const { token } = await getClientAccessToken(old, { hub: "chat", clientProtocol: "MQTT" });
    expect(claimsOf(token).aud).toBe(`${ENDPOINT}/clients/mqtt/hubs/chat`);
  });
});

describe("getClientAccessToken, within limits", () => {
  const hanging = (options: ClientBaseOptions = {}) =>
    createClient({ endpoint: ENDPOINT, accessKey: () => new Promise<never>(() => undefined), ...options });

  test.for<[string, ClientBaseOptions, number, "timeout" | "deadline"]>([
    ["the timeout", { timeout: 20, deadline: 20 }, 20, "timeout"],
    ["the deadline, if it is shorter", { timeout: 1000, deadline: 30 }, 30, "deadline"],
  ])("rejects with a TimeoutError after %s if the key function hangs", async ([, limits, limit, option]) => {
    for (const access of [
      getClientAccessToken(hanging(limits), { hub: "chat" }),
      getClientAccessToken(hanging(), { hub: "chat", ...limits } as ClientAccessOptions),
    ]) {
      await expect(access).rejects.toMatchObject({
        name: "TimeoutError",
        message: `generateClientToken timed out: no access key within ${limit} ms (\`${option}\`).`,
        attempts: 0,
        retryable: true,
      });
    }
  });

  test("rejects with an AbortError when the signal is aborted while the key function hangs", async () => {
    const controller = new AbortController();
    const access = getClientAccessToken(hanging(), { hub: "chat", signal: controller.signal });
    controller.abort("enough");
    await expect(access).rejects.toMatchObject({ name: "AbortError", cause: "enough", retryable: false });
  });

  test("rejects with an AbortError before the key function is called if the signal is aborted already", async () => {
    let calls = 0;
    const accessKey = () => {
      calls += 1;
      return KEY;
    };
    const signal = AbortSignal.abort();
    for (const key of [KEY, accessKey]) {
      const client = createClient({ endpoint: ENDPOINT, accessKey: key });
      await expect(getClientAccessToken(client, { hub: "chat", signal })).rejects.toMatchObject({ name: "AbortError" });
    }
    expect(calls).toBe(0);
  });

  test("leaves no listener on the signal and no timer", async () => {
    const { signal } = new AbortController();
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = timers();
    await getClientAccessToken(keyClient(), { hub: "chat", signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(timers()).toBe(before);
  });

  test("rejects with what the key function throws", async () => {
    const failure = new Error("no vault");
    const client = createClient({ endpoint: ENDPOINT, accessKey: () => Promise.reject(failure) });
    await expect(getClientAccessToken(client, { hub: "chat" })).rejects.toBe(failure);
  });
});

describe("getClientAccessToken, requested from the service", () => {
  async function clientReceiving(response: RecordedResponse, options: ClientBaseOptions = {}) {
    const server = await startRecordingServer(() => response);
    const client = createClient({ endpoint: server.origin, credential, retry: false, ...options });
    onTestFinished(async () => {
      await client.close();
      await server[Symbol.asyncDispose]();
    });
    return { server, client };
  }
  const success: RecordedResponse = {
    status: 200,
    headers: { "Content-Type": "application/json" },
    body: '{"token":"a.b.c"}',
  };

  test.for([
    ["Default", ""],
    ["MQTT", "&clientType=MQTT"],
    ["SocketIO", "&clientType=socketio"],
  ] as const)("sends all options, and the protocol for %s", async ([clientProtocol, clientType]) => {
    const { server, client } = await clientReceiving(success);
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
      `POST /api/hubs/chat/:generateToken?api-version=${latestApiVersion}&userId=%C3%A4%26b&role=webpubsub.sendToGroup&role=webpubsub.joinLeaveGroup.a%2Cb&group=a%26b&group=c&minutesToExpire=5${clientType} HTTP/1.1`,
    );
    expect(headers.authorization).toEqual([`Bearer ${(await credential.getToken()).token}`]);
    expect(body).toHaveLength(0);
  });

  test.for(["Default", "MQTT", "SocketIO"] as const)(
    "sends only the protocol for %s without options",
    async (clientProtocol) => {
      const { server, client } = await clientReceiving(success);
      await getClientAccessToken(client, { hub: "chat", roles: [], groups: [], clientProtocol });
      const types = { Default: "", MQTT: "&clientType=MQTT", SocketIO: "&clientType=socketio" };
      expect(server.onlyRequest().target).toBe(
        `/api/hubs/chat/:generateToken?api-version=${latestApiVersion}${types[clientProtocol]}`,
      );
    },
  );

  test("uses the client's fetch and retries for Socket.IO", async () => {
    const { server } = await clientReceiving(success);
    const addresses: string[] = [];
    const client = createClient({
      endpoint: server.origin,
      credential,
      retry: { baseDelay: 1 },
      fetch: async (url, init) => {
        addresses.push(url.slice(server.origin.length));
        return addresses.length === 1 ? new Response(null, { status: 503 }) : fetch(url, init);
      },
    });
    const { baseUrl } = await getClientAccessToken(client, { hub: "chat", clientProtocol: "SocketIO" });
    expect(baseUrl).toBe(`${server.origin.replace("http", "ws")}/clients/socketio/hubs/chat`);
    const target = `/api/hubs/chat/:generateToken?api-version=${latestApiVersion}&clientType=socketio`;
    expect(addresses).toEqual([target, target]);
  });

  test("sends the request through a reverse proxy, and returns the service's URL", async () => {
    const { server } = await clientReceiving(success);
    const client = createClient({ endpoint: ENDPOINT, credential, reverseProxyEndpoint: `${server.origin}/pubsub` });
    onTestFinished(() => client.close());
    const { baseUrl } = await getClientAccessToken(client, { hub: "chat" });
    expect(server.onlyRequest().target).toBe(`/pubsub/api/hubs/chat/:generateToken?api-version=${latestApiVersion}`);
    expect(baseUrl).toBe("wss://contoso.webpubsub.azure.com/client/hubs/chat");
  });

  test("rejects with an AuthenticationError after 403", async () => {
    const { client } = await clientReceiving({ status: 403, headers: { "Content-Length": "0" } });
    await expect(getClientAccessToken(client, { hub: "chat" })).rejects.toMatchObject({
      name: "AuthenticationError",
      operation: "generateClientToken",
      status: 403,
    });
  });

  test.for(["{}", '{"token":""}', '{"token":null}', "null"])("rejects a response without a token: %j", async (body) => {
    const { client } = await clientReceiving({ ...success, body });
    const error = await getClientAccessToken(client, { hub: "chat" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WebPubSubError);
    expect(error).toMatchObject({ message: "generateClientToken returned no token.", status: 200 });
  });

  test("passes signal, timeout and retry on", async () => {
    const { emulator, client } = await startFor("a credential");
    const signal = AbortSignal.abort();
    await expect(getClientAccessToken(client, { hub: "chat", signal })).rejects.toMatchObject({ name: "AbortError" });
    emulator.addFault({ match: { operation: "generateClientToken" }, action: "delay", delayMs: 60_000 });
    const late = getClientAccessToken(client, { hub: "chat", timeout: 20, retry: false });
    await expect(late).rejects.toMatchObject({ name: "TimeoutError", attempts: 1 });
  });

  test.for(["MQTT", "SocketIO"] as const)("rejects %s for an api-version without clientType", async (protocol) => {
    const { server, client } = await clientReceiving(success, { apiVersion: "2023-07-01" });
    await expect(getClientAccessToken(client, { hub: "chat", clientProtocol: protocol })).rejects.toThrow(
      `A token for ${protocol} from a credential was added by api-version 2024-01-01; this client sends 2023-07-01.`,
    );
    expect(server.requests).toHaveLength(0);
    await getClientAccessToken(client, { hub: "chat", clientProtocol: "Default" });
    expect(server.onlyRequest().target).toBe("/api/hubs/chat/:generateToken?api-version=2023-07-01");
  });
});

describe("getClientAccessToken, for invalid input", () => {
  test.for<[string, Parameters<typeof getClientAccessToken>[1], string]>([
    ["a missing hub", { hub: undefined as unknown as string }, "Missing path parameter `hub`"],
    ["an invalid hub", { hub: "1" }, '`hub` is "1"'],
    ["an empty userId", { hub: "chat", userId: "" }, "`userId` is empty. Omit it for an anonymous client."],
    [
      "a userId that is not a string",
      { hub: "chat", userId: 5 as unknown as string },
      "`userId` is 5: it must be a string.",
    ],
    ["an unpaired surrogate", { hub: "chat", userId: "\ud83d" }, "must not contain an unpaired surrogate"],
    ["0 minutes", { hub: "chat", minutesToExpire: 0 }, "`minutesToExpire` is 0: it must be at least 1."],
    ["half a minute", { hub: "chat", minutesToExpire: 0.5 }, "`minutesToExpire` is 0.5: it must be an integer."],
    ["an empty group", { hub: "chat", groups: ["a", ""] }, "item 2 must have at least 1 character"],
    ["a blank group", { hub: "chat", groups: [" "] }, "item 1 must not be blank"],
    ["groups that are not an array", { hub: "chat", groups: "a" as unknown as string[] }, "it must be an array"],
    ["a role that is not a string", { hub: "chat", roles: [5 as unknown as ClientRole] }, "item 1 must be a string"],
    [
      "an unknown protocol",
      { hub: "chat", clientProtocol: "mqtt" as ClientProtocol },
      '`clientProtocol` is "mqtt"; it must be one of Default, MQTT, SocketIO.',
    ],
  ])("rejects %s and sends nothing", async ([, options, message]) => {
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

  test.for<[string, object, string]>([
    ["a timeout of 0", { timeout: 0 }, "`timeout` is 0; it must be"],
    ["a deadline that is not a number", { deadline: "1" }, '`deadline` is "1"; it must be'],
    ["a controller as the signal", { signal: new AbortController() }, "`signal` is not an AbortSignal."],
  ])("rejects %s with an access key", async ([, options, message]) => {
    const rejected = getClientAccessToken(keyClient(), { hub: "chat", ...options });
    await expect(rejected).rejects.toThrow(InvalidInputError);
    await expect(rejected).rejects.toThrow(message);
  });

  test("rejects a clock that returns NaN", async () => {
    await expect(getClientAccessToken(keyClient(Number.NaN), { hub: "chat" })).rejects.toThrow(
      "`now` returned NaN; it must return milliseconds since 1970.",
    );
  });

  test("rejects a copy of a client", async () => {
    const copy = { ...keyClient() };
    await expect(getClientAccessToken(copy, { hub: "chat" })).rejects.toThrow(
      "Not a client made by createClient. Pass the client object itself, not a copy.",
    );
  });
});

describe("getClientAccessToken, by its types", () => {
  test("accepts the roles of the service and rejects misspelt ones", () => {
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

  test("rejects misspelt options", async () => {
    const client = keyClient();
    const access = await getClientAccessToken(client, { hub: "chat", roles: ["webpubsub.sendToGroup"] });
    expectTypeOf(access).toEqualTypeOf<ClientAccess>();
    // @ts-expect-error: the role is `webpubsub.joinLeaveGroup`.
    await getClientAccessToken(client, { hub: "chat", roles: ["webpubsub.joinLeaveGrup"] });
    // @ts-expect-error: `hub` is missing.
    await expect(getClientAccessToken(client, {})).rejects.toThrow(InvalidInputError);
    // @ts-expect-error: the protocol is `MQTT`.
    const misspelt = getClientAccessToken(client, { hub: "chat", clientProtocol: "mqtt" });
    await expect(misspelt).rejects.toThrow(InvalidInputError);
  });

  test("rejects the name of an option that it does not have, such as that of another SDK", async () => {
    const client = createClient({ endpoint: ENDPOINT, accessKey: "a-key" });
    const options = { hub: "chat", expirationTimeInMinutes: 5 };
    await expect(getClientAccessToken(client, options)).rejects.toThrow(
      '"expirationTimeInMinutes" is not an option of getClientAccessToken. It has hub, userId, roles, groups, minutesToExpire,',
    );
  });
});
