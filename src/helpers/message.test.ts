import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { createClient } from "../client/client.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedRequest, startRecordingServer } from "../testing/recording-server.js";
import { typesOnly } from "../testing/types-only.js";
import { bytes, json, text } from "./message.js";

const hub = "chat";

async function start() {
  const server = await startRecordingServer();
  const client = createClient({ endpoint: server.origin, accessKey: "key" });
  onTestFinished(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });
  return { server, client };
}

const arrived = ({ headers, body }: RecordedRequest) => [headers["content-type"], body.toString()];

test("a message is a body with its Content-Type", () => {
  expect(json({ a: 1 })).toEqual({ body: { a: 1 }, headers: { "Content-Type": "application/json" } });
  expect(text("a")).toEqual({ body: "a", headers: { "Content-Type": "text/plain" } });
  const body = Uint8Array.of(1);
  expect(bytes(body)).toEqual({ body, headers: { "Content-Type": "application/octet-stream" } });
});

describe("the four sends take, and send by its type,", () => {
  test.for([
    ["JSON that is an object", json({ text: 'say "ü"' }), "application/json", '{"text":"say \\"ü\\""}'],
    ["JSON that is an array", json([1, null]), "application/json", "[1,null]"],
    ["JSON that is a string", json("hello"), "application/json", '"hello"'],
    ["JSON that is a number", json(5), "application/json", "5"],
    ["JSON that is a boolean", json(false), "application/json", "false"],
    ["JSON that is null", json(null), "application/json", "null"],
    ["text", text('{"a":1}'), "text/plain", '{"a":1}'],
    ["no text", text(""), "text/plain", ""],
    ["a Uint8Array", bytes(new TextEncoder().encode("ü")), "application/octet-stream", "ü"],
    ["a Buffer", bytes(Buffer.from("ü")), "application/octet-stream", "ü"],
    ["an ArrayBuffer", bytes(new TextEncoder().encode("ü").buffer), "application/octet-stream", "ü"],
    ["a Blob", bytes(new Blob(["ü"], { type: "image/png" })), "application/octet-stream", "ü"],
    ["a stream", () => bytes(new Blob(["ü"]).stream()), "application/octet-stream", "ü"],
  ] as const)("%s", async ([, given, type, written]) => {
    const { server, client } = await start();
    const message = () => (typeof given === "function" ? given() : given);
    await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub } }, ...message() });
    await client.POST("/api/hubs/{hub}/groups/{group}/:send", { params: { path: { hub, group: "g" } }, ...message() });
    await client.POST("/api/hubs/{hub}/users/{userId}/:send", {
      params: { path: { hub, userId: "u" }, query: { filter: "userId eq 'u'" } },
      ...message(),
    });
    await client.POST("/api/hubs/{hub}/connections/{connectionId}/:send", {
      params: { path: { hub, connectionId: "c" } },
      ...message(),
    });
    expect(server.requests.map(arrived)).toEqual(Array.from({ length: 4 }, () => [[type], written]));
  });

  test("JSON that is typed by an interface", async () => {
    interface Greeting {
      text: string;
      to: readonly string[];
    }
    const greeting: Greeting = { text: "hello", to: ["alice"] };
    const { server, client } = await start();
    await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub } }, ...json(greeting) });
    expect(server.requests.map(arrived)).toEqual([[["application/json"], '{"text":"hello","to":["alice"]}']]);
  });
});

test("the operations on many connections take JSON", async () => {
  const { server, client } = await start();
  const params = { path: { hub } };
  const groups: readonly string[] = ["g"];
  await client.POST("/api/hubs/{hub}/:addToGroups", { params, ...json({ groups }) });
  await client.POST("/api/hubs/{hub}/:removeFromGroups", { params, ...json({ groups: ["g"], filter: "true" }) });
  expect(server.requests.map(arrived)).toEqual([
    [["application/json"], '{"groups":["g"]}'],
    [["application/json"], '{"groups":["g"],"filter":"true"}'],
  ]);
});

describe("does not compile, and is refused when it is sent:", () => {
  const params = { path: { hub } };

  test("JSON that JSON.stringify would empty", async () => {
    const { client } = await start();
    await expect(
      client.POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: a Map.
        { params, ...json(new Map()) },
      ),
    ).rejects.toThrow(InvalidInputError);
    await expect(
      client.POST(
        "/api/hubs/{hub}/:send",
        // @ts-expect-error: bytes.
        { params, ...json(Uint8Array.of(1)) },
      ),
    ).rejects.toThrow(InvalidInputError);
  });

  test("text and bytes that are none", async () => {
    const { client } = await start();
    // @ts-expect-error: a number is no text.
    const number = text(5);
    await expect(client.POST("/api/hubs/{hub}/:send", { params, ...number })).rejects.toThrow(InvalidInputError);
    // @ts-expect-error: a string is no bytes.
    const string = bytes("hello");
    const sending = client.POST("/api/hubs/{hub}/:send", { params, ...string });
    await expect(sending).rejects.toThrow(InvalidInputError);
  });

  test("text where only JSON is taken", async () => {
    const { client } = await start();
    await expect(
      client.POST(
        "/api/hubs/{hub}/:addToGroups",
        // @ts-expect-error: it takes no text.
        { params, ...text("g") },
      ),
    ).rejects.toThrow(InvalidInputError);
  });
});

test("a message keeps the type of its value", () => {
  expectTypeOf(json({ a: 1 })).toEqualTypeOf<{
    body: { a: number };
    headers: { "Content-Type": "application/json" };
  }>();
  expectTypeOf(text("a").headers["Content-Type"]).toEqualTypeOf<"text/plain">();
  expectTypeOf(bytes(Uint8Array.of(1)).body).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
  typesOnly();
});
