import { describe, expect, test } from "vitest";
import { cutSocket, recoverClient, recoveryUrl } from "../testing/recovery.js";
import { RELIABLE_V1, TestClient } from "../testing/test-client.js";
import { allRoles, sendToAll, startEndpoint } from "../testing/test-endpoint.js";

describe("Outbox of a reliable client", () => {
  test("drops expired messages before a recovery, and sends the others", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    const now = endpoint.clock.now();
    sendToAll(endpoint, "sent before it expired", now + 5000);
    await client.next();
    await cutSocket(endpoint, client);
    sendToAll(endpoint, "expired", now + 10_000);
    sendToAll(endpoint, "not expired", now + 10_001);
    sendToAll(endpoint, "without expiry");
    await endpoint.clock.advance(10);
    const again = await recoverClient(endpoint, client);
    expect(await again.next()).toMatchObject({ sequenceId: 2, data: "not expired" });
    expect(await again.next()).toMatchObject({ sequenceId: 3, data: "without expiry" });
  });

  test("keeps a message of a client for its ttlSeconds", async () => {
    const endpoint = await startEndpoint();
    const sender = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
    const receiver = await TestClient.connectJson(endpoint.url({ groups: ["a"] }), RELIABLE_V1);
    await cutSocket(endpoint, receiver);
    const send = (data: string, ttlSeconds: number, ackId: number) =>
      sender.sendAndReceive({ type: "sendToGroup", group: "a", data, ttlSeconds, ackId });
    await send("expired", 5, 1);
    await send("without expiry", 0, 2);
    await endpoint.clock.advance(5);
    expect(await (await recoverClient(endpoint, receiver)).next()).toMatchObject({ data: "without expiry" });
  });

  test.for([
    ["messages", { reliableMessages: 3 }],
    ["bytes", { reliableBytes: 3 * '{"type":"message","from":"server","dataType":"text","data":"1"}'.length }],
  ] as const)(
    "closes a client with 1008 beyond the limit of unacknowledged %s, and it cannot recover",
    async ([, limits]) => {
      const endpoint = await startEndpoint(limits);
      const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
      for (const data of ["1", "2", "3"]) sendToAll(endpoint, data);
      for (let count = 0; count < 3; count += 1) await client.next();
      client.send({ type: "sequenceAck", sequenceId: 1 });
      await client.sendAndReceive({ type: "ping" });
      sendToAll(endpoint, "4");
      expect(await client.next()).toMatchObject({ sequenceId: 4 });
      sendToAll(endpoint, "5");
      expect(await client.closed).toEqual({ code: 1008, reason: "Too many unacknowledged messages." });
      expect(endpoint.log.entries.at(-1)).toMatchObject({ event: "closed", reason: "SlowClient" });
      const again = await TestClient.connect(recoveryUrl(endpoint, client), RELIABLE_V1);
      expect(await again.closed).toMatchObject({ code: 1008 });
    },
  );

  test("closes a client without a socket beyond the limit, of which expired messages do not count", async () => {
    const endpoint = await startEndpoint({ reliableMessages: 2 });
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    await cutSocket(endpoint, client);
    sendToAll(endpoint, "expired", endpoint.clock.now() + 1000);
    sendToAll(endpoint, "1");
    await endpoint.clock.advance(1);
    sendToAll(endpoint, "2");
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(1);
    sendToAll(endpoint, "3");
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
  });

  test("accepts a sequenceAck beyond the last message", async () => {
    const endpoint = await startEndpoint({ reliableMessages: 1 });
    const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
    sendToAll(endpoint, "1");
    await client.next();
    client.send('{"type":"sequenceAck","sequenceId":18446744073709551615}');
    await client.sendAndReceive({ type: "ping" });
    sendToAll(endpoint, "2");
    expect(await client.next()).toMatchObject({ sequenceId: 2, data: "2" });
  });
});
