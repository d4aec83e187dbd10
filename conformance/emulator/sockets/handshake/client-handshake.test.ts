import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { JSON_V1, RELIABLE_V1, refusal, TestClient } from "../testing/test-client.js";
import { startEndpoint } from "../testing/test-endpoint.js";

test("a token is taken from the Authorization header too", async () => {
  const endpoint = await startEndpoint();
  const headers = { authorization: `bearer ${endpoint.token()}` };
  await expect(refusal(`ws://${endpoint.host}/client/hubs/chat`, { headers })).rejects.toThrow("accepted");
});

test.for([
  ["no token", "", /^Bearer$/],
  ["another hub's", "http://HOST/client/hubs/other", /audience path/],
  ["another host's", "http://elsewhere:1/client/hubs/chat", /audience host/],
  ["one for the hub's address cut short", "http://HOST/client/hubs/cha", /audience path/],
] as const)("%s token is 401, with the reason in WWW-Authenticate", async ([, audience, reason]) => {
  const endpoint = await startEndpoint();
  const token = audience === "" ? "" : endpoint.token({}, audience.replace("HOST", endpoint.host));
  const answer = await refusal(`ws://${endpoint.host}/client/hubs/chat?access_token=${token}`);
  expect(answer).toMatchObject({ status: 401, body: "" });
  if (audience !== "") expect(answer.headers["www-authenticate"]).toMatch(reason);
  expect(endpoint.log.entries).toMatchObject([{ kind: "connection", event: "refused", hub: "chat" }]);
});

test("a token counts until it expires, and its connection lives on", async () => {
  const endpoint = await startEndpoint();
  const url = endpoint.url({ expiresInSeconds: 60 });
  const client = await TestClient.connectJson(url);
  await endpoint.clock.advance(60 + 301);
  expect(await refusal(url)).toMatchObject({ status: 401 });
  expect(await client.ask({ type: "ping" })).toEqual({ type: "pong" });
});

test("hubs are told apart without regard to letter case", async () => {
  const endpoint = await startEndpoint();
  const token = endpoint.token();
  const client = await TestClient.connectJson(`ws://${endpoint.host}/client/hubs/CHAT?access_token=${token}`);
  expect([...endpoint.context.hubs.get("chat").connections.keys()]).toEqual([client.id]);
});

test.for([
  ["/client/hubs/1st", 400],
  ["/client/hubs/a%20b", 400],
  ["/client/hubs/%zz", 400],
  ["/client/hubs/", 404],
  ["/client/hubs", 404],
  ["/client/hubs/chat/more", 404],
  ["/", 404],
  ["/client/hubs/chat?webpubsub_mode=none&", 400],
  ["/client/hubs/chat?webpubsub_mode=sendToGroup&", 400],
  ["/client/hubs/chat?webpubsub_mode=sendToGroup&group=%20&", 400],
  ["/client/hubs/chat?webpubsub_mode=sendToGroup&group=a&noEcho=1&", 400],
] as const)("%s is %i", async ([path, status]) => {
  const endpoint = await startEndpoint();
  const query = path.includes("?") ? `${path}access_token=${endpoint.token()}` : path;
  expect(await refusal(`ws://${endpoint.host}${query}`)).toMatchObject({
    status,
    body: expect.stringMatching(/\.$/),
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
});

test.for(["", " ", "x".repeat(1025)])("a token with a group of the name '%s' is 400", async (group) => {
  const endpoint = await startEndpoint();
  expect(await refusal(endpoint.url({ groups: ["fine", group] }))).toMatchObject({ status: 400 });
});

test("a request that is no upgrade is 400, and elsewhere 404", async () => {
  const { host } = await startEndpoint();
  expect((await fetch(`http://${host}/client/hubs/chat`)).status).toBe(400);
  expect((await fetch(`http://${host}/client/hubs/chat`, { method: "POST", body: "x" })).status).toBe(400);
  expect((await fetch(`http://${host}/client`)).status).toBe(404);
});

test("an upgrade to something else than WebSocket is 400", async () => {
  const endpoint = await startEndpoint();
  const headers = { connection: "upgrade", upgrade: "h2c" };
  // Without a token too: what is no WebSocket is not asked for one.
  const sent = request(`http://${endpoint.host}/client/hubs/chat`, { headers }).end();
  const [response] = await once(sent, "response");
  expect(response.statusCode).toBe(400);
});

test.for([
  "GET /client/hubs/chat HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
  "GET /client/hubs/chat?access_token=TOKEN HTTP/1.1\r\nHost: HOST\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
  "GET /client/hubs/chat?access_token=TOKEN HTTP/1.1\r\nHost: HOST\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n",
])("a handshake that is none is 400, and the connection is closed: %j", async (text) => {
  const endpoint = await startEndpoint();
  const stream = connect(Number(endpoint.host.split(":")[1]), "127.0.0.1");
  stream.write(text.replace("HOST", endpoint.host).replace("TOKEN", endpoint.token()));
  const [answer] = await once(stream, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /);
  await once(stream, "close");
  expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
});

test.for([
  [[JSON_V1], JSON_V1],
  [[RELIABLE_V1], RELIABLE_V1],
  [["unknown", RELIABLE_V1, JSON_V1], RELIABLE_V1],
] as const)("of %j the subprotocol is %s", async ([offered, chosen]) => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connect(endpoint.url(), [...offered]);
  expect(client.socket.protocol).toBe(chosen);
  const [connection] = endpoint.context.hubs.get("chat").connections.values();
  expect(connection?.protocol).toBe(chosen);
});

test("a client that offers only what is not spoken here is a raw client", async () => {
  const endpoint = await startEndpoint();
  // `ws` itself does not go on without the protocol that it offered.
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

test("there are as many connections as there may be, and a new one when one is gone", async () => {
  const endpoint = await startEndpoint({ connections: 1 });
  const first = await TestClient.connectJson(endpoint.url());
  expect(await refusal(endpoint.url())).toMatchObject({ status: 503 });
  first.socket.close();
  await endpoint.log.waitFor((entry) => entry.kind === "connection" && entry.event === "closed");
  await TestClient.connectJson(endpoint.url());
});

test("a refused client that keeps its half of the connection open loses it", async () => {
  const endpoint = await startEndpoint();
  const stream = connect({ port: Number(endpoint.host.split(":")[1]), host: "127.0.0.1", allowHalfOpen: true });
  stream.write("GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
  await once(stream, "data");
  const [server] = endpoint.streams;
  if (server?.closed === false) await once(server, "close");
  expect(server?.closed).toBe(true);
  stream.destroy();
});

test("a stream that is reset in the middle of a handshake harms nobody", async () => {
  const endpoint = await startEndpoint();
  for (let count = 0; count < 20; count += 1) {
    const stream = connect(Number(endpoint.host.split(":")[1]), "127.0.0.1");
    await once(stream, "connect");
    stream.write("GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
    stream.resetAndDestroy();
  }
  expect((await TestClient.connectJson(endpoint.url())).id).not.toBe("");
});
