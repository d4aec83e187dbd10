import { describe, expect, test } from "vitest";
import { JSON_V1, RELIABLE_V1, TestClient } from "../testing/test-client.js";
import { sendToAll, startEndpoint, type TestEndpoint } from "../testing/test-endpoint.js";

const LARGE = "x".repeat(1024 * 1024);

/** Sends large messages until the stream of the client is full. @returns how many */
async function fill(endpoint: TestEndpoint): Promise<number> {
  const stream = endpoint.streams[0];
  let sent = 0;
  while (stream?.writableNeedDrain !== true) {
    sendToAll(endpoint, LARGE);
    sent += 1;
    // Lets the stream write what the system can take.
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return sent;
}

describe("Outbox", () => {
  test.for([undefined, JSON_V1])(
    "disconnects a client (%s) that does not read, beyond outgoingBytes",
    async (protocol) => {
      const endpoint = await startEndpoint({ outgoingBytes: 8 * 1024 * 1024 });
      const client = await TestClient.connect(endpoint.url(), protocol);
      client.socket.pause();
      const { connections } = endpoint.context.hubs.get("chat");
      let sent = 0;
      while (connections.size > 0 && sent < 1000) {
        sendToAll(endpoint, LARGE);
        sent += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      // The buffers of the system take some messages, too.
      expect(sent).toBeGreaterThan(8);
      expect(sent).toBeLessThan(100);
      expect(endpoint.log.entries.at(-1)).toMatchObject({ kind: "connection", event: "closed", reason: "SlowClient" });
      client.socket.resume();
      expect(await client.closed).toMatchObject({ code: 1006 });
    },
  );

  test("adds an overhead to the size of each message", async () => {
    const endpoint = await startEndpoint({ outgoingBytes: 4 * 1024 * 1024 });
    const client = await TestClient.connect(endpoint.url());
    client.socket.pause();
    await fill(endpoint);
    const { connections } = endpoint.context.hubs.get("chat");
    let sent = 0;
    while (connections.size > 0 && sent < 100_000) {
      sendToAll(endpoint, "x");
      sent += 1;
    }
    expect(sent).toBeLessThan(50_000);
  });

  test.for([JSON_V1, RELIABLE_V1])(
    "sends everything but expired messages to a slow client (%s), in order",
    async (protocol) => {
      const endpoint = await startEndpoint({ reliableBytes: 32 * 1024 * 1024 });
      const client = await TestClient.connectJson(endpoint.url(), protocol);
      client.socket.pause();
      const large = await fill(endpoint);
      const now = endpoint.clock.now();
      sendToAll(endpoint, "expired", now + 1000);
      sendToAll(endpoint, "not expired", now + 2000);
      sendToAll(endpoint, "last");
      await endpoint.clock.advance(1);
      client.send({ type: "ping" });
      client.socket.resume();
      for (let count = 0; count < large; count += 1) expect(await client.next()).toMatchObject({ data: LARGE });
      expect(await client.next()).toMatchObject({ data: "not expired" });
      expect(await client.next()).toMatchObject({ data: "last" });
      expect(await client.next()).toEqual({ type: "pong" });
    },
  );

  test("sends earlier messages to a slow client before it closes", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url());
    client.socket.pause();
    const large = await fill(endpoint);
    sendToAll(endpoint, "last");
    const hub = endpoint.context.hubs.get("chat");
    hub.close(hub.connections.values(), undefined);
    client.socket.resume();
    for (let count = 0; count < large; count += 1) await client.next();
    expect(await client.next()).toMatchObject({ data: "last" });
    expect(await client.next()).toMatchObject({ event: "disconnected" });
    expect(await client.closed).toEqual({ code: 1000, reason: "" });
  });
});
