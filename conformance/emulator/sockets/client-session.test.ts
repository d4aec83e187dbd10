import { describe, expect, test, vi } from "vitest";
import { waitForConnection, waitForEntry } from "../testing/log-entries.js";
import { RELIABLE_V1, rejectedHandshake, TestClient } from "./testing/test-client.js";
import { allRoles, sendToAll, serverMessage, startEndpoint } from "./testing/test-endpoint.js";

const connectionEvents = (log: { entries: readonly unknown[] }) =>
  (log.entries as { kind: string; event: string; reason?: string }[])
    .filter(({ kind }) => kind === "connection")
    .map(({ event, reason }) => (reason === undefined ? event : `${event}: ${reason}`));

describe("SocketEndpoint", () => {
  test.for([
    [undefined, ""],
    ["", ""],
    ["x".repeat(500), ` Reason: ${"x".repeat(500)}`],
  ] as const)(
    "close › sends `disconnected` with the reason $0 to a JSON client, then closes with 1000",
    async ([reason, suffix]) => {
      const endpoint = await startEndpoint();
      const client = await TestClient.connectJson(endpoint.url());
      const hub = endpoint.context.hubs.get("chat");
      hub.close(hub.connections.values(), reason);
      expect(await client.next()).toEqual({
        type: "system",
        event: "disconnected",
        message: `The connection was closed by the application server.${suffix}`,
      });
      expect(await client.closed).toEqual({ code: 1000, reason: "" });
      expect(endpoint.log.entries.at(-1)).toMatchObject({ event: "closed", reason: /./ });
    },
  );

  test("close › closes a simple client with 1000 and sends no frame", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connect(endpoint.url());
    const hub = endpoint.context.hubs.get("chat");
    hub.close(hub.connections.values(), "why");
    expect(await client.closed).toEqual({ code: 1000, reason: "" });
    await expect(client.next()).rejects.toThrow("closed");
  });

  test("close › sends earlier messages first, and no later ones", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url());
    const hub = endpoint.context.hubs.get("chat");
    const [connection] = hub.connections.values();
    sendToAll(endpoint, "before");
    hub.close(hub.connections.values(), undefined);
    connection?.session.deliver(serverMessage("after"));
    connection?.session.close(undefined);
    expect(await client.next()).toMatchObject({ data: "before" });
    expect(await client.next()).toMatchObject({ event: "disconnected" });
    await expect(client.next()).rejects.toThrow("closed with 1000");
  });

  test("removes a client that closes its socket from its hub, user and groups", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ userId: "alice", groups: ["a"] }));
    const hub = endpoint.context.hubs.get("chat");
    expect([hub.connections.size, hub.connectionsOf("alice").size, hub.members("a").size]).toEqual([1, 1, 1]);
    client.socket.close(1000);
    await waitForConnection(endpoint, "closed");
    expect([hub.connections.size, hub.connectionsOf("alice").size, hub.members("a").size]).toEqual([0, 0, 0]);
    expect(connectionEvents(endpoint.log)).toEqual(["connected", "closed: Normal"]);
  });

  test("closeAll › closes every connection with 1001, and none can be recovered", async () => {
    const endpoint = await startEndpoint();
    const jsonClient = await TestClient.connectJson(endpoint.url());
    const simpleClient = await TestClient.connect(endpoint.url());
    const paused = await TestClient.connect(endpoint.url());
    paused.socket.pause();
    const reliable = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    reliable.socket.terminate();
    await waitForConnection(endpoint, "suspended");
    await endpoint.sockets.closeAll();
    expect(await jsonClient.closed).toMatchObject({ code: 1001 });
    expect(await simpleClient.closed).toMatchObject({ code: 1001 });
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
    const query = `&awps_connection_id=${reliable.id}&awps_reconnection_token=${reliable.token}`;
    const again = await TestClient.connect(endpoint.url({}, query), RELIABLE_V1);
    expect(await again.closed).toMatchObject({ code: 1008 });
  });

  test("closeAll › rejects new clients with 503 until it is done", async () => {
    const endpoint = await startEndpoint();
    const paused = await TestClient.connect(endpoint.url());
    paused.socket.pause();
    const closing = endpoint.sockets.closeAll();
    expect(await rejectedHandshake(endpoint.url())).toMatchObject({ status: 503 });
    await closing;
    await TestClient.connectJson(endpoint.url());
  });

  test("disconnects a client that sends no pong before the next ping, and no other client", async () => {
    const endpoint = await startEndpoint({ pingSeconds: 10 });
    const alive = await TestClient.connectJson(endpoint.url());
    const silent = await TestClient.connectJson(endpoint.url());
    const pinged = new Promise((resolve) => alive.socket.once("ping", resolve));
    silent.socket.pause();
    await endpoint.clock.advance(10);
    await pinged;
    expect(await alive.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
    await endpoint.clock.advance(10);
    await waitForEntry(endpoint, (entry) => entry.kind === "connection" && entry.reason === "PingTimeout");
    expect([...endpoint.context.hubs.get("chat").connections.keys()]).toEqual([alive.id]);
  });

  test("sends no pings with a manual clock by default", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url());
    let pings = 0;
    client.socket.on("ping", () => {
      pings += 1;
    });
    await endpoint.clock.advance(3600);
    expect(await client.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
    expect(pings).toBe(0);
  });

  test("counts the size of a broadcast in the log once", async () => {
    const endpoint = await startEndpoint();
    const clients = [];
    for (let count = 0; count < 3; count += 1) clients.push(await TestClient.connect(endpoint.url()));
    const add = vi.spyOn(endpoint.log, "add");
    sendToAll(endpoint, "x".repeat(1000));
    for (const client of clients) await client.next();
    sendToAll(endpoint, "y");
    for (const client of clients) await client.next();
    expect(add.mock.calls.map(([, size]) => size)).toEqual([1000, 0, 0, 1, 0, 0]);
  });

  test("logs every frame to a client in order, with its cause", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ userId: "alice", roles: allRoles, groups: ["a"] }));
    sendToAll(endpoint, "one");
    await client.next();
    client.send({ type: "sendToGroup", group: "a", data: 2, ackId: 1 });
    const frames = [await client.next(), await client.next()];
    const entry = { hub: "chat", connectionId: client.id, userId: "alice" };
    expect(endpoint.log.deliveries).toMatchObject([
      { ...entry, frame: { event: "connected", connectionId: client.id }, causedBy: "system" },
      { ...entry, frame: { type: "message", from: "server", dataType: "text", data: "one" }, causedBy: "sendToAll" },
      { ...entry, frame: frames[0], causedBy: "sendToGroup" },
      { ...entry, frame: frames[1], causedBy: "system" },
    ]);
  });
});
