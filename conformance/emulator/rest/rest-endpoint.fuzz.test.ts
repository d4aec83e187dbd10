import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations } from "../../../generated/operations.js";
import { type Emulator, startEmulator } from "../index.js";
import { exchangeBytes } from "./testing/raw-connection.js";
import { sendRequest, signTokenFor } from "./testing/rest-requests.js";

const runs = Number(process.env.FUZZ_RUNS ?? 300);
const seed = Number(process.env.FUZZ_SEED ?? 20241201);

const rejections: unknown[] = [];
const record = (reason: unknown) => rejections.push(reason);
const succeeded = new Set<string>();
let emulator: Emulator;

beforeAll(async () => {
  process.on("unhandledRejection", record);
  emulator = await startEmulator();
});

afterAll(async () => {
  process.off("unhandledRejection", record);
  await emulator.close();
});

/** Texts that mean something in some place of a request, and any other text. */
const word = fc.oneof(
  fc.constantFrom(
    "chat",
    "g",
    "u",
    "sendToGroup",
    ":send",
    "..",
    ".",
    "",
    "%",
    "%zz",
    "%00",
    "%2F",
    "%20",
    "%FF",
    "%F0%9F%91%8B",
    "1",
  ),
  fc.constantFrom("__proto__", "constructor", "toString", "*", "//", "\\", "'", '"', "+", ";", "😀", "a".repeat(1025)),
  fc.string({ unit: "grapheme-ascii", maxLength: 20 }).map(encodeURIComponent),
  fc.string({ unit: "binary", maxLength: 10 }),
);

const described = fc.constantFrom(...Object.values(operations));
const path = fc.oneof(
  fc
    .tuple(described, fc.array(word, { minLength: 4, maxLength: 4 }))
    .map(([operation, values]) => operation.path.replaceAll(/\{\w+\}/g, () => values.pop() ?? "x")),
  described.map((operation) => operation.path.replaceAll(/\{\w+\}/g, "x")),
  fc.array(word, { maxLength: 8 }).map((words) => `/${words.join("/")}`),
  fc.constantFrom("*", "", "/client/hubs/chat", "/clients/mqtt/hubs/chat", "http://x/api/health", "http://"),
);

const names = [...new Set(Object.values(operations).flatMap(({ parameters }) => parameters.map(({ name }) => name)))];
const value = fc.oneof(
  word,
  fc.constantFrom(
    "0",
    "-1",
    "300",
    "1e9",
    "9".repeat(40),
    "true",
    "userId%20eq%20null",
    "not(",
    "length(userId)%20gt%201",
    "MQTT",
  ),
);
const query = fc
  .array(
    fc.tuple(fc.oneof(fc.constantFrom(...names), word), value).map((pair) => pair.join("=")),
    { maxLength: 6 },
  )
  .chain((pairs) => fc.constantFrom(pairs, [...pairs, "api-version=2024-12-01"]))
  .map((pairs) => pairs.join("&"));

const method = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS") },
  fc.constantFrom("CONNECT", "TRACE", "get", "", "PRI", "M-SEARCH"),
);
const headerName = fc.oneof(
  fc.constantFrom(
    "Content-Type",
    "Host",
    "Authorization",
    "Connection",
    "Upgrade",
    "Expect",
    "Transfer-Encoding",
    "Content-Length",
  ),
  fc.constantFrom(
    "X-WebPubSub-Metadata-a",
    "x-webpubsub-metadata-",
    "X-WebPubSub-Metadata-__proto__",
    "Sec-WebSocket-Key",
  ),
  fc.string({ unit: "grapheme-ascii", maxLength: 10 }),
);
const headerValue = fc.oneof(
  fc.constantFrom(
    "application/json",
    "text/plain; charset=utf-16le",
    "text/plain; charset=klingon",
    "application/octet-stream",
  ),
  fc.constantFrom(
    "chunked",
    "upgrade",
    "websocket",
    "h2c",
    "100-continue",
    "0",
    "5",
    "99999999999",
    "Bearer a.b.c",
    "Bearer",
    "[::1",
  ),
  fc.string({ unit: "grapheme-ascii", maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 10 }),
);
const body = fc.oneof(
  fc.constantFrom(
    "",
    "{}",
    '{"groups":["g"]}',
    '{"groups":["g"],"filter":"("}',
    '{"groups":[[]],"filter":{}}',
    "[]",
    "null",
    '"\\ud800"',
  ),
  fc.json(),
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.constant("x".repeat(70_000)),
);

