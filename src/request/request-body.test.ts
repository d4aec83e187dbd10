import { Readable } from "node:stream";
import { describe, expect, expectTypeOf, test } from "vitest";
import { requests } from "../../generated/index.js";
import { InvalidInputError } from "../shared/invalid-input.js";
import { type SerializedBody, serializeBody } from "./request-body.js";

/** Accepts JSON, text and bytes. */
const message = requests.sendToAll;
/** Accepts JSON only. */
const groups = requests.addConnectionsToGroups;
const bodiless = requests.closeAllConnections;

const BYTES = "application/octet-stream";

async function* generate() {
  yield Uint8Array.of(1);
}

function circular() {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  return circle;
}

function fail(reason: unknown): never {
  throw reason;
}

/** Moves the memory of a body to another owner, as `postMessage` does with its second argument. */
function transferred<Body extends ArrayBufferView | ArrayBuffer>(body: Body): Body {
  const memory = ArrayBuffer.isView(body) ? body.buffer : body;
  structuredClone(memory, { transfer: [memory as ArrayBuffer] });
  return body;
}

describe("serializeBody", () => {
  describe("under application/json", () => {
    test.for([
      ["an object", { a: [1, null, "ü"] }, '{"a":[1,null,"ü"]}'],
      ["an array", [], "[]"],
      ["a number", 0, "0"],
      ["a boolean", false, "false"],
      ["null", null, "null"],
      ["a string, with quotes", 'say "hi"', '"say \\"hi\\""'],
      ["an empty string, with quotes", "", '""'],
      ["an object with toJSON", new Date(0), '"1970-01-01T00:00:00.000Z"'],
      ["an unpaired surrogate, escaped", "\ud83d", '"\\ud83d"'],
    ] as const)("writes %s as JSON", ([, body, written]) => {
      const serialized = serializeBody(message, body, "application/json");
      expectTypeOf(serialized).toEqualTypeOf<SerializedBody | undefined>();
      expect(serialized).toEqual({ body: written, contentType: "application/json" });
    });

    test.for([
      ["NaN", Number.NaN, "NaN"],
      ["Infinity", Number.POSITIVE_INFINITY, "Infinity"],
      ["-Infinity", Number.NEGATIVE_INFINITY, "-Infinity"],
      ["a Map", new Map([["a", 1]]), "an object (Map)"],
      ["a Set", new Set(["a"]), "an object (Set)"],
      ["a form", new FormData(), "an object (FormData)"],
      ["a query", new URLSearchParams("a=1"), "an object (URLSearchParams)"],
      ["bytes", new Uint8Array([1]), "an object (Uint8Array)"],
      ["a DataView", new DataView(new ArrayBuffer(1)), "an object (DataView)"],
      ["an ArrayBuffer", new ArrayBuffer(1), "an object (ArrayBuffer)"],
      ["a Blob", new Blob(["a"]), "an object (Blob)"],
      ["a stream", new ReadableStream(), "an object (ReadableStream)"],
      ["a Promise", Promise.resolve({ text: "hello" }), "an object (Promise)"],
      ["an Error", new Error("failed"), "an object (Error)"],
      ["Headers", new Headers({ a: "1" }), "an object (Headers)"],
      ["an iterator", ["a"].values(), "an object (Object)"],
      ["an object that is only iterable", { *[Symbol.iterator]() {} }, "an object (Object)"],
      ["an async generator", generate(), "an object (AsyncGenerator)"],
      ["a stream of Node.js", Readable.from(["a"]), "an object (Readable)"],
      ["a function", () => 1, "a function"],
      ["a symbol", Symbol("a"), "a symbol"],
    ] as const)("rejects %s, which JSON.stringify would silently change or drop", ([, body, kind]) => {
      const serialize = () => serializeBody(message, body, "application/json");
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(`The body is ${kind}, which JSON cannot represent.`);
    });

    test.for([
      ["an empty object", {}, "{}"],
      ["an object of a class without members", new (class Ping {})(), "{}"],
      ["an object without a prototype", Object.create(null), "{}"],
      ["an iterable with members", { items: [1], *[Symbol.iterator]() {} }, '{"items":[1]}'],
      ["an iterable with toJSON", { toJSON: () => ({}), *[Symbol.iterator]() {} }, "{}"],
      ["an async iterable with toJSON", { toJSON: () => [1], async *[Symbol.asyncIterator]() {} }, "[1]"],
    ] as const)("writes %s", ([, body, written]) => {
      expect(serializeBody(message, body, "application/json")?.body).toBe(written);
    });

    test("rejects a body with a member that the operation does not have", () => {
      const serialize = () =>
        serializeBody(groups, { groups: ["a"], filters: "userId eq 'alice'" }, "application/json");
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(
        'The body has the member "filters", which POST /api/hubs/{hub}/:addToGroups does not have. Members: groups, filter.',
      );
    });

    test("writes a message with any members", () => {
      expect(serializeBody(message, { filters: 1 }, "application/json")?.body).toBe('{"filters":1}');
    });

    test.for<[string, () => unknown, string]>([
      ["with a circular reference", circular, '"Converting circular structure to JSON'],
      ["with a bigint", () => ({ a: 1n }), '"Do not know how to serialize a BigInt"'],
      ["that is a bigint", () => 1n, '"Do not know how to serialize a BigInt"'],
      [
        "that is nested too deeply",
        () => JSON.parse(`${"[".repeat(1e5)}${"]".repeat(1e5)}`),
        '"Maximum call stack size exceeded"',
      ],
      ["with a toJSON that throws", () => ({ toJSON: () => fail(new Error("no\ntext")) }), '"no\\ntext"'],
      [
        "with a getter that throws",
        () => Object.defineProperty({}, "a", { enumerable: true, get: () => fail(5) }),
        "undefined",
      ],
    ])("rejects a body %s with the reason, on one line", ([, make, reason]) => {
      const serialize = () => serializeBody(message, make(), "application/json");
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(`The body cannot be written as JSON: ${reason}`);
      expect(serialize).toThrow(expect.objectContaining({ cause: expect.anything() }));
    });
  });

  describe("under text/plain", () => {
    test.for(["", "hello", '"quoted"', "ü🦊", '{"a":1}', " \r\n"])("sends the string %j unchanged", (body) => {
      expect(serializeBody(message, body, "text/plain")).toEqual({ body, contentType: "text/plain" });
    });

    test.for([
      ["an object", { text: "a" }, "an object (Object)"],
      ["an object without a prototype", Object.create(null), "an object (without a class)"],
      ["an array", ["a"], "an array"],
      ["a number", 5, "5"],
      ["null", null, "null"],
      ["a boolean", true, "a boolean"],
      ["bytes", new Uint8Array([104, 105]), "an object (Uint8Array)"],
    ] as const)("rejects %s instead of converting it to a string", ([, body, kind]) => {
      const serialize = () => serializeBody(message, body, "text/plain");
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(`The body is ${kind}, but text/plain needs a string.`);
    });

    test.for([
      "text/plain;charset=utf-8",
      "text/plain; charset=UTF-8",
      "text/plain;charset=utf8",
      'text/plain; charset="utf-8"',
      "TEXT/PLAIN",
    ])("keeps the Content-Type %s as given", (contentType) => {
      expect(serializeBody(message, "ü", contentType)).toEqual({ body: "ü", contentType });
    });

    test.for(["text/plain; charset=iso-8859-1", "text/plain;charset=utf-16"])("rejects %s", (contentType) => {
      const serialize = () => serializeBody(message, "ü", contentType);
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow("but strings are sent as UTF-8. Leave the charset out.");
    });
  });

  describe("under application/octet-stream", () => {
    test.for([
      ["a Uint8Array", new Uint8Array([1, 2])],
      ["a Buffer", Buffer.from([1, 2])],
      ["a part of a larger buffer", new Uint8Array([0, 1, 2, 3]).subarray(1, 3)],
      ["an empty Uint8Array", new Uint8Array()],
      ["a DataView", new DataView(Uint8Array.of(0, 1, 2).buffer, 1, 2)],
    ] as const)("sends %s without a copy", ([, view]) => {
      const { buffer, byteOffset, byteLength } = view;
      const { body, contentType } = serializeBody(message, view, BYTES) as { body: Uint8Array; contentType: string };
      expect([body.constructor, body.byteOffset, body.byteLength]).toEqual([Uint8Array, byteOffset, byteLength]);
      expect(body.buffer).toBe(buffer);
      expect(contentType).toBe(BYTES);
    });

    test("sends an ArrayBuffer without a copy", () => {
      const buffer = new ArrayBuffer(2);
      const { body } = serializeBody(message, buffer, BYTES) as { body: Uint8Array };
      expect([body.byteOffset, body.byteLength]).toEqual([0, 2]);
      expect(body.buffer).toBe(buffer);
    });

    test.for([
      ["a Blob", new Blob(["a"], { type: "image/png" })],
      ["a stream", new ReadableStream<Uint8Array>()],
    ] as const)("sends %s as it is", ([, body]) => {
      expect(serializeBody(message, body, BYTES)).toEqual({ body, contentType: BYTES });
      expect(serializeBody(message, body, BYTES)?.body).toBe(body);
    });

    test("copies memory that other threads can write", () => {
      const shared = new Uint8Array(new SharedArrayBuffer(2));
      const { body } = serializeBody(message, shared, BYTES) as { body: Uint8Array };
      shared[0] = 1;
      expect([...body]).toEqual([0, 0]);
    });

    test.for([
      ["a Uint8Array", Uint8Array.of(1), "Uint8Array"],
      ["a DataView", new DataView(new ArrayBuffer(1)), "DataView"],
      ["an ArrayBuffer", new ArrayBuffer(1), "ArrayBuffer"],
    ] as const)("rejects %s whose memory was transferred, which would be sent empty", ([, body, kind]) => {
      const serialize = () => serializeBody(message, transferred(body), BYTES);
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(`The body is an object (${kind}) whose memory was transferred. Pass a copy.`);
    });

    test("rejects a stream that has a reader", () => {
      const stream = new ReadableStream<Uint8Array>();
      stream.getReader();
      const serialize = () => serializeBody(message, stream, BYTES);
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow("The body is a stream that is read elsewhere (`locked`). Pass a new one.");
    });

    test.for([
      ["an async generator", generate(), "AsyncGenerator"],
      ["a stream of Node.js", Readable.from(["a"]), "Readable"],
    ] as const)("rejects %s, and says how to make a stream of it", ([, body, kind]) => {
      const serialize = () => serializeBody(message, body, BYTES);
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(`The body is an object (${kind}), but ${BYTES} needs bytes: `);
      expect(serialize).toThrow("pass an async iterable to ReadableStream.from.");
    });

    test.for([
      ["a string", "hello", "a string"],
      ["an array of numbers", [1, 2], "an array"],
      ["an object", { type: "Buffer", data: [1] }, "an object (Object)"],
      ["null", null, "null"],
      ["a number", 1, "1"],
    ] as const)("rejects %s", ([, body, kind]) => {
      const serialize = () => serializeBody(message, body, BYTES);
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(`The body is ${kind}, but ${BYTES} needs bytes`);
    });
  });

  describe("without a Content-Type", () => {
    test.for([
      ["an object", { a: 1 }, '{"a":1}'],
      ["an array", [1], "[1]"],
      ["a number", 1, "1"],
      ["a boolean", true, "true"],
      ["null", null, "null"],
    ] as const)("sends %s as JSON", ([, body, written]) => {
      expect(serializeBody(message, body)).toEqual({ body: written, contentType: "application/json" });
    });

    test.for([
      ["a string", "hello", "a string"],
      ["an empty string", "", "a string"],
      ["bytes", new Uint8Array([1]), "an object (Uint8Array)"],
      ["a Blob", new Blob(), "an object (Blob)"],
      ["a stream", new ReadableStream(), "an object (ReadableStream)"],
    ] as const)("rejects %s, which could be sent in several ways", ([, body, kind]) => {
      const serialize = () => serializeBody(message, body);
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(
        `The body is ${kind}, which needs a Content-Type. Set it to one of application/json, text/plain, application/octet-stream, or wrap the body: json(…), text(…), bytes(…).`,
      );
    });

    test("sends any body as JSON if the operation accepts only JSON", () => {
      const body = { groups: ["a"] };
      expect(serializeBody(groups, body)).toEqual({ body: '{"groups":["a"]}', contentType: "application/json" });
      expect(serializeBody(groups, "a")?.body).toBe('"a"');
      expect(() => serializeBody(groups, new Uint8Array())).toThrow("which JSON cannot represent");
    });
  });

  describe("a Content-Type", () => {
    test.for(["application/xml", "text/html", "application/json5", "application/problem+json", "json", "", ";", "*/*"])(
      "rejects the Content-Type %j, and names the accepted ones",
      (contentType) => {
        const serialize = () => serializeBody(message, "a", contentType);
        expect(serialize).toThrow(InvalidInputError);
        expect(serialize).toThrow(
          `POST /api/hubs/{hub}/:send does not accept the Content-Type ${JSON.stringify(contentType)}. Accepted: application/json, text/plain, application/octet-stream.`,
        );
      },
    );

    test("rejects a Content-Type that only other operations accept", () => {
      expect(() => serializeBody(groups, "a", "text/plain")).toThrow("does not accept the Content-Type");
    });

    test("ignores letter case and parameters, and keeps the Content-Type as given", () => {
      const jsonType = "Application/JSON ; charset=utf-8";
      expect(serializeBody(message, { a: 1 }, jsonType)).toEqual({ body: '{"a":1}', contentType: jsonType });
      const bytesType = "Application/Octet-Stream; version=1";
      expect(serializeBody(message, new Uint8Array(), bytesType)?.contentType).toBe(bytesType);
    });
  });

  describe("a missing or unexpected body", () => {
    test("rejects a call without a required body", () => {
      const serialize = () => serializeBody(message, undefined, "text/plain");
      expect(serialize).toThrow(InvalidInputError);
      expect(serialize).toThrow(
        "POST /api/hubs/{hub}/:send requires a body (application/json, text/plain, application/octet-stream).",
      );
    });

    test("returns undefined if there is no body and the operation takes none", () => {
      expect(serializeBody(bodiless, undefined)).toBeUndefined();
      expect(serializeBody(bodiless, undefined, "text/plain")).toBeUndefined();
    });

    test.for([[{}], [""], [null], [0], [new Uint8Array()]] as const)(
      "rejects %j if the operation takes no body",
      ([body]) => {
        const serialize = () => serializeBody(bodiless, body, "application/json");
        expect(serialize).toThrow(InvalidInputError);
        expect(serialize).toThrow("POST /api/hubs/{hub}/:closeConnections takes no body");
      },
    );
  });
});
