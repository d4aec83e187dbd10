import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Emulator, LogEntry } from "../../index.js";
import { waitForEntry } from "../../testing/log-entries.js";
import { exchangeBytes, RawConnection } from "../testing/raw-connection.js";
import { entraToken, sendRequest, signTokenFor } from "../testing/rest-requests.js";
import { connectClient, expectNoFrame, startTestEmulator, timerStarted } from "../testing/running-emulator.js";

const rejections: unknown[] = [];
const note = (reason: unknown) => rejections.push(reason);
beforeAll(() => void process.on("unhandledRejection", note));
afterAll(() => {
  process.off("unhandledRejection", note);
  expect(rejections).toEqual([]);
});

async function expectAlive(emulator: Emulator): Promise<void> {
  expect((await sendRequest(emulator, "HEAD /api/health")).status).toBe(200);
}

/** The head of a request that would be right; `Connection: close` so that the answer is all that comes. */
function head(emulator: Emulator, line: string, ...headers: string[]): string {
  const [method, path = ""] = line.split(" ");
  const target = `${path}${path.includes("?") ? "&" : "?"}api-version=2024-12-01`;
  const { host } = new URL(emulator.endpoint);
  const authorization = `Authorization: Bearer ${signTokenFor(emulator, target)}`;
  return `${[`${method} ${target} HTTP/1.1`, `Host: ${host}`, authorization, "Connection: close", ...headers].join("\r\n")}\r\n\r\n`;
}

describe("an address that makes no sense is refused, and reached no operation", () => {
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
  ])("%s", async (target) => {
    const emulator = await startTestEmulator();
    const answer = await exchangeBytes(emulator, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).not.toContain("api-supported-versions");
    if (answer.includes("x-ms-error-code"))
      expect(answer).toContain('{"code":"Error.BadRequest","message":"The address');
    await expectAlive(emulator);
  });
});

describe("what is no HTTP, or not enough of it, is answered or cut off", () => {
  test.for<[what: string, bytes: string, answer: RegExp]>([
    ["nothing", "", /^$/],
    ["a line feed", "\n", /^$|^HTTP\/1\.1 400 /],
    ["half a head", "GET /api/health HTTP/1.1\r\nHost: x\r\n", /^$|^HTTP\/1\.1 400 /],
    ["words", "hello there\r\n\r\n", /^HTTP\/1\.1 400 /],
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
      "HTTP/1.0 without Host, with a need of a token",
      "HEAD /api/hubs/chat/users/u?api-version=2024-12-01 HTTP/1.0\r\n\r\n",
      /^HTTP\/1\.1 401 /,
    ],
    ["a long head", `GET /api/health HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(200_000)}\r\n\r\n`, /^HTTP\/1\.1 431 |^$/],
    ["a long address", `GET /api/health?${"x".repeat(200_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1\.1 431 |^$/],
    ["a header name of marks", "GET /api/health HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n", /^HTTP\/1\.1 400 /],
    [
      "two lengths",
      "POST /api/hubs/chat/:send HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a length and chunks",
      "POST /api/hubs/chat/:send HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1\.1 400 /,
    ],
    [
      "a length below 0",
      "POST /api/hubs/chat/:send HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
      /^HTTP\/1\.1 400 /,
    ],
    ["CONNECT", "CONNECT example.org:80 HTTP/1.1\r\nHost: example.org\r\n\r\n", /^$|^HTTP\/1\.1 4\d\d /],
    [
      "an upgrade to what there is not",
      "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: h3\r\n\r\n",
      /^HTTP\/1\.1 200 .*\r\nConnection: close\r\n/s,
    ],
    [
      "an expectation that nobody can meet",
      "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n",
      /^HTTP\/1\.1 417 /,
    ],
  ])("%s", async ([, bytes, answer]) => {
    const emulator = await startTestEmulator();
    expect(await exchangeBytes(emulator, Buffer.from(bytes, "latin1"))).toMatch(answer);
    await expectAlive(emulator);
  });

  test.for(["a b", "a/b", "a?b", "a:99999", "user@a", "[", ""])("a Host of '%s' is refused", async (host) => {
    const emulator = await startTestEmulator({ acceptUnverifiedEntraTokens: true });
    const answer = await exchangeBytes(
      emulator,
      `POST /api/hubs/chat/:generateToken?api-version=2024-12-01 HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${entraToken(emulator)}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await expectAlive(emulator);
  });
});

test("a request that asks for HTTP/2 is answered in HTTP/1.1, with all of its body, and so is what follows", async () => {
  const emulator = await startTestEmulator();
  const client = await connectClient(emulator);
  const body = "x".repeat(100_000);
  const line = `POST /api/hubs/chat/connections/${client.id}/:send`;
  const asking = ["Content-Type: text/plain", `Content-Length: ${body.length}`, "Upgrade: h2c", "HTTP2-Settings: AAMA"];
  const keptAlive = head(emulator, line, ...asking).replace("Connection: close", "Connection: Upgrade, HTTP2-Settings");
  const wire = await RawConnection.open(emulator);
  wire.write(`${keptAlive}${body.slice(0, 10)}`);
  for (let at = 10; at < body.length; at += 9_999) wire.write(body.slice(at, at + 9_999));
  await wire.until("HTTP/1.1 202 ");
  expect(await client.next()).toMatchObject({ data: body });
  wire.socket.end(head(emulator, `HEAD /api/hubs/chat/connections/${client.id}`));
  expect(await wire.all).toMatch(/ 202 .* 200 /s);
});

