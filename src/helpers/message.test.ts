import { describe, expect, expectTypeOf, onTestFinished, test } from "vitest";
import { createClient } from "../client/client.js";
import type { ClientBaseOptions } from "../client/client-options.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type RecordedRequest, startRecordingServer } from "../testing/recording-server.js";
import { typesOnly } from "../testing/types-only.js";
import { bytes, json, text } from "./message.js";

const hub = "chat";

async function start(options: ClientBaseOptions<"2024-12-01"> = {}) {
  const server = await startRecordingServer();
  const client = createClient({ endpoint: server.origin, accessKey: "key", ...options });
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

  test.for([
    ["json", (options: object) => json(1, options)],
    ["text", (options: object) => text("a", options)],
    ["bytes", (options: object) => bytes(Uint8Array.of(1), options)],
  ] as const)("%s rejects an option that it does not have", ([name, make]) => {
    expect(() => make({ header: { "X-A": "1" } })).toThrow(`"header" is not an option of ${name}. It has headers`);
    expect(() => make(null as unknown as object)).toThrow(`The options of ${name} must be an object. It has headers`);
  });

  const asJson = json(1);

  test.for([
    ["json", json(1, { headers: { "X-A": "1" } })],
    ["text", text("a", { headers: { "X-A": "1" } })],
    ["bytes", bytes(Uint8Array.of(1), { headers: { "X-A": "1", "Content-Type": "text/plain" } })],
  ])("%s sends further headers beside its Content-Type", async ([kind, message]) => {
    const { server, client } = await start();
    await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub } }, ...(message as typeof asJson) });
    const { headers } = server.onlyRequest();
    const types = { json: "application/json", text: "text/plain", bytes: "application/octet-stream" };
    expect(headers).toMatchObject({ "x-a": ["1"], "content-type": [types[kind as keyof typeof types]] });
  });

  test.for([
    ["json", json(1, { headers: { "content-type": "text/html" } })],
    ["text", text("a", { headers: { "CONTENT-TYPE": "text/html" } })],
  ] as const)("%s sets its Content-Type over one of further headers in other letter case", ([, { headers }]) => {
    expect(Object.keys(headers)).toEqual(["Content-Type"]);
    expect(headers["Content-Type"]).not.toBe("text/html");
  });

  test("bytes sets its Content-Type and Content-Length over those of further headers in other letter case", async () => {
    const { server, client } = await start();
    const params = { path: { hub } };
    const headers = { "content-type": "text/html", "CONTENT-LENGTH": "5" };
    const stream = new Blob(["abc"]).stream();
    await client.POST("/api/hubs/{hub}/:send", { params, ...bytes(stream, { length: 3, headers }) });
    expect(server.onlyRequest().headers).toMatchObject({
      "content-type": ["application/octet-stream"],
      "content-length": ["3"],
    });
  });

  test.for([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "3" as unknown as number])(
    "bytes rejects the length %s",
    (length) => {
      const make = () => bytes(new Blob(["abc"]).stream(), { length });
      expect(make).toThrow(InvalidInputError);
      expect(make).toThrow(/^`length` is \S+; it must be an integer of at least 0\.$/);
    },
  );

  describe("bytes", () => {
    const memory = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).buffer;
    const shared = new SharedArrayBuffer(8);
    new Uint8Array(shared).set([9, 8, 7, 6, 5, 4, 3, 2]);
    // Not in the types of ES2023, but in Node.js 20.
    const resizable: ArrayBuffer = Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }]);
    new Uint8Array(resizable).set([1, 2, 3, 4]);
    const views: [name: string, view: ArrayBufferView, sent: number[]][] = [
      ["a DataView", new DataView(memory, 1, 3), [1, 2, 3]],
      ["a Uint8ClampedArray", new Uint8ClampedArray(memory, 2, 2), [2, 3]],
      ["an Int16Array", new Int16Array(memory, 4, 2), [4, 5, 6, 7]],
      ["a Float64Array", new Float64Array(memory, 0, 1), [0, 1, 2, 3, 4, 5, 6, 7]],
      ["a Buffer", Buffer.from(memory, 3, 2), [3, 4]],
      ["a Uint8Array over shared memory", new Uint8Array(shared, 1, 2), [8, 7]],
      ["a DataView over shared memory", new DataView(shared, 2, 3), [7, 6, 5]],
      ["a Uint8Array over memory that can be resized", new Uint8Array(resizable, 1, 2), [2, 3]],
    ];
    const transports = [
      ["the pool", {}, false],
      ["fetch", { fetch: (url: string, init: RequestInit) => fetch(url, init) }, false],
      ["middleware", {}, true],
    ] as const;

    test.for(views.flatMap((view) => transports.map((transport) => [view, transport] as const)))(
      "sends $0.0 byte for byte, through $1.0",
      async ([[, view, sent], [, options, hasMiddleware]]) => {
        const { server, client } = await start(options);
        if (hasMiddleware) client.use({ onRequest: () => undefined });
        await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub } }, ...bytes(view) });
        const { headers, body } = server.onlyRequest();
        expect([...body]).toEqual(sent);
        expect(headers["content-length"]).toEqual([`${sent.length}`]);
      },
    );

    test.for(transports)(
      "sends a stream with its length, not chunked, through %s",
      async ([, options, hasMiddleware]) => {
        const { server, client } = await start(options);
        if (hasMiddleware) client.use({ onRequest: () => undefined });
        const stream = new Blob(["abc"]).stream();
        await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub } }, ...bytes(stream, { length: 3 }) });
        const { headers, body } = server.onlyRequest();
        expect(headers["content-length"]).toEqual(["3"]);
        expect(headers).not.toHaveProperty("transfer-encoding");
        expect(String(body)).toBe("abc");
      },
    );
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
    expectTypeOf(json({ a: 1 }).body).toEqualTypeOf<{ a: number }>();
    expectTypeOf(json({ a: 1 }).headers["Content-Type"]).toEqualTypeOf<"application/json">();
    expectTypeOf(text("a").headers["Content-Type"]).toEqualTypeOf<"text/plain">();
    expectTypeOf(bytes(Uint8Array.of(1)).body).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
  });
});
