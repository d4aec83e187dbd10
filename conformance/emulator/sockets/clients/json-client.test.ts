import { expect, test } from "vitest";
import { JSON_V1, TestClient } from "../testing/test-client.js";
import { allRoles, sendToAll, startEndpoint } from "../testing/test-endpoint.js";

const join = (group: string, ackId?: number) => ({ type: "joinGroup", group, ackId });
const send = (group: string, data: unknown, more = {}) => ({ type: "sendToGroup", group, data, ...more });

test("a client is told who it is as it connects", async () => {
  const endpoint = await startEndpoint();
  const named = await TestClient.connect(endpoint.url({ userId: "alice" }), JSON_V1);
  const anonymous = await TestClient.connect(endpoint.url(), JSON_V1);
  const connectionId = expect.stringMatching(/^[\w-]{31}$/);
  expect(await named.next()).toEqual({ type: "system", event: "connected", userId: "alice", connectionId });
  expect(await anonymous.next()).toEqual({ type: "system", event: "connected", userId: null, connectionId });
});

test("a client joins a group, sends to it, and gets its own message before the ack", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ userId: "alice", roles: allRoles }));
  expect(await client.sendAndReceive(join("a", 1))).toEqual({ type: "ack", ackId: 1, success: true });
  expect(await client.sendAndReceive(send("a", "hi", { dataType: "text", ackId: 2 }))).toEqual({
    type: "message",
    from: "group",
    group: "a",
    fromUserId: "alice",
    dataType: "text",
    data: "hi",
  });
  expect(await client.next()).toEqual({ type: "ack", ackId: 2, success: true });
});

test("a group's message reaches its members, not others, and with noEcho not its sender", async () => {
  const endpoint = await startEndpoint();
  const sender = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  const member = await TestClient.connectJson(endpoint.url({ groups: ["a"] }));
  const stranger = await TestClient.connectJson(endpoint.url({ groups: ["b"] }));
  expect(await sender.sendAndReceive(send("a", 1, { noEcho: true, ackId: 1 }))).toMatchObject({
    type: "ack",
    success: true,
  });
  expect(await member.next()).toMatchObject({ data: 1, fromUserId: null });
  sendToAll(endpoint, "barrier");
  for (const client of [sender, member, stranger]) expect(await client.next()).toMatchObject({ data: "barrier" });
});

test("a client that left a group gets its messages no longer", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  await client.sendAndReceive({ type: "leaveGroup", group: "a", ackId: 1 });
  expect(await client.sendAndReceive(send("a", 1, { ackId: 2 }))).toMatchObject({ type: "ack", ackId: 2 });
});

test.for([
  ["text", "a\u2028\"b'", undefined],
  ["binary", "AAH+/w==", undefined],
  ["json", [1.5, null, { a: "b" }], undefined],
  ["json", "text", undefined],
  ["TEXT", "any letter case", "text"],
] as const)("data of the type %s is %j for receivers", async ([dataType, data, shown = dataType]) => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  expect(await client.sendAndReceive({ type: "SENDTOGROUP", group: "a", dataType, data })).toMatchObject({
    dataType: shown,
    data,
  });
});

test("data is JSON where no type is given, and goes on as it was written", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  const text = new Promise((resolve) => client.socket.once("message", (bytes) => resolve(String(bytes))));
  client.send('{"type":"sendToGroup","group":"a","data": {"n":12345678901234567890, "f":1.0} }');
  expect(await text).toContain('"dataType":"json","data":{"n":12345678901234567890, "f":1.0}}');
});

test("metadata goes along", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  const metadata = { trace: "1", __proto__key: "2" };
  expect(await client.sendAndReceive(send("a", 1, { metadata }))).toMatchObject({ data: 1, metadata });
  expect(await client.sendAndReceive({ type: "sendToGroup", group: "a", metadata })).toMatchObject({
    dataType: "text",
    data: "",
  });
});

test.for([
  ["joinGroup", "webpubsub.joinLeaveGroup.b"],
  ["leaveGroup", "webpubsub.sendToGroup"],
  ["sendToGroup", "webpubsub.joinLeaveGroup"],
] as const)("%s without the permission is Forbidden, and can be tried again", async ([type, role]) => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: [role] }));
  const frame = { type, group: "a", data: 1, ackId: 1 };
  const forbidden = {
    type: "ack",
    ackId: 1,
    success: false,
    error: { name: "Forbidden", message: expect.any(String) },
  };
  expect(await client.sendAndReceive(frame)).toEqual(forbidden);
  const { permissions } = endpoint.context.hubs.get("chat").connections.get(client.id) ?? {};
  permissions?.grant(type === "sendToGroup" ? "sendToGroup" : "joinLeaveGroup", "a");
  expect(await client.sendAndReceive(frame)).toMatchObject({ ackId: 1, success: true });
});