describe("the absolute form of an address", () => {
  test("is understood as the relative one is, and its token is for the same", async () => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const relative = head(emulator, `HEAD /api/hubs/chat/connections/${client.id}`);
    const answer = await exchangeBytes(emulator, relative.replace("HEAD ", `HEAD ${emulator.endpoint}`));
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(emulator.log.requests).toMatchObject([{ path: `/api/hubs/chat/connections/${client.id}`, status: 200 }]);
  });

  test("makes no difference to the links of a list", async () => {
    const emulator = await startTestEmulator();
    for (let count = 0; count < 2; count++) await connectClient(emulator, { groups: ["lobby"] });
    const relative = head(emulator, "GET /api/hubs/chat/groups/lobby/connections?top=2&maxpagesize=1");
    const answer = await exchangeBytes(emulator, relative.replace("GET ", `GET ${emulator.endpoint}`));
    expect(answer).toContain(`"nextLink":"${emulator.endpoint}/api/hubs/chat/groups/lobby/connections?top=1&`);
  });
});

describe("requests one behind the other on a connection", () => {
  test("are answered in their order, though a later one is done first", async () => {
    const emulator = await startTestEmulator();
    const slow = head(emulator, "POST /api/hubs/chat/:send", "Content-Type: text/plain", "Content-Length: 5");
    const quick = head(emulator, "HEAD /api/hubs/chat/users/u");
    const open = (request: string) => request.replace("Connection: close\r\n", "");
    emulator.addFault({ match: { operation: "sendToAll" }, action: "delay", delayMs: 1000 });
    const wire = await RawConnection.open(emulator);
    const done = waitForEntry(emulator, (entry) => entry.kind === "request" && entry.operation === "userExists");
    wire.write(`${open(slow)}hello${open(quick)}${quick}`);
    await done;
    await emulator.clock.advance(1);
    const statuses = [...(await wire.all).matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => status);
    expect(statuses).toEqual(["202", "404", "404"]);
  });

  test("are all answered, however many", async () => {
    const emulator = await startTestEmulator();
    const request = "HEAD /api/health?api-version=2024-12-01 HTTP/1.1\r\nHost: x\r\n\r\n";
    const answers = await exchangeBytes(emulator, request.repeat(500));
    expect(answers.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(500);
  });

  test("behind a body that was too long are answered as well", async () => {
    const emulator = await startTestEmulator();
    const length = 3 * 1024 * 1024;
    const long = head(emulator, "POST /api/hubs/chat/:send", `Content-Length: ${length}`).replace(
      "Connection: close\r\n",
      "",
    );
    const wire = await RawConnection.open(emulator);
    wire.write(long);
    await wire.until(/^HTTP\/1\.1 400 /);
    wire.write("x".repeat(length)).write(head(emulator, "HEAD /api/hubs/chat/users/u"));
    expect((await wire.all).match(/HTTP\/1\.1 \d+ /g)).toEqual(["HTTP/1.1 400 ", "HTTP/1.1 404 "]);
  });
});

describe("a client that vanishes", () => {
  test.for([
    ["closes", ({ socket }: RawConnection): void => void socket.destroy()],
    ["resets", ({ socket }: RawConnection): void => void socket.resetAndDestroy()],
    ["says that it is all", ({ socket }: RawConnection): void => void socket.end()],
  ] as const)("in the middle of a body, and %s: nobody gets half a message", async ([, leave]) => {
    const emulator = await startTestEmulator();
    const client = await connectClient(emulator);
    const wire = await RawConnection.open(emulator);
    wire.write(
      `${head(emulator, "POST /api/hubs/chat/:send", "Content-Type: text/plain", "Content-Length: 10", "Expect: 100-continue")}`,
    );
    // The emulator has the head: it asks for the body.
    await wire.until("100 Continue");
    wire.write("hello");
    leave(wire);
    const logged = await waitForEntry(emulator, (entry) => entry.kind === "request" && entry.operation === "sendToAll");
    expect(logged).toMatchObject({ status: 0 });
    await expectNoFrame(emulator, client);
    await expectAlive(emulator);
  });

  test("while its request is held does not keep the others", async () => {
    const emulator = await startTestEmulator();
    emulator.addFault({ match: { operation: "userExists" }, action: "delay" });
    const arrived = timerStarted(emulator);
    const wire = await RawConnection.open(emulator);
    wire.write(head(emulator, "HEAD /api/hubs/chat/users/u"));
    await arrived;
    wire.socket.destroy();
    await expectAlive(emulator);
    await emulator.clock.advance(1);
    const isLost = (entry: LogEntry) =>
      entry.kind === "request" && entry.operation === "userExists" && entry.status === 0;
    await waitForEntry(emulator, isLost);
    await expectAlive(emulator);
  });

  test("before it reads a long answer", async () => {
    const emulator = await startTestEmulator();
    for (let count = 0; count < 50; count++) await connectClient(emulator, { groups: ["lobby"] });
    const wire = await RawConnection.open(emulator);
    wire.socket.pause();
    wire.write(
      head(emulator, "GET /api/hubs/chat/groups/lobby/connections").replace("Connection: close\r\n", "").repeat(100),
    );
    wire.socket.resetAndDestroy();
    await expectAlive(emulator);
  });
});

describe("what is long, but right", () => {
  test("a query of as much as fits", async () => {
    const emulator = await startTestEmulator();
    const query = Array.from({ length: 1500 }, (_, index) => `x${index % 10}=`).join("&");
    expect((await sendRequest(emulator, `HEAD /api/health?${query}`, { token: null })).status).toBe(200);
  });

  test("a filter that is nested deeper than is understood is refused", async () => {
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
