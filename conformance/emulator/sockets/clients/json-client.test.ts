import { describe, expect, test } from "vitest";
import { waitForConnection } from "../../testing/log-entries.js";
import { JSON_V1, TestClient } from "../testing/test-client.js";
import { allRoles, sendToAll, startEndpoint } from "../testing/test-endpoint.js";

const join = (group: string, ackId?: number) => ({ type: "joinGroup", group, ackId });
const send = (group: string, data: unknown, more = {}) => ({ type: "sendToGroup", group, data, ...more });

describe("client with a JSON subprotocol", () => {
  test("sends `connected` with the user id and the connection id", async () => {
    const endpoint = await startEndpoint();
    const named = await TestClient.connect(endpoint.url({ userId: "alice" }), JSON_V1);
    const anonymous = await TestClient.connect(endpoint.url(), JSON_V1);
    const connectionId = expect.stringMatching(/^[\w-]{31}$/);
    expect(await named.next()).toEqual({ type: "system", event: "connected", userId: "alice", connectionId });
    expect(await anonymous.next()).toEqual({ type: "system", event: "connected", userId: null, connectionId });
  });

  test("sends a client its own group message before the ack", async () => {
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

  test("sends a group message to the members only, without the sender with noEcho", async () => {
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

  test("sends no group messages to a client that left the group", async () => {
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
  ] as const)("delivers data of the dataType %s: %j", async ([dataType, data, shown = dataType]) => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
    expect(await client.sendAndReceive({ type: "SENDTOGROUP", group: "a", dataType, data })).toMatchObject({
      dataType: shown,
      data,
    });
  });

  test("forwards data without a dataType as JSON, unchanged", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
    const text = new Promise((resolve) => client.socket.once("message", (bytes) => resolve(String(bytes))));
    client.send('{"type":"sendToGroup","group":"a","data": {"n":12345678901234567890, "f":1.0} }');
    expect(await text).toContain('"dataType":"json","data":{"n":12345678901234567890, "f":1.0}}');
  });

  test("forwards metadata", async () => {
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
  ] as const)(
    "rejects %s without the permission as Forbidden, and accepts the same ackId later",
    async ([type, role]) => {
      const endpoint = await startEndpoint();
      const client = await TestClient.connectJson(endpoint.url({ roles: [role] }));
      const frame = { type, group: "a", data: 1, ackId: 1 };
      const forbidden = {
        type: "ack",
        ackId: 1,
        success: false,
        error: { name: "Forbidden", message: expect.stringMatching(/^The client has no permission \w+ for 'a'\.$/) },
      };
      expect(await client.sendAndReceive(frame)).toEqual(forbidden);
      const { permissions } = endpoint.context.hubs.get("chat").connections.get(client.id) ?? {};
      permissions?.grant(type === "sendToGroup" ? "sendToGroup" : "joinLeaveGroup", "a");
      expect(await client.sendAndReceive(frame)).toMatchObject({ ackId: 1, success: true });
    },
  );

  test("processes a request with a repeated ackId once", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
    await client.sendAndReceive(send("a", 1, { ackId: 7 }));
    expect(await client.next()).toMatchObject({ type: "ack", ackId: 7, success: true });
    expect(await client.sendAndReceive(send("a", 2, { ackId: 7 }))).toMatchObject({
      success: false,
      error: { name: "Duplicate", message: "The request with ackId 7 was already processed." },
    });
  });

  test("remembers the last thousand ack ids", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
    for (let ackId = 0; ackId <= 1000; ackId += 1) await client.sendAndReceive(join("a", ackId));
    expect(await client.sendAndReceive(join("a", 1))).toMatchObject({ success: false });
    expect(await client.sendAndReceive(join("a", 0))).toMatchObject({ success: true });
  });

  test("accepts an ackId of 64 bits", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
    const text = new Promise((resolve) => client.socket.once("message", (bytes) => resolve(String(bytes))));
    client.send('{"type":"joinGroup","group":"a","ackId":18446744073709551615}');
    expect(await text).toBe('{"type":"ack","ackId":18446744073709551615,"success":true}');
  });

  const GROUP_NAME_RULE = "Group names are 1 to 1,024 characters and not blank.";
  const EVENT_NAME_RULE = "Event names start with a letter and contain at most 128 letters, digits, '_', '.' or '-'.";

  test.for([
    ["a blank group", join(" ", 1), GROUP_NAME_RULE],
    ["an empty group", join("", 1), GROUP_NAME_RULE],
    ["a group of 1,025 characters", join("x".repeat(1025), 1), GROUP_NAME_RULE],
    ["an event that begins with a digit", { type: "event", event: "1st", data: 1, ackId: 1 }, EVENT_NAME_RULE],
    ["an event of 129 characters", { type: "event", event: "x".repeat(129), data: 1, ackId: 1 }, EVENT_NAME_RULE],
  ] as const)("rejects %s as BadRequest", async ([, frame, message]) => {
    const endpoint = await startEndpoint({}, () => undefined);
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
    expect(await client.sendAndReceive(frame)).toMatchObject({
      type: "ack",
      success: false,
      error: { name: "BadRequest", message },
    });
  });

  test("rejects a group beyond the limit until the client leaves one", async () => {
    const endpoint = await startEndpoint({ groups: 2 });
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
    expect(await client.sendAndReceive(join("b", 1))).toMatchObject({ success: true });
    expect(await client.sendAndReceive(join("c", 2))).toMatchObject({
      success: false,
      error: { name: "BadRequest", message: "The client is already in 2 groups, the maximum." },
    });
    expect(await client.sendAndReceive(join("b", 3))).toMatchObject({ success: true });
    await client.sendAndReceive({ type: "leaveGroup", group: "a", ackId: 4 });
    expect(await client.sendAndReceive(join("c", 5))).toMatchObject({ success: true });
  });

  test("returns a pong for a ping", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url());
    expect(await client.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
  });

  test.for<[frame: string, reason: string]>([
    ["", "The frame is not JSON."],
    ["nothing", "The frame is not JSON."],
    ["[]", "The frame is not a JSON object."],
    ["null", "The frame is not a JSON object."],
    ["{}", "'type' is missing."],
    ['{"type":1}', "'type' is not a string."],
    ['{"type":"invoke"}', "Unknown frame type."],
    ['{"type":"__proto__"}', "Unknown frame type."],
    ['{"type":"joinGroup"}', "'group' is missing."],
    ['{"type":"joinGroup","group":null}', "'group' is not a string."],
    ['{"type":"joinGroup","group":"a","ackId":-1}', "'ackId' is not an unsigned 64-bit integer."],
    ['{"type":"joinGroup","group":"a","ackId":1.0}', "'ackId' is not an unsigned 64-bit integer."],
    ['{"type":"joinGroup","group":"a","ackId":"1"}', "'ackId' is not an unsigned 64-bit integer."],
    ['{"type":"joinGroup","group":"a","ackId":18446744073709551616}', "'ackId' is not an unsigned 64-bit integer."],
    ['{"type":"sendToGroup","group":"a"}', "'data' is missing."],
    ['{"type":"sendToGroup","group":"a","data":null}', "'data' is null."],
    ['{"type":"sendToGroup","group":"a","data":1,"dataType":"text"}', "'data' of the dataType text is not a string."],
    [
      '{"type":"sendToGroup","group":"a","data":"a","dataType":"binary"}',
      "'data' of the dataType binary is not base64.",
    ],
    ['{"type":"sendToGroup","group":"a","data":1,"dataType":"protobuf"}', "'dataType' must be json, text or binary."],
    ['{"type":"sendToGroup","group":"a","data":1,"dataType":1}', "'dataType' is not a string."],
    ['{"type":"sendToGroup","group":"a","data":1,"noEcho":"true"}', "'noEcho' is not a boolean."],
    ['{"type":"sendToGroup","group":"a","data":1,"ttlSeconds":301}', "'ttlSeconds' must be an integer from 0 to 300."],
    ['{"type":"sendToGroup","group":"a","data":1,"ttlSeconds":-1}', "'ttlSeconds' must be an integer from 0 to 300."],
    ['{"type":"sendToGroup","group":"a","data":1,"ttlSeconds":0.5}', "'ttlSeconds' must be an integer from 0 to 300."],
    ['{"type":"sendToGroup","group":"a","data":1,"metadata":[]}', "'metadata' is not an object."],
    ['{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":1}}', "A value in 'metadata' is not a string."],
    ['{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":"1","a":"2"}}', "A key in 'metadata' is repeated."],
    ['{"type":"sendToGroup","group":"a","data":1,"metadata":{"a b":"1"}}', "A key in 'metadata' is not an HTTP token."],
    ['{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":"é"}}', "A value in 'metadata' is not ASCII."],
    ['{"type":"sequenceAck"}', "'sequenceId' is missing."],
  ])("closes with 1007 and the reason after the invalid frame %s", ([frame, reason]) => expectClosed(frame, reason));

  test.for<[what: string, frame: string, reason: string]>([
    [
      "a metadata key of 257 characters",
      `{"type":"sendToGroup","group":"a","data":1,"metadata":{"${"x".repeat(257)}":""}}`,
      "A key in 'metadata' has more than 256 characters.",
    ],
    [
      "a metadata value of 1,025 characters",
      `{"type":"sendToGroup","group":"a","data":1,"metadata":{"a":"${"x".repeat(1025)}"}}`,
      "A value in 'metadata' has more than 1024 characters.",
    ],
    [
      "more than 8 KiB of metadata",
      JSON.stringify(
        send("a", 1, { metadata: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [n, "x".repeat(1024)])) }),
      ),
      "'metadata' has more than 8192 characters.",
    ],
  ])("closes with 1007 and the reason after a frame with %s", ([, frame, reason]) => expectClosed(frame, reason));

  async function expectClosed(frame: string, reason: string): Promise<void> {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles }));
    const other = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
    client.send(frame);
    expect(await client.closed).toEqual({ code: 1007, reason });
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(1);
    expect(await other.sendAndReceive({ type: "ping" })).toEqual({ type: "pong" });
  }

  test("closes with 1003 after a binary frame", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url());
    client.send(Buffer.from('{"type":"ping"}'));
    expect(await client.closed).toEqual({ code: 1003, reason: "JSON subprotocols accept text frames only." });
  });

  test("accepts a frame of 1 MiB, and closes with 1009 after one byte more", async () => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connectJson(endpoint.url({ roles: allRoles, groups: ["a"] }));
    const empty = JSON.stringify(send("a", "", { dataType: "text" })).length;
    const data = "x".repeat(1024 * 1024 - empty);
    expect(await client.sendAndReceive(send("a", data, { dataType: "text" }))).toMatchObject({ data });
    client.send(send("a", `${data}x`, { dataType: "text" }));
    expect(await client.closed).toMatchObject({ code: 1009 });
    await waitForConnection(endpoint, "closed");
    expect(endpoint.context.hubs.get("chat").connections.size).toBe(0);
  });
});
