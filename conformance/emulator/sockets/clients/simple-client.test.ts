import { describe, expect, test } from "vitest";
import type { UserEvent } from "../../emulator-context.js";
import type { Message, Payload } from "../../state/message.js";
import { JSON_V1, TestClient } from "../testing/test-client.js";
import { allRoles, sendToAll, startEndpoint } from "../testing/test-endpoint.js";

const payloads: [Payload, unknown][] = [
  [{ dataType: "text", data: "hi" }, "hi"],
  [{ dataType: "json", data: "hi", text: '"hi"' }, '"hi"'],
  [{ dataType: "json", data: { a: 1 }, text: '{"a": 1.0}' }, '{"a": 1.0}'],
  [{ dataType: "binary", data: Buffer.of(0, 255) }, Buffer.of(0, 255)],
];

describe("simple client", () => {
  test.for(payloads)("receives %j as %j", async ([payload, arrived]) => {
    const endpoint = await startEndpoint();
    const client = await TestClient.connect(endpoint.url({ userId: "alice" }));
    const hub = endpoint.context.hubs.get("chat");
    const message: Message = { payload, from: { kind: "server" }, causedBy: "sendToAll" };
    hub.send(hub.connections.values(), message);
    expect(await client.next()).toEqual(arrived);
    const { id, protocol } = [...hub.connections.values()][0] ?? {};
    expect(protocol).toBeNull();
    expect(endpoint.log.deliveries).toMatchObject([
      { hub: "chat", connectionId: id, userId: "alice", frame: arrived, causedBy: "sendToAll" },
    ]);
  });

  test("raises the event `message` for each frame, and receives the result as a frame", async () => {
    const events: UserEvent[] = [];
    const endpoint = await startEndpoint({}, (event) => {
      events.push(event);
      return event.payload;
    });
    const client = await TestClient.connect(endpoint.url({ userId: "alice" }), []);
    expect(await client.sendAndReceive("text")).toBe("text");
    expect(await client.sendAndReceive(Buffer.of(1, 2))).toEqual(Buffer.of(1, 2));
    expect(events).toMatchObject([
      { hub: "chat", event: "message", payload: { dataType: "text", data: "text" }, connection: { userId: "alice" } },
      { hub: "chat", event: "message", payload: { dataType: "binary", data: Buffer.of(1, 2) } },
    ]);
  });

  test("raises events with webpubsub_mode=sendEvent, in any letter case", async () => {
    const endpoint = await startEndpoint({}, ({ payload }) => payload);
    const client = await TestClient.connect(endpoint.url({}, "&webpubsub_mode=SendEvent"));
    expect(await client.sendAndReceive("text")).toBe("text");
  });

  test("closes with 1011 without a handler, and with a handler that throws", async () => {
    const endpoint = await startEndpoint();
    const first = await TestClient.connect(endpoint.url());
    first.send("x");
    expect(await first.closed).toMatchObject({
      code: 1011,
      reason: 'No event handler. Register one with emulator.on("userEvent", …).',
    });
    endpoint.context.userEventHandler = () => {
      throw new Error("é".repeat(200));
    };
    const second = await TestClient.connect(endpoint.url());
    second.send("x");
    expect(await second.closed).toMatchObject({ code: 1011, reason: expect.stringMatching(/^The userEvent .*é$/) });
  });

  test("sends each frame to the group with webpubsub_mode=sendToGroup, the sender included", async () => {
    const endpoint = await startEndpoint();
    const query = "&webpubsub_mode=SendToGroup&group=a+b";
    const sender = await TestClient.connect(endpoint.url({ userId: "alice", roles: allRoles, groups: ["a b"] }, query));
    const receiver = await TestClient.connectJson(endpoint.url({ groups: ["a b"] }), JSON_V1);
    expect(await sender.sendAndReceive("text")).toBe("text");
    expect(await sender.sendAndReceive(Buffer.of(1, 2))).toEqual(Buffer.of(1, 2));
    expect(await receiver.next()).toMatchObject({ group: "a b", fromUserId: "alice", dataType: "text", data: "text" });
    expect(await receiver.next()).toMatchObject({ dataType: "binary", data: "AQI=" });
  });

  test("sends no frame to the sender with noEcho", async () => {
    const endpoint = await startEndpoint();
    const query = "&webpubsub_mode=sendToGroup&group=a&noEcho=True";
    const sender = await TestClient.connect(endpoint.url({ roles: allRoles, groups: ["a"] }, query));
    const receiver = await TestClient.connectJson(endpoint.url({ groups: ["a"] }));
    sender.send("text");
    expect(await receiver.next()).toMatchObject({ data: "text" });
    sendToAll(endpoint, "barrier");
    expect(await sender.next()).toBe("barrier");
  });

  test("closes a sender without the permission with 1008, and delivers nothing", async () => {
    const endpoint = await startEndpoint();
    const receiver = await TestClient.connectJson(endpoint.url({ groups: ["a"] }));
    const roles = ["webpubsub.sendToGroup.b", "webpubsub.joinLeaveGroup"];
    const sender = await TestClient.connect(endpoint.url({ roles }, "&webpubsub_mode=sendToGroup&group=a"));
    sender.send("text");
    expect(await sender.closed).toEqual({
      code: 1008,
      reason: "The client has no permission sendToGroup for its group.",
    });
    sendToAll(endpoint, "barrier");
    expect(await receiver.next()).toMatchObject({ data: "barrier" });
  });

  test("closes with 1007 after text that is not UTF-8", async () => {
    const endpoint = await startEndpoint({}, () => undefined);
    const client = await TestClient.connect(endpoint.url());
    client.socket.send(Buffer.of(0xff, 0xfe), { binary: false });
    expect(await client.closed).toMatchObject({ code: 1007 });
  });
});
