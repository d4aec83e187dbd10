import { describe, expect, test } from "vitest";
import { waitForConnection } from "../../testing/log-entries.js";
import { countOf, cutSocket, recoverClient, recoveryUrl } from "../testing/recovery.js";
import { JSON_V1, RELIABLE_V1, TestClient } from "../testing/test-client.js";
import { allRoles, sendToAll, startEndpoint } from "../testing/test-endpoint.js";

describe("ClientSession.recover", () => {
  test("numbers messages from the server and from groups from 1, but not acks", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }), RELIABLE_V1);
    expect(client.token).toMatch(/^[\w-]{40,}$/);
    sendToAll(endpoint, "one");
    expect(await client.next()).toEqual({
      sequenceId: 1,
      type: "message",
      from: "server",
      dataType: "text",
      data: "one",
    });
    expect(await client.sendAndReceive({ type: "sendToGroup", group: "a", data: 2, ackId: 1 })).toMatchObject({
      sequenceId: 2,
    });
    expect(await client.next()).toEqual({ type: "ack", ackId: 1, success: true });
  });

  test("numbers the messages of each connection separately", async () => {
    const endpoint = await startEndpoint();
    const first = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    sendToAll(endpoint, "one");
    const second = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    const plain = await TestClient.connectJson(endpoint.url());
    sendToAll(endpoint, "two");
    expect(await first.next()).toMatchObject({ sequenceId: 1, data: "one" });
    expect(await first.next()).toMatchObject({ sequenceId: 2, data: "two" });
    expect(await second.next()).toMatchObject({ sequenceId: 1, data: "two" });
    expect(await plain.next()).not.toHaveProperty("sequenceId");
  });

  test("keeps a connection without a socket in the hub, and sends its unacknowledged messages after recovery", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ userId: "alice", groups: ["a"] }), RELIABLE_V1);
    for (const data of ["one", "two", "three"]) sendToAll(endpoint, data);
    for (let count = 0; count < 3; count += 1) await client.next();
    client.send({ type: "sequenceAck", sequenceId: 2 });
    await client.sendAndReceive({ type: "ping" });
    await cutSocket(endpoint, client);
    const hub = endpoint.context.hubs.get("chat");
    expect([hub.connections.has(client.id), hub.members("a").size]).toEqual([true, 1]);
    sendToAll(endpoint, "four");
    const again = await TestClient.connect(recoveryUrl(endpoint, client), RELIABLE_V1);
    expect(await again.next()).toEqual({
      type: "system",
      event: "connected",
      userId: "alice",
      connectionId: client.id,
      reconnectionToken: client.token,
    });
    expect(await again.next()).toMatchObject({ sequenceId: 3, data: "three" });
    expect(await again.next()).toMatchObject({ sequenceId: 4, data: "four" });
    sendToAll(endpoint, "five");
    expect(await again.next()).toMatchObject({ sequenceId: 5, data: "five" });
  });

  test("keeps permissions and ack ids over a recovery", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    endpoint.context.hubs.get("chat").connections.get(client.id)?.permissions.grant("joinLeaveGroup", "a");
    await client.sendAndReceive({ type: "joinGroup", group: "a", ackId: 1 });
    await cutSocket(endpoint, client);
    const again = await recoverClient(endpoint, client);
    expect(await again.sendAndReceive({ type: "joinGroup", group: "a", ackId: 2 })).toMatchObject({ success: true });
    expect(await again.sendAndReceive({ type: "joinGroup", group: "a", ackId: 1 })).toMatchObject({
      error: { name: "Duplicate" },
    });
  });

  test("allows a recovery for 30 seconds after each loss of the socket", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    await cutSocket(endpoint, client);
    await endpoint.clock.advance(29.999);
    const again = await recoverClient(endpoint, client);
    await endpoint.clock.advance(60);
    expect(await again.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
    await cutSocket(endpoint, again);
    await endpoint.clock.advance(30);
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
    const late = await TestClient.connect(recoveryUrl(endpoint, client), RELIABLE_V1);
    expect(await late.closed).toMatchObject({ code: 1008 });
  });

  test("ignores the letter case of the hub", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    await cutSocket(endpoint, client);
    const again = await TestClient.connectJson(recoveryUrl(endpoint, client).replace("chat", "Chat"), RELIABLE_V1);
    expect(again.id).toBe(client.id);
  });

  test("accepts an access token that has expired", async () => {
    const endpoint = await startEndpoint();
    const url = endpoint.url({ expiresInSeconds: 10 });
    const client = await TestClient.connectJson(url, RELIABLE_V1);
    await endpoint.clock.advance(1000);
    await cutSocket(endpoint, client);
    const query = `&awps_connection_id=${client.id}&awps_reconnection_token=${client.token}`;
    expect((await TestClient.connectJson(url + query, RELIABLE_V1)).id).toBe(client.id);
  });

  test.for<[string, (url: string) => string, string | undefined]>([
    ["another token", (url) => `${url}x`, RELIABLE_V1],
    ["no token", (url) => url.replace(/&awps_reconnection_token.*/, ""), RELIABLE_V1],
    ["another id", (url) => url.replace("connection_id=", "connection_id=x"), RELIABLE_V1],
    ["another hub", (url) => url.replace("/chat", "/other"), RELIABLE_V1],
    ["another subprotocol", (url) => url, JSON_V1],
    ["no subprotocol", (url) => url, undefined],
  ])("closes a recovery with %s with 1008, and the connection can still be recovered", async ([, change, protocol]) => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    await cutSocket(endpoint, client);
    const intruder = await TestClient.connect(change(recoveryUrl(endpoint, client)), protocol);
    expect(await intruder.closed).toMatchObject({ code: 1008 });
    await expect(intruder.next()).rejects.toThrow("closed");
    expect((await recoverClient(endpoint, client)).id).toBe(client.id);
  });

  test("ends a connection of the plain subprotocol with its socket", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url());
    client.socket.terminate();
    await waitForConnection(endpoint, "closed");
    const again = await TestClient.connect(recoveryUrl(endpoint, { id: client.id, token: "undefined" }), RELIABLE_V1);
    expect(await again.closed).toMatchObject({ code: 1008 });
  });

  test.for([
    [1000, "closed"],
    [undefined, "closed"],
    [1001, "suspended"],
    [4000, "suspended"],
  ] as const)("treats a client that closes with code %s as %s", async ([code, event]) => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    client.socket.close(code);
    await waitForConnection(endpoint, event);
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(event === "closed" ? 0 : 1);
  });

  test("allows no recovery after the application closed the connection, with a socket or without", async () => {
    const endpoint = await startEndpoint();
    const open = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    const suspended = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    await cutSocket(endpoint, suspended);
    const hub = endpoint.context.hubs.get("chat");
    hub.close(hub.connections.values(), undefined);
    expect(await open.closed).toMatchObject({ code: 1000 });
    for (const client of [open, suspended]) {
      const again = await TestClient.connect(recoveryUrl(endpoint, client), RELIABLE_V1);
      expect(await again.closed).toMatchObject({ code: 1008 });
    }
  });

  test("allows no recovery after an invalid frame", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    client.send("nonsense");
    expect(await client.closed).toMatchObject({ code: 1007 });
    const again = await TestClient.connect(recoveryUrl(endpoint, client), RELIABLE_V1);
    expect(await again.closed).toMatchObject({ code: 1008 });
  });

  test("closes the old socket if it is still open", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    const again = await recoverClient(endpoint, client);
    await client.closed;
    expect(countOf(endpoint, "suspended")).toBe(0);
    sendToAll(endpoint, "one");
    expect(await again.next()).toMatchObject({ sequenceId: 1, data: "one" });
    await endpoint.clock.advance(60);
    expect(await again.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
  });
});