/** Most parts of most requests are valid: a request that is invalid throughout only reaches the first check. */
const mostly = <Part>(valid: fc.Arbitrary<Part>, any: fc.Arbitrary<Part>) =>
  fc.oneof({ weight: 4, arbitrary: valid }, { weight: 1, arbitrary: any });

const validBody = fc.constantFrom(
  { type: "application/json", body: '{"groups":["g"],"filter":"userId eq null"}' },
  { type: "text/plain", body: "hello" },
);
const anyBody = fc.record({ type: headerValue, body });

const request = fc
  .record({
    start: fc.oneof(
      described.map(({ method, path }) => [
        method,
        path.replace("{permission}", "sendToGroup").replaceAll(/\{\w+\}/g, "x"),
      ]),
      fc.tuple(method, path),
    ),
    query: mostly(fc.constant("targetName=g&api-version=2024-12-01"), query),
    headers: mostly(fc.constant<[string, string][]>([]), fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 })),
    content: mostly(validBody, anyBody),
    signed: mostly(fc.constant(true), fc.boolean()),
    sized: mostly(fc.constant(true), fc.boolean()),
    version: mostly(fc.constant("HTTP/1.1"), fc.constantFrom("HTTP/1.0", "HTTP/2.0", "")),
  })
  .map(({ start: [method, path], query, headers, content: { type, body }, signed, sized, version }) => {
    const target = query === "" ? path : `${path}?${query}`;
    const lines = [
      `${method} ${target} ${version}`,
      `Host: ${new URL(emulator.endpoint).host}`,
      `Content-Type: ${type}`,
      ...(signed ? [`Authorization: Bearer ${signTokenFor(emulator, target ?? "")}`] : []),
      ...(sized ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
      ...headers.map((pair) => pair.join(": ")),
    ];
    return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
  });

/** Several requests, of which the last may be incomplete. */
const conversation = fc
  .tuple(fc.array(request, { minLength: 1, maxLength: 3 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
  .map(([requests, at, cut]) => {
    const bytes = Buffer.concat(requests);
    return cut ? bytes.subarray(0, Math.floor(bytes.length * at)) : bytes;
  });

describe("RestEndpoint", () => {
  test("returns HTTP responses below 500 whatever it receives, and keeps serving", async () => {
    const property = fc.asyncProperty(conversation, async (bytes) => {
      const responses = await exchangeBytes(emulator, bytes);
      expect(responses).toMatch(/^$|^HTTP\/1\.1 \d{3} /);
      for (const [, status] of responses.matchAll(/HTTP\/1\.1 (\d{3}) /g)) expect(Number(status)).toBeLessThan(500);
      for (const { operation, status } of emulator.log.requests) {
        expect(status).toBeLessThan(500);
        if (operation !== null && status >= 200 && status < 300) succeeded.add(operation);
      }
      emulator.log.clear();
      expect(rejections).toEqual([]);
    });
    await fc.assert(property, { numRuns: runs, seed });
    expect((await sendRequest(emulator, "HEAD /api/health")).status).toBe(200);
  });

  test("accepts enough of the random requests for a meaningful test", () => {
    // A few runs reach a few operations only.
    expect(succeeded.size).toBeGreaterThan(Math.min(10, runs / 30));
  });
});