test("a frame with a repeated ackId is not acted on again", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  await client.sendAndReceive(send("a", 1, { ackId: 7 }));
  expect(await client.next()).toMatchObject({ type: "ack", ackId: 7, success: true });
  expect(await client.sendAndReceive(send("a", 2, { ackId: 7 }))).toMatchObject({
    success: false,
    error: { name: "Duplicate" },
  });
});

test("of ack ids the last thousand are remembered", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
  for (let ackId = 0; ackId <= 1000; ackId += 1) await client.sendAndReceive(join("a", ackId));
  expect(await client.sendAndReceive(join("a", 1))).toMatchObject({ success: false });
  expect(await client.sendAndReceive(join("a", 0))).toMatchObject({ success: true });
});

test("an ackId has 64 bits", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
  const text = new Promise((resolve) => client.socket.once("message", (bytes) => resolve(String(bytes))));
  client.send('{"type":"joinGroup","group":"a","ackId":18446744073709551615}');
  expect(await text).toBe('{"type":"ack","ackId":18446744073709551615,"success":true}');
});

test.for([join(" ", 1), join("", 1), join("x".repeat(1025), 1), { type: "event", event: "1st", data: 1, ackId: 1 }])(
  "a name that is none is BadRequest: %j",
  async (frame) => {
    const endpoint = await startEndpoint({}, () => undefined);
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
    expect(await client.sendAndReceive(frame)).toMatchObject({
      type: "ack",
      success: false,
      error: { name: "BadRequest" },
    });
  },
);

test("a client joins as many groups as it may, and another when it left one", async () => {
  const endpoint = await startEndpoint({ groups: 2 });
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  expect(await client.sendAndReceive(join("b", 1))).toMatchObject({ success: true });
  expect(await client.sendAndReceive(join("c", 2))).toMatchObject({ success: false, error: { name: "BadRequest" } });
  expect(await client.sendAndReceive(join("b", 3))).toMatchObject({ success: true });
  await client.sendAndReceive({ type: "leaveGroup", group: "a", ackId: 4 });
  expect(await client.sendAndReceive(join("c", 5))).toMatchObject({ success: true });
});

test("a ping is answered", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url());
  expect(await client.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
});

test.for([
  "",
  "nothing",
  "[]",
  "null",
  "{}",
  '{"type":1}',
  '{"type":"invoke"}',
  '{"type":"__proto__"}',
  '{"type":"joinGroup"}',
  '{"type":"joinGroup","group":null}',
  '{"type":"joinGroup","group":"a","ackId":-1}',
  '{"type":"joinGroup","group":"a","ackId":1.0}',
  '{"type":"joinGroup","group":"a","ackId":"1"}',
  '{"type":"joinGroup","group":"a","ackId":18446744073709551616}',
  '{"type":"sendToGroup","group":"a"}',
  '{"type":"sendToGroup","group":"a","data":null}',
  '{"type":"sendToGroup","group":"a","data":1,"dataType":"text"}',
  '{"type":"sendToGroup","group":"a","data":"a","dataType":"binary"}',
  '{"type":"sendToGroup","group":"a","data":1,"dataType":"protobuf"}',
  '{"type":"sendToGroup","group":"a","data":1,"noEcho":"true"}',
  '{"type":"sendToGroup","group":"a","data":1,"ttlSeconds":301}',
  '{"type":"sendToGroup","group":"a","data":1,"ttlSeconds":-1}',
  '{"type":"sendToGroup","group":"a","data":1,"ttlSeconds":0.5}',
  '{"type":"sendToGroup","group":"a","data":1,"metadata":[]}',
  '{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":1}}',
  '{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":"1","a":"2"}}',
  '{"type":"sendToGroup","group":"a","data":1,"metadata":{"a b":"1"}}',
  '{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":"é"}}',
  `{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":"${"x".repeat(1025)}"}}`,
  '{"type":"sequenceAck"}',
])("a frame that is none of the subprotocol's closes with 1007: %s", async (text) => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
  const other = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  client.send(text);
  expect(await client.closed).toMatchObject({ code: 1007, reason: expect.stringMatching(/\.$/) });
  expect(endpoint.context.hubs.get("chat").connections.size).toBe(1);
  expect(await other.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
});

test("a binary frame closes with 1003", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url());
  client.send(Buffer.from('{"type":"ping"}'));
  expect(await client.closed).toMatchObject({ code: 1003 });
});

test("a frame of 1 MiB is taken, and one byte more closes with 1009", async () => {
  const endpoint = await startEndpoint();
  const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
  const empty = JSON.stringify(send("a", "", { dataType: "text" })).length;
  const data = "x".repeat(1024 * 1024 - empty);
  expect(await client.sendAndReceive(send("a", data, { dataType: "text" }))).toMatchObject({ data });
  client.send(send("a", `${data}x`, { dataType: "text" }));
  expect(await client.closed).toMatchObject({ code: 1009 });
  await endpoint.log.waitFor((entry) => entry.kind === "connection" && entry.event === "closed");
  expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
});
