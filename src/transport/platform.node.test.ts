import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { generate } from "selfsigned";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { startRawServer } from "../testing/raw-server.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { responseOf } from "./any-response.js";
import { Cancellation } from "./cancellation.js";
import { platformTransport } from "./platform.node.js";
import { isTruncated, type OutgoingRequest, type Transport, TransportError } from "./transport.js";

function transportTo(origin: string, connections = 64): Transport {
  const transport = platformTransport(origin, connections);
  onTestFinished(() => transport.close());
  return transport;
}

/** @param line such as `POST http://127.0.0.1:8080/path` */
function requestOf(
  line: string,
  body?: OutgoingRequest["body"],
  headers: Record<string, string> = {},
): OutgoingRequest {
  const [method = "", url = ""] = line.split(" ");
  return { method, url, headers, body, maxResponseBytes: 1_000_000 };
}

async function send(transport: Transport, line: string, body?: OutgoingRequest["body"]): Promise<Response> {
  return responseOf(await transport.send(requestOf(line, body), new Cancellation()));
}

/** An origin that nothing listens at. */
async function deadOrigin(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe("platformTransport", () => {
  describe("connections", () => {
    // undici does not reuse a connection in the turn of the event loop in which a response ended, because the server may be
    // about to close it. A request that is sent in that turn goes out on another connection.
    test("reuses a connection after every method, with and without a body", async () => {
      await using server = await startRecordingServer(({ line }) =>
        line.startsWith("HEAD")
          ? { status: 200, headers: { "Content-Length": "20" } }
          : { status: 200, headers: { "Content-Length": "2" }, body: "{}" },
      );
      const transport = transportTo(server.origin);
      for (const method of ["HEAD", "GET", "HEAD", "POST", "PUT", "HEAD", "DELETE", "GET"]) {
        const body = method === "POST" ? "{}" : undefined;
        expect((await send(transport, `${method} ${server.origin}/x`, body)).status).toBe(200);
        await turn();
      }
      expect(server.requests).toHaveLength(8);
      expect(server.connections).toBe(1);
    });

    test("opens a second connection for a request that is sent as soon as a response ended", async () => {
      await using server = await startRecordingServer();
      const transport = transportTo(server.origin);
      for (let sent = 0; sent < 20; sent += 1) await send(transport, `POST ${server.origin}/x`, "{}");
      expect(server.connections).toBe(2);
    });

    test("opens a connection for each concurrent request, up to the maximum", async () => {
      const held: ServerResponse[] = [];
      let maxConcurrent = 0;
      let responded = 0;
      let opened = 0;
      const server = createServer((_, response) => {
        held.push(response);
        maxConcurrent = Math.max(maxConcurrent, held.length);
        // All requests that can arrive have arrived: the maximum, or the rest.
        if (held.length < Math.min(3, 10 - responded)) return;
        for (const each of held.splice(0)) {
          responded += 1;
          each.end();
        }
      });
      server.on("connection", () => {
        opened += 1;
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const transport = transportTo(origin, 3);
      const responses = await Promise.all(
        Array.from({ length: 10 }, (_, index) => send(transport, `POST ${origin}/${index}`, "{}")),
      );
      expect(responses.map(({ status }) => status)).toEqual(Array(10).fill(200));
      expect({ maxConcurrent, opened }).toEqual({ maxConcurrent: 3, opened: 3 });
    });

    test("rejects all waiting requests if connecting fails, and sends later ones", async () => {
      const origin = await deadOrigin();
      const transport = transportTo(origin, 2);
      const failed = await Promise.allSettled(
        Array.from({ length: 7 }, (_, index) => send(transport, `POST ${origin}/${index}`, "{}")),
      );
      expect(failed.map(({ status }) => status)).toEqual(Array(7).fill("rejected"));
      const server = createServer((_, response) => response.end());
      await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), "127.0.0.1", resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const responses = await Promise.all(
        Array.from({ length: 7 }, (_, index) => send(transport, `POST ${origin}/${index}`, "{}")),
      );
      expect(responses.map(({ status }) => status)).toEqual(Array(7).fill(200));
    });

    test("opens separate connections to another origin", async () => {
      await using server = await startRecordingServer();
      await using other = await startRecordingServer();
      const transport = transportTo(server.origin);
      await send(transport, `POST ${server.origin}/a?b=c`);
      await send(transport, `POST ${other.origin}/a?b=c`);
      await turn();
      await send(transport, `POST ${other.origin}/d`);
      expect(server.requests.map(({ target }) => target)).toEqual(["/a?b=c"]);
      expect(other.requests.map(({ target }) => target)).toEqual(["/a?b=c", "/d"]);
      expect(other.connections).toBe(1);
    });

    test("closes them on close(), and opens new ones for later requests", async () => {
      await using server = await startRawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      const transport = transportTo(server.origin);
      await Promise.all([send(transport, `POST ${server.origin}/a`), send(transport, `POST ${server.origin}/b`)]);
      expect(server.sockets.map(({ destroyed }) => destroyed)).toEqual([false, false]);
      await transport.close();
      await vi.waitUntil(() => server.sockets.every(({ destroyed }) => destroyed));
      await transport.close();
      expect((await send(transport, `POST ${server.origin}/c`)).status).toBe(202);
    });

    test("closes without waiting for a connection that is being opened", async () => {
      // It accepts the connection and never starts TLS.
      await using server = await startRawServer("");
      const origin = server.origin.replace("http:", "https:");
      const transport = transportTo(origin);
      const cancellation = new Cancellation();
      const sending = transport.send(requestOf(`POST ${origin}/a`), cancellation);
      await vi.waitUntil(() => server.sockets.length === 1);
      cancellation.cancel("why");
      await expect(sending).rejects.toBe("why");
      expect(cancellation.sent).toBe(false);
      await transport.close();
    });

    test("lets the process end with idle connections and cancelled requests", async () => {
      await using server = await startRawServer((socket, head) => {
        if (!head.startsWith("POST /never")) socket.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      });
      const directory = await mkdtemp(join(tmpdir(), "webpubsub-fetch-"));
      onTestFinished(() => rm(directory, { recursive: true }));
      const script = join(directory, "idle.mts");
      await writeFile(
        script,
        `import { Cancellation } from ${JSON.stringify(import.meta.resolve("./cancellation.js"))};
       import { platformTransport } from ${JSON.stringify(import.meta.resolve("./platform.node.js"))};
       const origin = ${JSON.stringify(server.origin)};
       const transport = platformTransport(origin, 4);
       const send = (path, cancellation) =>
         transport.send({ method: "POST", url: origin + path, headers: {}, body: "{}" }, cancellation);
       const cancellation = new Cancellation();
       const never = send("/never", cancellation).catch((reason) => console.log(reason));
       const responses = await Promise.all([1, 2].map(() => send("/a", new Cancellation())));
       console.log(responses.map(({ status }) => status).join());
       cancellation.cancel("cancelled");`,
      );
      // The process ends by itself, or the time limit makes it fail.
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", import.meta.resolve("tsx"), script], {
        timeout: 15_000,
      });
      expect(stdout.trim()).toBe("202,202\ncancelled");
    }, 30_000);
  });

  describe("a request", () => {
    const bytes = new TextEncoder().encode("[“é”]");

    test.for<[what: string, body: OutgoingRequest["body"]]>([
      ["a string", "“é”"],
      ["bytes in the middle of a buffer", bytes.subarray(1, -1)],
      ["an ArrayBuffer", bytes.slice(1, -1).buffer],
      ["a Blob", new Blob(["“é”"], { type: "text/html" })],
      ["a stream", new Blob(["“é”"]).stream()],
    ])("sends %s unchanged", async ([, body]) => {
      await using server = await startRecordingServer();
      await transportTo(server.origin).send(
        requestOf(`POST ${server.origin}/a`, body, { "Content-Type": "text/plain", "x-own": "1" }),
        new Cancellation(),
      );
      const { body: arrived, headers } = server.onlyRequest();
      expect(arrived.toString()).toBe("“é”");
      expect(headers).toMatchObject({ "content-type": ["text/plain"], "x-own": ["1"] });
    });

    test.for<[what: string, headers: Record<string, string>, problem: string]>([
      ["Expect", { Expect: "100-continue" }, "expect"],
      ["Upgrade", { Upgrade: "h2c" }, "upgrade"],
      ["a wrong Content-Length", { "Content-Length": "5" }, "content-length"],
    ])("rejects a request with %s, and sends nothing of it", async ([, headers, problem]) => {
      await using server = await startRawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      const transport = transportTo(server.origin);
      const cancellation = new Cancellation();
      const sending = transport.send(requestOf(`POST ${server.origin}/a`, "{}", headers), cancellation);
      await expect(sending).rejects.toThrow(InvalidInputError);
      await expect(sending).rejects.toThrow(new RegExp(`^The request cannot be sent: .*${problem}`, "i"));
      expect(cancellation.sent).toBe(false);
      await send(transport, `POST ${server.origin}/b`);
      expect(server.heads.map((head) => head.split("\r\n")[0])).toEqual(["POST /b HTTP/1.1"]);
    });
  });

  describe("a response", () => {
    test("resolves with a standard response", async () => {
      await using server = await startRawServer(
        [
          "HTTP/1.1 400 B\xc3\xa4d Req\xf6est \xe2\x9c\x97",
          "Content-Type: application/json; charset=utf-8",
          "Set-Cookie: a=1; Path=/",
          "X-Twice: a",
          "Set-Cookie: b=2",
          "X-Twice: b",
          "X-Latin: \xe9",
          "X-Empty:",
          "Transfer-Encoding: chunked",
          "",
          "3",
          '{"a',
          "6",
          '":"\xc3\xa9"',
          "1",
          "}",
          "0",
          "",
          "",
        ].join("\r\n"),
      );
      const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
      expect(response).toBeInstanceOf(Response);
      expect(response).toMatchObject({ status: 400, statusText: "Bäd Req?est ?", ok: false });
      expect(response.headers.get("Content-Type")).toBe("application/json; charset=utf-8");
      expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
      expect(response.headers.get("X-Twice")).toBe("a, b");
      expect(response.headers.get("X-Latin")).toBe("é");
      expect(response.headers.get("X-Empty")).toBe("");
      expect(await response.clone().text()).toBe('{"a":"é"}');
      expect(await response.json()).toEqual({ a: "é" });
    });

    test.for([
      ["HEAD", "200 OK\r\nContent-Length: 20"],
      ["HEAD", "404 Not Found\r\nTransfer-Encoding: chunked"],
      ["PUT", "204 No Content"],
      ["GET", "304 Not Modified\r\nETag: a"],
      ["GET", "200 OK\r\nContent-Length: 0"],
      // A body that must not exist is left out.
      ["GET", "205 Reset Content\r\nContent-Length: 2\r\n\r\n{}"],
    ] as const)("returns no body for %s and %j", async ([method, head]) => {
      await using server = await startRawServer(head.includes("{}") ? `HTTP/1.1 ${head}` : `HTTP/1.1 ${head}\r\n\r\n`);
      const response = await send(transportTo(server.origin), `${method} ${server.origin}/a`);
      expect(response.status).toBe(Number(head.slice(0, 3)));
      expect(response.body).toBeNull();
    });

    test("reads a body without a length to the end of the connection", async () => {
      await using server = await startRawServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\nto the end"));
      const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
      expect(await response.text()).toBe("to the end");
    });

    test("waits longer than undici's default timeouts", async () => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      onTestFinished(() => void vi.useRealTimers());
      for (const [first, rest] of [
        ["", "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"],
        ["HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{", "}"],
      ] as const) {
        let arrived = (_: Socket) => {};
        const requested = new Promise<Socket>((resolve) => {
          arrived = resolve;
        });
        await using server = await startRawServer((socket) => socket.write(first, () => arrived(socket)));
        const sending = send(transportTo(server.origin), `POST ${server.origin}/a`, "{}");
        const socket = await requested;
        await turn();
        await vi.advanceTimersByTimeAsync(400_000);
        socket.write(rest);
        expect(await (await sending).text()).toBe("{}");
      }
    });

    test("ignores informational responses", async () => {
      await using server = await startRawServer(
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
      );
      const response = await send(transportTo(server.origin), `POST ${server.origin}/a`, "{}");
      expect(response.status).toBe(202);
      expect(response.statusText).toBe("Accepted");
      expect(response.headers.has("Link")).toBe(false);
    });

    test.for([301, 302, 303, 307, 308])("returns a redirect (%i) without following it", async (status) => {
      await using server = await startRawServer(
        `HTTP/1.1 ${status} Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n`,
      );
      const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
      expect(response.status).toBe(status);
      expect(response.headers.get("Location")).toBe("/elsewhere");
      expect(server.heads).toHaveLength(1);
    });

    test("returns the bytes of a body that is not text", async () => {
      const response = Buffer.concat([
        Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"),
        Buffer.of(0, 255, 10),
      ]);
      await using server = await startRawServer((socket) => socket.write(response));
      const received = await send(transportTo(server.origin), `GET ${server.origin}/a`);
      expect([...new Uint8Array(await received.arrayBuffer())]).toEqual([0, 255, 10]);
    });
  });

  describe("a long or compressed body", () => {
    const page = Buffer.from('{"value":[]}');

    test("is read to the maximum, and the connection is closed", async () => {
      const body = Buffer.alloc(3_000_000, 97);
      const server = await startHttpServer((response) => response.writeHead(400).end(body));
      const response = await send(transportTo(server.origin), `POST ${server.origin}/a`);
      expect((await response.arrayBuffer()).byteLength).toBe(1_000_000);
      expect(isTruncated(response)).toBe(true);
      await server.closed;
    });

    test.for<[codings: string, body: Buffer]>([
      ["gzip", gzipSync(page)],
      ["x-gzip", gzipSync(page)],
      ["deflate", deflateSync(page)],
      ["br", brotliCompressSync(page)],
      ["identity", page],
      ["gzip, br", brotliCompressSync(gzipSync(page))],
      ["GZIP", gzipSync(page)],
    ])("is decompressed from %s", async ([codings, body]) => {
      const headers = { "Content-Encoding": codings };
      await using server = await startRecordingServer(() => ({ status: 200, headers, body }));
      const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
      expect(await response.text()).toBe(page.toString());
    });

    test("is not decompressed beyond the maximum", async () => {
      const body = gzipSync(Buffer.alloc(50_000_000));
      expect(body.length).toBeLessThan(100_000);
      const headers = { "Content-Encoding": "gzip" };
      await using server = await startRecordingServer(() => ({ status: 200, headers, body }));
      const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
      expect(await response.text()).toBe("");
      expect(isTruncated(response)).toBe(true);
    });

    test.for([
      ["zstd", "unknown Content-Encoding zstd"],
      ["gzip", "incorrect header check"],
    ])("rejects what is not %s", async ([coding = "", message]) => {
      const headers = { "Content-Encoding": coding };
      await using server = await startRecordingServer(() => ({ status: 200, headers, body: page }));
      const sending = send(transportTo(server.origin), `GET ${server.origin}/a`);
      await expect(sending).rejects.toThrow(TransportError);
      await expect(sending).rejects.toThrow(message);
    });

    /** A server whose `closed` resolves when the connection of a request is closed. */
    async function startHttpServer(respond: (response: ServerResponse) => void) {
      let notify = () => {};
      const closed = new Promise<void>((resolve) => {
        notify = resolve;
      });
      const server = createServer((request, response) => {
        request.socket.once("close", notify);
        respond(response);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, closed };
    }
  });

  test("returns a response that has the URL", async () => {
    await using server = await startRecordingServer();
    const url = `${server.origin}/a?b=c`;
    expect((await send(transportTo(server.origin), `HEAD ${url}`)).url).toBe(url);
  });

  describe("a server that breaks off", () => {
    test.for([
      ["sends nothing", ""],
      ["speaks another protocol", "220 smtp.example.org ESMTP\r\n"],
      ["speaks TLS", "\x15\x03\x03\x00\x02\x02\x46"],
      ["speaks HTTP/2", "\x00\x00\x12\x04\x00\x00\x00\x00\x00"],
      ["stops in the head", "HTTP/1.1 200 OK\r\nContent-"],
      ["stops after the head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"],
      ["stops in the body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}"],
      ["stops between chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"],
      ["stops after an informational response", "HTTP/1.1 102 Processing\r\n\r\n"],
      // undici treats it as an attack.
      [
        "sends 100 to a request without Expect",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
      ],
      ["sends a chunk without a length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"],
      ["sends two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"],
      [
        "changes the protocol without a request",
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: a\r\n\r\n",
      ],
      ["sends an invalid status", "HTTP/1.1 999 Whatever\r\nContent-Length: 0\r\n\r\n"],
      ["sends a head of 100,000 bytes", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}\r\n\r\n`],
    ] as const)("reports that the request was sent to a server that %s", async ([, bytes]) => {
      await using server = await startRawServer((socket) => socket.end(bytes, "latin1"));
      const cancellation = new Cancellation();
      const sending = transportTo(server.origin).send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation);
      await expect(sending).rejects.toThrow(TransportError);
      await expect(sending).rejects.toThrow(/\w/);
      expect(cancellation.sent).toBe(true);
      expect(server.heads).toHaveLength(1);
    });

    test("reports that the request was sent to a server that resets the connection", async () => {
      await using server = await startRawServer((socket) => socket.resetAndDestroy());
      const cancellation = new Cancellation();
      const sending = transportTo(server.origin).send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation);
      await expect(sending).rejects.toThrow(/ECONNRESET|other side closed/);
      expect(cancellation.sent).toBe(true);
    });
  });

  describe("without a connection", () => {
    test.for([
      ["the port is closed", deadOrigin, "ECONNREFUSED"],
      [
        "the port is closed on all addresses of a host",
        async () => (await deadOrigin()).replace("127.0.0.1", "localhost"),
        "ECONNREFUSED",
      ],
    ] as const)("reports that nothing was sent if %s", async ([, origin, reason]) => {
      const cancellation = new Cancellation();
      const to = await origin();
      const sending = transportTo(to).send(requestOf(`POST ${to}/a`, "{}"), cancellation);
      await expect(sending).rejects.toThrow(TransportError);
      await expect(sending).rejects.toMatchObject({ message: reason });
      expect(cancellation.sent).toBe(false);
    });

    test("never sends a request that was cancelled while it waited for a connection", async () => {
      const waiting: (() => void)[] = [];
      await using server = await startRawServer((socket) => {
        waiting.push(() => socket.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"));
      });
      const transport = transportTo(server.origin, 1);
      const first = send(transport, `POST ${server.origin}/first`, "{}");
      await vi.waitUntil(() => waiting.length === 1);
      const cancellation = new Cancellation();
      const second = transport.send(requestOf(`POST ${server.origin}/second`, "{}"), cancellation);
      cancellation.cancel("why");
      await expect(second).rejects.toBe("why");
      expect(cancellation.sent).toBe(false);
      waiting[0]?.();
      await first;
      const third = send(transport, `POST ${server.origin}/third`, "{}");
      await vi.waitUntil(() => waiting.length === 2);
      waiting[1]?.();
      await third;
      expect(server.heads.map((head) => head.split(" ")[1])).toEqual(["/first", "/third"]);
    });
  });

  describe("a cancelled request", () => {
    test("does not send a request that was cancelled before", async () => {
      await using server = await startRawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      const transport = transportTo(server.origin);
      const cancellation = new Cancellation();
      cancellation.cancel("why");
      await expect(transport.send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation)).rejects.toBe("why");
      await send(transport, `POST ${server.origin}/b`);
      expect(server.heads.map((head) => head.split(" ")[1])).toEqual(["/b"]);
    });

    test.for([
      ["before the response", ""],
      ["in the middle of the head", "HTTP/1.1 200 OK\r\nConte"],
      ["in the middle of the body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}"],
    ] as const)("rejects with the reason and closes the connection if cancelled %s", async ([, bytes]) => {
      let arrived = () => {};
      const first = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      await using server = await startRawServer((socket, head) => {
        if (head.startsWith("POST /b")) socket.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        else socket.write(bytes, arrived);
      });
      const transport = transportTo(server.origin, 1);
      const cancellation = new Cancellation();
      const sending = transport.send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation);
      await first;
      cancellation.cancel("why");
      await expect(sending).rejects.toBe("why");
      expect(cancellation.sent).toBe(true);
      expect((await send(transport, `POST ${server.origin}/b`)).status).toBe(202);
      await vi.waitUntil(() => server.sockets[0]?.destroyed);
    });
  });

  describe("over TLS", () => {
    /** A server with a self-signed certificate. */
    async function startSecureServer(): Promise<{ origin: string; certificate: string; connections: () => number }> {
      const { private: key, cert: certificate } = await generate([{ name: "commonName", value: "localhost" }], {
        keyType: "ec",
        algorithm: "sha256",
        extensions: [
          { name: "basicConstraints", cA: true },
          { name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] },
        ],
      });
      let connections = 0;
      const server = createSecureServer({ key, cert: certificate }, (_, response) => response.end("{}"));
      server.on("connection", () => {
        connections += 1;
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { origin, certificate, connections: () => connections };
    }

    test("sends nothing to a server whose certificate is not trusted", async () => {
      const { origin } = await startSecureServer();
      const cancellation = new Cancellation();
      const sending = transportTo(origin).send(requestOf(`POST ${origin}/a`, "{}"), cancellation);
      await expect(sending).rejects.toThrow(/self-signed certificate/);
      expect(cancellation.sent).toBe(false);
    });

    test("names the reason if the server does not speak TLS, without the files of OpenSSL", async () => {
      await using server = await startRecordingServer();
      const origin = server.origin.replace("http:", "https:");
      const sending = transportTo(origin).send(requestOf(`POST ${origin}/a`, "{}"), new Cancellation());
      await expect(sending).rejects.toThrow(/^TLS: [a-z ]+$/);
    });

    test("reuses a connection", async () => {
      const { origin, certificate, connections } = await startSecureServer();
      const directory = await mkdtemp(join(tmpdir(), "webpubsub-fetch-"));
      onTestFinished(() => rm(directory, { recursive: true }));
      const authorities = join(directory, "certificate.pem");
      await writeFile(authorities, certificate);
      const script = join(directory, "secure.mts");
      await writeFile(
        script,
        `import { Cancellation } from ${JSON.stringify(import.meta.resolve("./cancellation.js"))};
       import { platformTransport } from ${JSON.stringify(import.meta.resolve("./platform.node.js"))};
       const transport = platformTransport(${JSON.stringify(origin)}, 4);
       for (const method of ["HEAD", "GET", "POST"]) {
         const request = { method, url: ${JSON.stringify(`${origin}/a`)}, headers: {}, body: undefined, maxResponseBytes: 1000 };
         console.log(String((await transport.send(request, new Cancellation())).status));
         await new Promise((resolve) => setImmediate(resolve));
       }`,
      );
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", import.meta.resolve("tsx"), script], {
        timeout: 15_000,
        env: { ...process.env, NODE_EXTRA_CA_CERTS: authorities },
      });
      expect(stdout.trim()).toBe("200\n200\n200");
      expect(connections()).toBe(1);
    }, 30_000);
  });
});
