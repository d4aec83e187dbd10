import jwt from "jsonwebtoken";
import { describe, expect, test } from "vitest";
import { DEFAULT_ACCESS_KEY, type Emulator } from "../../index.js";
import { rejectedHandshake, TestClient } from "../../sockets/testing/test-client.js";
import { entraToken, sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { listMembers, startTestEmulator } from "../testing/running-emulator.js";

const LINE = "POST /api/hubs/Chat/:generateToken";

async function generate(emulator: Emulator, query = "", options?: TestRequest): Promise<string> {
  const { status, body } = await sendRequest(emulator, `${LINE}${query}`, options);
  expect(status).toBe(200);
  const { token, ...more } = JSON.parse(body) as { token: string };
  expect(more).toEqual({});
  return token;
}

function claimsOf(token: string): Record<string, unknown> {
  return jwt.verify(token, DEFAULT_ACCESS_KEY, { algorithms: ["HS256"], ignoreNotBefore: true }) as jwt.JwtPayload;
}

describe("generateClientToken › claims", () => {
  test.for<[query: string, minutes: number, path: string, claims: object]>([
    ["", 60, "/client/hubs/chat", {}],
    ["?clientType=default", 60, "/client/hubs/chat", {}],
    ["?clientType=MQTT", 60, "/clients/mqtt/hubs/chat", {}],
    ["?minutesToExpire=1", 1, "/client/hubs/chat", {}],
    ["?minutesToExpire=2147483647", 2147483647, "/client/hubs/chat", {}],
    ["?userId=a%26b", 60, "/client/hubs/chat", { sub: "a&b", iss: "https://webpubsub.azure.com" }],
    [
      "?role=webpubsub.sendToGroup&role=b&group=a%26b&group=c",
      60,
      "/client/hubs/chat",
      { role: ["webpubsub.sendToGroup", "b"], "webpubsub.group": ["a&b", "c"] },
    ],
  ])("returns a token with the claims of %j", async ([query, minutes, path, claims]) => {
    const emulator = await startTestEmulator();
    const seconds = Math.floor(emulator.clock.now() / 1000);
    const token = await generate(emulator, query);
    expect(claimsOf(token)).toEqual({
      aud: `${emulator.endpoint}${path}`,
      exp: seconds + minutes * 60,
      iat: seconds,
      nbf: seconds,
      ...claims,
    });
    expect(jwt.decode(token, { complete: true })?.header).toEqual({
      alg: "HS256",
      typ: "JWT",
      kid: expect.stringMatching(/^s-/),
    });
  });
});

const clientUrl = ({ endpoint }: Emulator, token: string) =>
  `${endpoint.replace("http", "ws")}/client/hubs/chat?access_token=${token}`;

test("generateClientToken › returns a token that connects with the user, groups and roles of the request", async () => {
  const emulator = await startTestEmulator();
  const token = await generate(emulator, "?userId=alice&group=lobby&role=webpubsub.joinLeaveGroup.news");
  const client = await TestClient.connectJson(clientUrl(emulator, token));
  expect(await listMembers(emulator, "lobby")).toEqual([client.id]);
  expect((await sendRequest(emulator, "HEAD /api/hubs/chat/users/alice")).status).toBe(200);
  expect(await client.sendAndReceive({ type: "joinGroup", group: "news", ackId: 1 })).toMatchObject({ success: true });
});

test("generateClientToken › returns a token that expires after minutesToExpire and five minutes of clock skew", async () => {
  const emulator = await startTestEmulator();
  const token = await generate(emulator, "?minutesToExpire=2");
  await emulator.clock.advance(120 + 299);
  await TestClient.connectJson(clientUrl(emulator, token));
  await emulator.clock.advance(2);
  expect((await rejectedHandshake(clientUrl(emulator, token))).status).toBe(401);
});

test("generateClientToken › returns an MQTT token that is rejected for WebSocket", async () => {
  const emulator = await startTestEmulator();
  expect((await rejectedHandshake(clientUrl(emulator, await generate(emulator, "?clientType=MQTT")))).status).toBe(401);
});

test("generateClientToken › rejects access keys with generateTokenRequiresEntra", async () => {
  const emulator = await startTestEmulator({ generateTokenRequiresEntra: true, acceptUnverifiedEntraTokens: true });
  const { status, headers, body } = await sendRequest(emulator, LINE);
  expect([status, body]).toEqual([401, ""]);
  expect(headers["www-authenticate"]).toContain("Microsoft Entra");
  expect(emulator.log.requests.at(-1)).toMatchObject({
    rejectionReason: "generateToken requires a Microsoft Entra token (generateTokenRequiresEntra is on)",
  });
  await generate(emulator, "", { token: entraToken(emulator) });
  expect((await sendRequest(emulator, "GET /api/hubs/chat/groups/g/connections")).status).toBe(200);
});

test("generateClientToken › returns a token for the host of the request", async () => {
  const emulator = await startTestEmulator({ acceptUnverifiedEntraTokens: true });
  const token = await generate(emulator, "", { token: entraToken(emulator), headers: { Host: "Example.org:80" } });
  expect(claimsOf(token)).toMatchObject({ aud: "http://example.org/client/hubs/chat" });
});
