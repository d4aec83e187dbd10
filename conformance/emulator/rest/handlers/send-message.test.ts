import { describe, expect, test } from "vitest";
import { TestClient } from "../../sockets/testing/test-client.js";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, startTestEmulator } from "../testing/running-emulator.js";

const text: TestRequest = { type: "text/plain", body: "hello" };

type ClientName = "alice" | "alice2" | "bob" | "anonymous";

describe("send operations › receivers", () => {
  test.for<[line: string, receivers: ClientName[]]>([
    ["POST /api/hubs/chat/:send", ["alice", "alice2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=ALICE", ["alice2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=ALICE&excluded=BOB&excluded=nobody", ["alice2", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=ALICE,BOB", ["alice", "alice2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=%20ALICE", ["alice", "alice2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?filter=userId%20eq%20'alice'", ["alice", "alice2"]],
    ["POST /api/hubs/chat/:send?filter=userId%20eq%20'alice'&excluded=ALICE", ["alice2"]],
    ["POST /api/hubs/chat/:send?filter=userId%20eq%20null", ["anonymous"]],
    ["POST /api/hubs/chat/:send?filter='lobby'%20in%20groups", ["alice", "bob"]],
    ["POST /api/hubs/chat/:send?filter=connectionId%20eq%20'BOB'", ["bob"]],
    ["POST /api/hubs/chat/:send?filter=false", []],
    ["POST /api/hubs/chat/groups/lobby/:send", ["alice", "bob"]],
    ["POST /api/hubs/chat/groups/lobby/:send?excluded=BOB", ["alice"]],
    ["POST /api/hubs/chat/groups/lobby/:send?filter=userId%20ne%20'alice'&excluded=BOB", []],
    ["POST /api/hubs/chat/groups/lobby/:send?filter=not%20(userId%20eq%20'alice')", ["bob"]],
    ["POST /api/hubs/chat/users/alice/:send", ["alice", "alice2"]],
    ["POST /api/hubs/chat/users/alice/:send?filter='lobby'%20in%20groups", ["alice"]],
    ["POST /api/hubs/chat/users/alice/:send?excluded=ALICE", ["alice", "alice2"]],
    ["POST /api/hubs/chat/connections/BOB/:send", ["bob"]],
    ["POST /api/hubs/chat/connections/BOB/:send?filter=false&excluded=BOB", ["bob"]],
  ])("%s reaches %j", async ([line, receivers]) => {
    const emulator = await startTestEmulator();
    const clients = {
      alice: await connectClient(emulator, { userId: "alice", groups: ["lobby"] }),
      alice2: await connectClient(emulator, { userId: "alice" }),
      bob: await connectClient(emulator, { userId: "bob", groups: ["lobby", "other"] }),
      anonymous: await connectClient(emulator),
    };
    const filled = line.replaceAll("ALICE", clients.alice.id).replaceAll("BOB", clients.bob.id);
    expect((await sendRequest(emulator, filled, text)).status).toBe(202);
    for (const name of receivers) expect(await clients[name].next()).toMatchObject({ type: "message", data: "hello" });
    for (const client of Object.values(clients)) await expectNoFrame(emulator, client);
    const operation = emulator.log.requests[0]?.operation;
    expect(
      emulator.log.deliveries.filter(
        (delivery) => delivery.causedBy === operation && (delivery.frame as { data: unknown }).data === "hello",
      ),
    ).toHaveLength(receivers.length);
  });
});

test("sendToGroup › sends a message with the group and without a user", async () => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator, { groups: ["lobby"] });
  await sendRequest(emulator, "POST /api/hubs/chat/groups/lobby/:send", text);
  expect(await client.next()).toEqual({
    type: "message",
    from: "group",
    group: "lobby",
    fromUserId: null,
    dataType: "text",
    data: "hello",
  });
});

describe("send operations › content", () => {
  const bytes = Buffer.from([0, 255, 128]);
  test.for<[content: string, options: TestRequest, dataType: string, data: unknown, raw: string | Buffer]>([
    ["JSON", { type: "application/json", body: '{"a": [1.0, null]}' }, "json", { a: [1, null] }, '{"a": [1.0, null]}'],
    ["JSON text", { type: "application/json; charset=utf-8", body: '"é"' }, "json", "é", '"é"'],
    ["JSON with a media type in upper case", { type: "APPLICATION/JSON", body: "null" }, "json", null, "null"],
    ["text", { type: "text/plain", body: "tête 👋" }, "text", "tête 👋", "tête 👋"],
    ["empty text", { type: "text/plain", body: "" }, "text", "", ""],
    [
      "text in ISO 8859-1",
      { type: "text/plain; charset=iso-8859-1", body: Buffer.from("tête", "latin1") },
      "text",
      "tête",
      "tête",
    ],
    [
      "text in UTF-16",
      { type: 'text/plain;charset="UTF-16LE"', body: Buffer.from("tête", "utf16le") },
      "text",
      "tête",
      "tête",
    ],
    ["bytes", { type: "application/octet-stream", body: bytes }, "binary", "AP+A", bytes],
    ["no bytes", { type: "application/octet-stream", body: "" }, "binary", "", Buffer.alloc(0)],
    ["a body without a Content-Type", { body: bytes }, "binary", "AP+A", bytes],
  ])("deliver %s", async ([, options, dataType, data, raw]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const simpleClient = await TestClient.connect(emulator.clientUrl("chat"));
    expect((await sendRequest(emulator, "POST /api/hubs/chat/:send", options)).status).toBe(202);
    expect(await client.next()).toEqual({ type: "message", from: "server", dataType, data });
    expect(await simpleClient.next()).toEqual(raw);
  });
});

describe("send operations › metadata", () => {
  test.for<[metadata: string, headers: Record<string, string>, expected: Record<string, string> | undefined]>([
    ["no metadata", {}, undefined],
    ["keys in lower case", { "X-WebPubSub-Metadata-Colour": "Red" }, { colour: "Red" }],
    ["two keys", { "x-webpubsub-metadata-a": "1", "x-webpubsub-metadata-b": "2" }, { a: "1", b: "2" }],
    ["the key __proto__", { "x-webpubsub-metadata-__proto__": "x" }, JSON.parse('{"__proto__":"x"}')],
    ["a key that is the name of a header", { "x-webpubsub-metadata-content-type": "x" }, { "content-type": "x" }],
    ["an empty value", { "x-webpubsub-metadata-a": "" }, { a: "" }],
    ["a key of 256 characters", { [`x-webpubsub-metadata-${"k".repeat(256)}`]: "x" }, { ["k".repeat(256)]: "x" }],
    ["a value of 1,024 characters", { "x-webpubsub-metadata-a": "v".repeat(1024) }, { a: "v".repeat(1024) }],
  ])("deliver %s", async ([, headers, metadata]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    expect((await sendRequest(emulator, "POST /api/hubs/chat/:send", { ...text, headers })).status).toBe(202);
    const frame = (await client.next()) as { metadata?: unknown };
    expect(JSON.stringify(frame.metadata)).toBe(JSON.stringify(metadata));
  });

  const many = (count: number, length: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`x-webpubsub-metadata-${index}`, "v".repeat(length)]),
    );
  const KEY_RULE = "A metadata key must have 1 to 256 characters.";
  const VALUE_RULE = "The metadata value of 'a' must be printable ASCII, at most 1,024 bytes.";
  test.for<[metadata: string, headers: Record<string, string>, message: string]>([
    ["an empty key", { "x-webpubsub-metadata-": "x" }, KEY_RULE],
    ["a key of 257 characters", { [`x-webpubsub-metadata-${"k".repeat(257)}`]: "x" }, KEY_RULE],
    ["a value of 1,025 characters", { "x-webpubsub-metadata-a": "v".repeat(1025) }, VALUE_RULE],
    ["a value beyond ASCII", { "x-webpubsub-metadata-a": "é" }, VALUE_RULE],
    ["more than 8 KiB", many(8, 1024), "The metadata of a message must have at most 8,192 bytes."],
  ])("reject %s and deliver nothing", async ([, headers, message]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const response = await sendRequest(emulator, "POST /api/hubs/chat/:send", {
      ...text,
      headers,
    });
    expect(response.status).toBe(400);
    expect(response.headers["x-ms-error-code"]).toBe("Error.BadRequest");
    expect(JSON.parse(response.body)).toMatchObject({ message });
    await expectNoFrame(emulator, client);
  });

  test("accept 8 KiB of metadata", async () => {
    const headers = { ...many(7, 1023), "x-webpubsub-metadata-7": "v".repeat(1023) };
    expect(
      (await sendRequest(await startTestEmulator(), "POST /api/hubs/chat/:send", { ...text, headers })).status,
    ).toBe(202);
  });
});
