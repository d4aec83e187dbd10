import { expect, test } from "vitest";
import { cutSocket, recoverClient, recoveryUrl } from "../testing/recovery.js";
import { RELIABLE_V1, TestClient } from "../testing/test-client.js";
import { allRoles, sendToAll, startEndpoint } from "../testing/test-endpoint.js";

test("a message whose time is over is not sent to a client that comes back, the others are", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
  const now = endpoint.clock.now();
  sendToAll(endpoint, "sent, then over", now + 5000);
  await client.next();
  await cutSocket(endpoint, client);
  sendToAll(endpoint, "over", now + 10_000);
  sendToAll(endpoint, "not over", now + 10_001);
  sendToAll(endpoint, "for ever");
  await endpoint.clock.advance(10);
  const again = await recoverClient(endpoint, client);
  expect(await again.next()).toMatchObject({ sequenceId: 2, data: "not over" });
  expect(await again.next()).toMatchObject({ sequenceId: 3, data: "for ever" });
});

test("the ttlSeconds of a client's message is the time that it is kept", async () => {
  const endpoint = await startEndpoint();
  const sender = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
  const receiver = await TestClient.connectJson(endpoint.url({ groups: ["a"] }), RELIABLE_V1);
  await cutSocket(endpoint, receiver);
  const send = (data: string, ttlSeconds: number, ackId: number) =>
    sender.sendAndReceive({ type: "sendToGroup", group: "a", data, ttlSeconds, ackId });
  await send("over", 5, 1);
  await send("for ever", 0, 2);
  await endpoint.clock.advance(5);
  expect(await (await recoverClient(endpoint, receiver)).next()).toMatchObject({ data: "for ever" });
});

test.for([
  ["messages", { reliableMessages: 3 }],
  ["bytes", { reliableBytes: 3 * '{"type":"message","from":"server","dataType":"text","data":"1"}'.length }],
] as const)("a client that lets more %s pile up than are kept is closed with 1008, for good", async ([, limits]) => {
  const endpoint = await startEndpoint(limits);
  const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
  for (const data of ["1", "2", "3"]) sendToAll(endpoint, data);
  for (let count = 0; count < 3; count += 1) await client.next();
  client.send({ type: "sequenceAck", sequenceId: 1 });
  await client.sendAndReceive({ type: "ping" });
  sendToAll(endpoint, "4");
  expect(await client.next()).toMatchObject({ sequenceId: 4 });
  sendToAll(endpoint, "5");
  expect(await client.closed).toMatchObject({ code: 1008 });
  expect(endpoint.log.entries.at(-1)).toMatchObject({ event: "closed", reason: "SlowClient" });
  const again = await TestClient.connect(recoveryUrl(endpoint, client), RELIABLE_V1);
  expect(await again.closed).toMatchObject({ code: 1008 });
});

test("so is one that is not there, unless there is room because a message's time is over", async () => {
  const endpoint = await startEndpoint({ reliableMessages: 2 });
  const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
  await cutSocket(endpoint, client);
  sendToAll(endpoint, "over", endpoint.clock.now() + 1000);
  sendToAll(endpoint, "1");
  await endpoint.clock.advance(1);
  sendToAll(endpoint, "2");
  expect(endpoint.context.hubs.get("chat").connections.size).toBe(1);
  sendToAll(endpoint, "3");
  expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
});

test("a sequenceAck beyond what was sent acknowledges what was sent", async () => {
  const endpoint = await startEndpoint({ reliableMessages: 1 });
  const client = await TestClient.connectJson(endpoint.url(), RELIABLE_V1);
  sendToAll(endpoint, "1");
  await client.next();
  client.send('{"type":"sequenceAck","sequenceId":18446744073709551615}');
  await client.sendAndReceive({ type: "ping" });
  sendToAll(endpoint, "2");
  expect(await client.next()).toMatchObject({ sequenceId: 2, data: "2" });
});
