import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { waitForConnection } from "../../testing/log-entries.js";
import { JSON_V1, RELIABLE_V1, rejectedHandshake, TestClient } from "../testing/test-client.js";
import { startEndpoint } from "../testing/test-endpoint.js";

const INVALID_HUB =
  "Invalid hub name: it must start with a letter and contain at most 128 letters, digits, '_', '`', ',', '.', '[' or ']'.";
const NOT_AN_ENDPOINT = "Not a client endpoint. Connect to /client/hubs/{hub}.";
const GROUP_REQUIRED = "webpubsub_mode=sendToGroup requires the parameter group: 1 to 1,024 characters, not blank.";

describe("client handshake", () => {
  test("accepts a token in the Authorization header", async () => {
    const endpoint = await startEndpoint();
    const headers = { authorization: `bearer ${endpoint.token()}` };
    await expect(rejectedHandshake(`ws://${endpoint.host}/client/hubs/chat`, { headers })).rejects.toThrow("accepted");
  });

  test.for([
    ["that is empty", "", /^Bearer$/],
    ["for another hub", "http://HOST/client/hubs/other", /audience path/],
    ["for another host", "http://elsewhere:1/client/hubs/chat", /audience host/],
    ["for a prefix of the URL", "http://HOST/client/hubs/cha", /audience path/],
  ] as const)("rejects a token %s with 401 and the reason in WWW-Authenticate", async ([, audience, reason]) => {
    const endpoint = await startEndpoint();
    const token = audience === "" ? "" : endpoint.token({}, audience.replace("HOST", endpoint.host));
    const response = await rejectedHandshake(`ws://${endpoint.host}/client/hubs/chat?access_token=${token}`);
    expect(response).toMatchObject({ status: 401, body: "" });
    if (audience !== "") expect(response.headers["www-authenticate"]).toMatch(reason);
    expect(endpoint.log.entries).toMatchObject([{ kind: "connection", event: "rejected", hub: "chat" }]);
  });

  test("rejects an expired token with 401, and keeps the connection that used it before", async () => {
    const endpoint = await startEndpoint();
    const url = endpoint.url({ expiresInSeconds: 60 });
    const client = await TestClient.connectJson(url);
    await endpoint.clock.advance(60 + 301);
    expect(await rejectedHandshake(url)).toMatchObject({ status: 401 });
    expect(await client.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
  });

  test("ignores the letter case of the hub", async () => {
    const endpoint = await startEndpoint();
    const token = endpoint.token();
    const client = await TestClient.connectJson(`ws://${endpoint.host}/client/hubs/CHAT?access_token=${token}`);
    expect([...endpoint.context.hubs.get("chat").connections.keys()]).toEqual([client.id]);
  });

  test.for([
    ["/client/hubs/1st", 400, INVALID_HUB],
    ["/client/hubs/a%20b", 400, INVALID_HUB],
    ["/client/hubs/%zz", 400, "The URL of the request is malformed."],
    ["/client/hubs/", 404, NOT_AN_ENDPOINT],
    ["/client/hubs", 404, NOT_AN_ENDPOINT],
    ["/client/hubs/chat/more", 404, NOT_AN_ENDPOINT],
    ["/", 404, NOT_AN_ENDPOINT],
    ["/client/hubs/chat?webpubsub_mode=none&", 400, "webpubsub_mode must be sendEvent or sendToGroup."],
    ["/client/hubs/chat?webpubsub_mode=sendToGroup&", 400, GROUP_REQUIRED],
    ["/client/hubs/chat?webpubsub_mode=sendToGroup&group=%20&", 400, GROUP_REQUIRED],
    ["/client/hubs/chat?webpubsub_mode=sendToGroup&group=a&noEcho=1&", 400, "noEcho must be true or false."],
  ] as const)("rejects %s with %i: %s", async ([path, status, body]) => {
    const endpoint = await startEndpoint();
    const query = path.includes("?") ? `${path}access_token=${endpoint.token()}` : path;
    expect(await rejectedHandshake(`ws://${endpoint.host}${query}`)).toMatchObject({
      status,
      body,
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
  });

  test.for(["", " ", "x".repeat(1025)])("rejects a token with a group named $0 with 400", async (group) => {
    const endpoint = await startEndpoint();
    expect(await rejectedHandshake(endpoint.url({ groups: ["fine", group] }))).toMatchObject({
      status: 400,
      body: "The token contains an invalid group name: it must have 1 to 1,024 characters and not be blank.",
    });
  });

  test("rejects a request without an upgrade with 400, or with 404 on other paths", async () => {
    const { host } = await startEndpoint();
    const response = await fetch(`http://${host}/client/hubs/chat`);
    expect([response.status, await response.text()]).toEqual([
      400,
      "This endpoint accepts WebSocket connections only.",
    ]);
    expect((await fetch(`http://${host}/client/hubs/chat`, { method: "POST", body: "x" })).status).toBe(400);
    expect((await fetch(`http://${host}/client`)).status).toBe(404);
  });

  test("rejects an upgrade to another protocol with 400, even without a token", async () => {
    const endpoint = await startEndpoint();
    const headers = { connection: "upgrade", upgrade: "h2c" };
    const sent = request(`http://${endpoint.host}/client/hubs/chat`, { headers }).end();
    const [response] = await once(sent, "response");
    expect(response.statusCode).toBe(400);
  });

  test.for([
    "GET /client/hubs/chat HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    "GET /client/hubs/chat?access_token=TOKEN HTTP/1.1\r\nHost: HOST\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    "GET /client/hubs/chat?access_token=TOKEN HTTP/1.1\r\nHost: HOST\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n",
  ])("rejects an invalid handshake with 400 and closes the connection: %j", async (text) => {
    const endpoint = await startEndpoint();
    const stream = connect(Number(endpoint.host.split(":")[1]), "127.0.0.1");
    stream.write(text.replace("HOST", endpoint.host).replace("TOKEN", endpoint.token()));
    const [response] = await once(stream, "data");
    expect(String(response)).toMatch(/^HTTP\/1\.1 400 /);
    await once(stream, "close");
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
  });

  test.for([
    [[JSON_V1], JSON_V1],
    [[RELIABLE_V1], RELIABLE_V1],
    [["unknown", RELIABLE_V1, JSON_V1], RELIABLE_V1],
  ] as const)("selects the first supported subprotocol of %j: %s", async ([offered, chosen]) => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connect(endpoint.url(), [...offered]);
    expect(client.socket.protocol).toBe(chosen);
    const [connection] = endpoint.context.hubs.get("chat").connections.values();
    expect(connection?.protocol).toBe(chosen);
  });

  test("treats a client that offers only unsupported subprotocols as a simple client", async () => {
    const endpoint = await startEndpoint();
    // `ws` itself fails if the server does not select a protocol that it offered.
    const sent = request(endpoint.url().replace("ws:", "http:"), {
      headers: {
        connection: "upgrade",
        upgrade: "websocket",
        "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "sec-websocket-version": "13",
        "sec-websocket-protocol": "protobuf.webpubsub.azure.v1, custom",
      },
    }).end();
    const [response, stream] = await once(sent, "upgrade");
    expect(response.statusCode).toBe(101);
    expect(response.headers["sec-websocket-protocol"]).toBeUndefined();
    const [connection] = endpoint.context.hubs.get("chat").connections.values();
    expect(connection?.protocol).toBeNull();
    stream.destroy();
  });

  test("rejects a client with 503 at the limit of connections until one closes", async () => {
    const endpoint = await startEndpoint({ connections: 1 });
    const first = await TestClient.connectJson(endpoint.url());
    expect(await rejectedHandshake(endpoint.url())).toMatchObject({
      status: 503,
      body: "The emulator has reached its limit of connections (1).",
    });
    first.socket.close();
    await waitForConnection(endpoint, "closed");
    await TestClient.connectJson(endpoint.url());
  });

  test("closes the connection of a rejected client that keeps its side open", async () => {
    const endpoint = await startEndpoint();
    const stream = connect({ port: Number(endpoint.host.split(":")[1]), host: "127.0.0.1", allowHalfOpen: true });
    stream.write("GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
    await once(stream, "data");
    const [server] = endpoint.streams;
    if (server?.closed === false) await once(server, "close");
    expect(server?.closed).toBe(true);
    stream.destroy();
  });

  test("keeps serving clients after resets in the middle of a handshake", async () => {
    const endpoint = await startEndpoint();
    for (let count = 0; count < 20; count += 1) {
      const stream = connect(Number(endpoint.host.split(":")[1]), "127.0.0.1");
      await once(stream, "connect");
      stream.write("GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
      stream.resetAndDestroy();
    }
    await expect(TestClient.connectJson(endpoint.url())).resolves.toBeInstanceOf(TestClient);
  });
});
