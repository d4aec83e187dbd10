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

describe("message helpers", () => {
  test("json, text and bytes return a body with its Content-Type", () => {
    expect(json({ a: 1 })).toEqual({ body: { a: 1 }, headers: { "Content-Type": "application/json" } });
    expect(text("a")).toEqual({ body: "a", headers: { "Content-Type": "text/plain" } });
    const body = Uint8Array.of(1);
    expect(bytes(body)).toEqual({ body, headers: { "Content-Type": "application/octet-stream" } });
  });

  describe("the four sends", () => {
    test.for([
      ["a JSON object", json({ text: 'say "ü"' }), "application/json", '{"text":"say \\"ü\\""}'],
      ["a JSON array", json([1, null]), "application/json", "[1,null]"],
      ["a JSON string", json("hello"), "application/json", '"hello"'],
      ["a JSON number", json(5), "application/json", "5"],
      ["a JSON boolean", json(false), "application/json", "false"],
      ["JSON null", json(null), "application/json", "null"],
      ["text", text('{"a":1}'), "text/plain", '{"a":1}'],
      ["empty text", text(""), "text/plain", ""],
      ["a Uint8Array", bytes(new TextEncoder().encode("ü")), "application/octet-stream", "ü"],
      ["a Buffer", bytes(Buffer.from("ü")), "application/octet-stream", "ü"],
      ["an ArrayBuffer", bytes(new TextEncoder().encode("ü").buffer), "application/octet-stream", "ü"],
      ["a Blob", bytes(new Blob(["ü"], { type: "image/png" })), "application/octet-stream", "ü"],
      ["a stream", () => bytes(new Blob(["ü"]).stream()), "application/octet-stream", "ü"],
    ] as const)("send %s by its type", async ([, given, type, written]) => {
      const { server, client } = await start();
      const message = () => (typeof given === "function" ? given() : given);
      await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub } }, ...message() });
      await client.POST("/api/hubs/{hub}/groups/{group}/:send", {
        params: { path: { hub, group: "g" } },
        ...message(),
      });
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

    test("accept JSON that is typed by an interface", async () => {
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

  test("addToGroups and removeFromGroups accept json", async () => {
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

  describe("the compiler and the client", () => {
    const params = { path: { hub } };

    test("reject JSON that JSON.stringify writes as {}", async () => {
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

    test("reject text that is not a string and bytes that are not bytes", async () => {
      const { client } = await start();
      // @ts-expect-error: a number is not text.
      const number = text(5);
      await expect(client.POST("/api/hubs/{hub}/:send", { params, ...number })).rejects.toThrow(InvalidInputError);
      // @ts-expect-error: a string is not bytes.
      const string = bytes("hello");
      const sending = client.POST("/api/hubs/{hub}/:send", { params, ...string });
      await expect(sending).rejects.toThrow(InvalidInputError);
    });

    test("reject text for an operation that accepts only JSON", async () => {
      const { client } = await start();
      await expect(
        client.POST(
          "/api/hubs/{hub}/:addToGroups",
          // @ts-expect-error: it does not accept text.
          { params, ...text("g") },
        ),
      ).rejects.toThrow(InvalidInputError);
    });
  });

  test("keep the type of the value", () => {
    typesOnly();
    expectTypeOf(json({ a: 1 })).toEqualTypeOf<{
      body: { a: number };
      headers: { "Content-Type": "application/json" };
    }>();
    expectTypeOf(text("a").headers["Content-Type"]).toEqualTypeOf<"text/plain">();
    expectTypeOf(bytes(Uint8Array.of(1)).body).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
  });
});
