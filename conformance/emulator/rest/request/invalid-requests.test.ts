import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Emulator, LogEntry } from "../../index.js";
import { waitForEntry } from "../../testing/log-entries.js";
import { exchangeBytes, RawConnection } from "../testing/raw-connection.js";
import { entraToken, sendRequest, signTokenFor } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, startTestEmulator, timerStarted } from "../testing/running-emulator.js";

const rejections: unknown[] = [];
const record = (reason: unknown) => rejections.push(reason);
beforeAll(() => void process.on("unhandledRejection", record));
afterAll(() => {
  process.off("unhandledRejection", record);
  expect(rejections).toEqual([]);
});

async function expectAlive(emulator: Emulator): Promise<void> {
  expect((await sendRequest(emulator, "HEAD /api/health")).status).toBe(200);
}

/** The head of a valid request. With `Connection: close`, so that nothing follows the response. */
function head(emulator: Emulator, line: string, ...headers: string[]): string {
  const [method, path = ""] = line.split(" ");
  const target = `${path}${path.includes("?") ? "&" : "?"}api-version=2024-12-01`;
  const { host } = new URL(emulator.endpoint);
  const authorization = `Authorization: Bearer ${signTokenFor(emulator, target)}`;
  return `${[`${method} ${target} HTTP/1.1`, `Host: ${host}`, authorization, "Connection: close", ...headers].join("\r\n")}\r\n\r\n`;
}

