import { describe, expect, test } from "vitest";
import { TestClient } from "../../sockets/testing/test-client.js";
import { sendRequest, type TestRequest } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, startTestEmulator } from "../testing/running-emulator.js";

const text: TestRequest = { type: "text/plain", body: "hello" };

/** What the test knows the clients by. */
type Who = "alice" | "ada2" | "bob" | "anonymous";

describe("a message goes to", () => {
  test.for<[line: string, receivers: Who[]]>([
    ["POST /api/hubs/chat/:send", ["alice", "ada2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=ALICE", ["ada2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=ALICE&excluded=BOB&excluded=nobody", ["ada2", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=ALICE,BOB", ["alice", "ada2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?excluded=%20ADA", ["alice", "ada2", "bob", "anonymous"]],
    ["POST /api/hubs/chat/:send?filter=userId%20eq%20'alice'", ["alice", "ada2"]],
    ["POST /api/hubs/chat/:send?filter=userId%20eq%20'alice'&excluded=ALICE", ["ada2"]],
    ["POST /api/hubs/chat/:send?filter=userId%20eq%20null", ["anonymous"]],
    ["POST /api/hubs/chat/:send?filter='lobby'%20in%20groups", ["alice", "bob"]],
    ["POST /api/hubs/chat/:send?filter=connectionId%20eq%20'BOB'", ["bob"]],
    ["POST /api/hubs/chat/:send?filter=false", []],
    ["POST /api/hubs/chat/groups/lobby/:send", ["alice", "bob"]],
    ["POST /api/hubs/chat/groups/lobby/:send?excluded=BOB", ["alice"]],
    ["POST /api/hubs/chat/groups/lobby/:send?filter=userId%20ne%20'alice'&excluded=BOB", []],
    ["POST /api/hubs/chat/groups/lobby/:send?filter=not%20(userId%20eq%20'alice')", ["bob"]],
    ["POST /api/hubs/chat/users/alice/:send", ["alice", "ada2"]],
    ["POST /api/hubs/chat/users/alice/:send?filter='lobby'%20in%20groups", ["alice"]],
    ["POST /api/hubs/chat/users/alice/:send?excluded=ALICE", ["alice", "ada2"]],
    ["POST /api/hubs/chat/connections/BOB/:send", ["bob"]],
    ["POST /api/hubs/chat/connections/BOB/:send?filter=false&excluded=BOB", ["bob"]],
  ])("%s: %s", async ([line, receivers]) => {
    const emulator = await startTestEmulator();
    const clients = {
      alice: await connectClient(emulator, { userId: "alice", groups: ["lobby"] }),
      ada2: await connectClient(emulator, { userId: "alice" }),
      bob: await connectClient(emulator, { userId: "bob", groups: ["lobby", "other"] }),
      anonymous: await connectClient(emulator),
    };
    const filled = line.replaceAll("ALICE", clients.alice.id).replaceAll("BOB", clients.bob.id);
    expect((await sendRequest(emulator, filled, text)).status).toBe(202);
    for (const who of receivers) expect(await clients[who].next()).toMatchObject({ type: "message", data: "hello" });
    for (const client of Object.values(clients)) await expectNoFrame(emulator, client);
    const cause = emulator.log.requests[0]?.operation;
    expect(
      emulator.log.deliveries.filter(
        (delivery) => delivery.causedBy === cause && (delivery.frame as { data: unknown }).data === "hello",
      ),
    ).toHaveLength(receivers.length);
  });
});

test("through a group it says which, and not who", async () => {
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

describe("what a client sees", () => {
  const bytes = Buffer.from([0, 255, 128]);
  test.for<[what: string, asked: TestRequest, dataType: string, data: unknown, raw: string | Buffer]>([
    ["JSON", { type: "application/json", body: '{"a": [1.0, null]}' }, "json", { a: [1, null] }, '{"a": [1.0, null]}'],
    ["JSON text", { type: "application/json; charset=utf-8", body: '"é"' }, "json", "é", '"é"'],
    ["JSON in capitals", { type: "APPLICATION/JSON", body: "null" }, "json", null, "null"],
    ["text", { type: "text/plain", body: "tête 👋" }, "text", "tête 👋", "tête 👋"],
    ["no text", { type: "text/plain", body: "" }, "text", "", ""],
    [
      "Latin text",
      { type: "text/plain; charset=iso-8859-1", body: Buffer.from("tête", "latin1") },
      "text",
      "tête",
      "tête",
    ],
    [
      "16-bit text",
      { type: 'text/plain;charset="UTF-16LE"', body: Buffer.from("tête", "utf16le") },
      "text",
      "tête",
      "tête",
    ],
    ["bytes", { type: "application/octet-stream", body: bytes }, "binary", "AP+A", bytes],
    ["no bytes", { type: "application/octet-stream", body: "" }, "binary", "", Buffer.alloc(0)],
    ["what has no type", { body: bytes }, "binary", "AP+A", bytes],
  ])("of %s", async ([, asked, dataType, data, raw]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const rawClient = await TestClient.connect(emulator.clientUrl("chat"));
    expect((await sendRequest(emulator, "POST /api/hubs/chat/:send", asked)).status).toBe(202);
    expect(await client.next()).toEqual({ type: "message", from: "server", dataType, data });
    expect(await rawClient.next()).toEqual(raw);
  });
});

describe("metadata", () => {
  test.for<[what: string, headers: Record<string, string>, metadata: Record<string, string> | undefined]>([
    ["none", {}, undefined],
    ["keys in lower case", { "X-WebPubSub-Metadata-Colour": "Red" }, { colour: "Red" }],
    ["two", { "x-webpubsub-metadata-a": "1", "x-webpubsub-metadata-b": "2" }, { a: "1", b: "2" }],
    ["a key of marks", { "x-webpubsub-metadata-__proto__": "x" }, JSON.parse('{"__proto__":"x"}')],
    ["a key that other headers have", { "x-webpubsub-metadata-content-type": "x" }, { "content-type": "x" }],
    ["an empty value", { "x-webpubsub-metadata-a": "" }, { a: "" }],
    ["the longest key", { [`x-webpubsub-metadata-${"k".repeat(256)}`]: "x" }, { ["k".repeat(256)]: "x" }],
    ["the longest value", { "x-webpubsub-metadata-a": "v".repeat(1024) }, { a: "v".repeat(1024) }],
  ])("%s arrives with the message", async ([, headers, metadata]) => {
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
  test.for<[what: string, headers: Record<string, string>]>([
    ["without a key", { "x-webpubsub-metadata-": "x" }],
    ["with a long key", { [`x-webpubsub-metadata-${"k".repeat(257)}`]: "x" }],
    ["with a long value", { "x-webpubsub-metadata-a": "v".repeat(1025) }],
    ["beyond ASCII", { "x-webpubsub-metadata-a": "é" }],
    ["of more than 8 KiB", many(8, 1024)],
  ])("%s is refused, and nobody gets the message", async ([, headers]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const { status, headers: answered } = await sendRequest(emulator, "POST /api/hubs/chat/:send", {
      ...text,
      headers,
    });
    expect(status).toBe(400);
    expect(answered["x-ms-error-code"]).toBe("Error.BadRequest");
    await expectNoFrame(emulator, client);
  });

  test("of 8 KiB is not", async () => {
    const headers = { ...many(7, 1023), "x-webpubsub-metadata-7": "v".repeat(1023) };
    expect(
      (await sendRequest(await startTestEmulator(), "POST /api/hubs/chat/:send", { ...text, headers })).status,
    ).toBe(202);
  });
});