describe("RestEndpoint › malformed URLs", () => {
  test.for([
    "/%zz",
    "/api/hubs/%zz/:send",
    "/api/hubs/chat/users/%",
    "/api/hubs/chat/users/%F",
    "/api/hubs/chat/users/%FF",
    "/api/hubs/chat/users/%ED%A0%80",
    "/api/hubs/chat/users/a?filter=%zz",
    "*",
    "http://",
    "ftp://example.org/api/health",
  ])("rejects %s with 400 without looking for an operation", async (target) => {
    const emulator = await startTestEmulator();
    const response = await exchangeBytes(emulator, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(response).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(response).not.toContain("api-supported-versions");
    if (response.includes("x-ms-error-code"))
      expect(response).toContain('{"code":"Error.BadRequest","message":"The URL of the request is malformed."');
    await expectAlive(emulator);
  });
});

describe("RestEndpoint › invalid HTTP", () => {
  test.for<[sent: string, bytes: string, response: RegExp]>([
    ["no bytes", "", /^$/],
    ["a line feed", "\n", /^$|^HTTP\/1\.1 400 /],
    ["half a head", "GET /api/health HTTP/1.1\r\nHost: x\r\n", /^$|^HTTP\/1\.1 400 /],
    ["text", "hello there\r\n\r\n", /^HTTP\/1\.1 400 /],
    ["a TLS handshake", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", /^HTTP\/1\.1 400 /],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", /^HTTP\/1\.1 400 |^$/],
    ["zeros", "\0".repeat(1000), /^HTTP\/1\.1 400 /],
    ["no Host", "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "two Hosts",
      "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
      /^HTTP\/1\.1 [24]00 /,
    ],
    ["HTTP/0.9", "GET /api/health\r\n\r\n", /^HTTP\/1\.1 40[05] /],
    ["HTTP/1.0 without Host", "HEAD /api/health?api-version=2024-12-01 HTTP/1.0\r\n\r\n", /^HTTP\/1\.1 200 OK/],
    [
      "HTTP/1.0 without Host and without the required token",
      "HEAD /api/hubs/chat/users/u?api-version=2024-12-01 HTTP/1.0\r\n\r\n",
      /^HTTP\/1\.1 401 /,
    ],
    ["a large head", `GET /api/health HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(200_000)}\r\n\r\n`, /^HTTP\/1\.1 431 |^$/],
    ["a long URL", `GET /api/health?${"x".repeat(200_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 431 |^$/],
    ["an invalid header name", "GET /api/health HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "two Content-Length headers",
      "POST /api/hubs/chat/:send HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "Content-Length and chunks",
      "POST /api/hubs/chat/:send HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a negative Content-Length",
      "POST /api/hubs/chat/:send HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
      /^HTTP\/1\.1 400 /,
    ],
    ["CONNECT", "CONNECT example.org:80 HTTP/1.1\r\nHost: example.org\r\n\r\n", /^$|^HTTP\/1\.1 4\d\d /],
    [
      "an upgrade to an unknown protocol",
      "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: h3\r\n\r\n",
      /^HTTP\/1\.1 200 .*\r\nConnection: close\r\n/s,
    ],
    [
      "an unknown expectation",
      "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n",
      /^HTTP\/1\.1 417 /,
    ],
  ])("handles %s and keeps serving", async ([, bytes, response]) => {
    const emulator = await startTestEmulator();
    expect(await exchangeBytes(emulator, Buffer.from(bytes, "latin1"))).toMatch(response);
    await expectAlive(emulator);
  });

  test.for(["a b", "a/b", "a?b", "a:99999", "user@a", "[", ""])("rejects the Host %j", async (host) => {
    const emulator = await startTestEmulator({ acceptUnverifiedEntraTokens: true });
    const response = await exchangeBytes(
      emulator,
      `POST /api/hubs/chat/:generateToken?api-version=2024-12-01 HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${entraToken(emulator)}\r\nConnection: close\r\n\r\n`,
    );
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    await expectAlive(emulator);
  });
});

test("RestEndpoint › handles an upgrade request to HTTP/2 in HTTP/1.1, with its body and the next request", async () => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator);
  const body = "x".repeat(100_000);
  const line = `POST /api/hubs/chat/connections/${client.id}/:send`;
  const headers = [
    "Content-Type: text/plain",
    `Content-Length: ${body.length}`,
    "Upgrade: h2c",
    "HTTP2-Settings: AAMA",
  ];
  const keptAlive = head(emulator, line, ...headers).replace(
    "Connection: close",
    "Connection: Upgrade, HTTP2-Settings",
  );
  const connection = await RawConnection.open(emulator);
  connection.write(`${keptAlive}${body.slice(0, 10)}`);
  for (let at = 10; at < body.length; at += 9_999) connection.write(body.slice(at, at + 9_999));
  await connection.until("HTTP/1.1 202 ");
  expect(await client.next()).toMatchObject({ data: body });
  connection.socket.end(head(emulator, `HEAD /api/hubs/chat/connections/${client.id}`));
  expect(await connection.all).toMatch(/ 202 .* 200 /s);
});

describe("RestEndpoint › absolute URLs", () => {
  test("handles an absolute URL like a relative one, with the same token", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const relative = head(emulator, `HEAD /api/hubs/chat/connections/${client.id}`);
    const response = await exchangeBytes(emulator, relative.replace("HEAD ", `HEAD ${emulator.endpoint}`));
    expect(response).toMatch(/^HTTP\/1\.1 200 /);
    expect(emulator.log.requests).toMatchObject([{ path: `/api/hubs/chat/connections/${client.id}`, status: 200 }]);
  });

  test("returns the same nextLink for an absolute URL", async () => {
    const emulator = await startTestEmulator();
    for (let count = 0; count < 2; count++) await connectClient(emulator, { groups: ["lobby"] });
    const relative = head(emulator, "GET /api/hubs/chat/groups/lobby/connections?top=2&maxpagesize=1");
    const response = await exchangeBytes(emulator, relative.replace("GET ", `GET ${emulator.endpoint}`));
    expect(response).toContain(`"nextLink":"${emulator.endpoint}/api/hubs/chat/groups/lobby/connections?top=1&`);
  });
});

describe("RestEndpoint › pipelined requests", () => {
  test("responds in order, even if a later request finishes first", async () => {
    const emulator = await startTestEmulator();
    const slow = head(emulator, "POST /api/hubs/chat/:send", "Content-Type: text/plain", "Content-Length: 5");
    const quick = head(emulator, "HEAD /api/hubs/chat/users/u");
    const open = (request: string) => request.replace("Connection: close\r\n", "");
    emulator.addFault({ match: { operation: "sendToAll" }, action: "delay", delayMs: 1000 });
    const connection = await RawConnection.open(emulator);
    const done = waitForEntry(emulator, (entry) => entry.kind === "request" && entry.operation === "userExists");
    connection.write(`${open(slow)}hello${open(quick)}${quick}`);
    await done;
    await emulator.clock.advance(1);
    const statuses = [...(await connection.all).matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
    expect(statuses).toEqual(["202", "404", "404"]);
  });

  test("responds to 500 requests", async () => {
    const emulator = await startTestEmulator();
    const request = "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\n\r\n";
    const responses = await exchangeBytes(emulator, request.repeat(500));
    expect(responses.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(500);
  });

  test("responds to a request after one whose body was too large", async () => {
    const emulator = await startTestEmulator();
    const length = 3 * 1024 * 1024;
    const long = head(emulator, "POST /api/hubs/chat/:send", `Content-Length: ${length}`).replace(
      "Connection: close\r\n",
      "",
    );
    const connection = await RawConnection.open(emulator);
    connection.write(long);
    await connection.until(/^HTTP\/1\.1 400 /);
    connection.write("x".repeat(length)).write(head(emulator, "HEAD /api/hubs/chat/users/u"));
    expect((await connection.all).match(/HTTP\/1\.1 \d+ /g)).toEqual(["HTTP/1.1 400 ", "HTTP/1.1 404 "]);
  });
});

describe("RestEndpoint › disconnecting clients", () => {
  test.for([
    ["a close", ({ socket }: RawConnection): void => void socket.destroy()],
    ["a reset", ({ socket }: RawConnection): void => void socket.resetAndDestroy()],
    ["the end of its sending side", ({ socket }: RawConnection): void => void socket.end()],
  ] as const)("sends no message if the body is cut off by %s", async ([, disconnect]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const connection = await RawConnection.open(emulator);
    connection.write(
      `${head(emulator, "POST /api/hubs/chat/:send", "Content-Type: text/plain", "Content-Length: 10", "Expect: 100-continue")}`,
    );
    // The emulator has read the head.
    await connection.until("100 Continue");
    connection.write("hello");
    disconnect(connection);
    const logged = await waitForEntry(emulator, (entry) => entry.kind === "request" && entry.operation === "sendToAll");
    expect(logged).toMatchObject({ status: 0 });
    await expectNoFrame(emulator, client);
    await expectAlive(emulator);
  });

  test("keeps serving after a client disconnects during a delay", async () => {
    const emulator = await startTestEmulator();
    emulator.addFault({ match: { operation: "userExists" }, action: "delay" });
    const delayed = timerStarted(emulator);
    const connection = await RawConnection.open(emulator);
    connection.write(head(emulator, "HEAD /api/hubs/chat/users/u"));
    await delayed;
    connection.socket.destroy();
    await expectAlive(emulator);
    await emulator.clock.advance(1);
    const isLost = (entry: LogEntry) =>
      entry.kind === "request" && entry.operation === "userExists" && entry.status === 0;
    await waitForEntry(emulator, isLost);
    await expectAlive(emulator);
  });

  test("keeps serving after a client disconnects without reading its responses", async () => {
    const emulator = await startTestEmulator();
    for (let count = 0; count < 50; count++) await connectClient(emulator, { groups: ["lobby"] });
    const connection = await RawConnection.open(emulator);
    connection.socket.pause();
    connection.write(
      head(emulator, "GET /api/hubs/chat/groups/lobby/connections").replace("Connection: close\r\n", "").repeat(100),
    );
    connection.socket.resetAndDestroy();
    await expectAlive(emulator);
  });
});

describe("RestEndpoint › long requests", () => {
  test("accepts 1,500 query parameters", async () => {
    const emulator = await startTestEmulator();
    const query = Array.from({ length: 1500 }, (_, index) => `x${index % 10}=`).join("&");
    expect((await sendRequest(emulator, `HEAD /api/health?${query}`, { token: null })).status).toBe(200);
  });

  test("rejects a filter of 2,000 levels", async () => {
    const filter = `${"(".repeat(2000)}true${")".repeat(2000)}`;
    const { status, headers } = await sendRequest(
      await startTestEmulator(),
      `POST /api/hubs/chat/:send?filter=${filter}`,
      {
        type: "text/plain",
        body: "",
      },
    );
    expect(status).toBe(400);
    expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  });
});
