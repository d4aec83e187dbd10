import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { InvalidInputError } from "../shared/invalid-input.js";
import { startRawServer } from "../testing/raw-server.js";
import { startRecordingServer } from "../testing/recording-server.js";
import { startSecureServer } from "../testing/secure-server.js";
import { Cancellation } from "./cancellation.js";
import { platformTransport } from "./platform.node.js";
import { type OutgoingRequest, type Transport, TransportError } from "./transport.js";

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
  return { method, url, headers: new Headers(headers), body };
}

function send(transport: Transport, line: string, body?: OutgoingRequest["body"]): Promise<Response> {
  return transport.send(requestOf(line, body), new Cancellation());
}

/** An origin that nothing listens at. */
async function deadOrigin(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe("connections", () => {
  // undici does not use a connection again in the turn of the event loop in which a response ended: the server may be about
  // to close it. What is sent in that turn goes out on another.
  test("are used again, after every method, with and without a body", async () => {
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

  test("are two for one who sends as soon as there was an answer", async () => {
    await using server = await startRecordingServer();
    const transport = transportTo(server.origin);
    for (let sent = 0; sent < 20; sent += 1) await send(transport, `POST ${server.origin}/x`, "{}");
    expect(server.connections).toBe(2);
  });

  test("are as many as there are requests at a time, up to the bound; the rest waits", async () => {
    const held: ServerResponse[] = [];
    let most = 0;
    let answered = 0;
    let opened = 0;
    const server = createServer((_, response) => {
      held.push(response);
      most = Math.max(most, held.length);
      // All that can come has come: the bound, or what is left.
      if (held.length < Math.min(3, 10 - answered)) return;
      for (const each of held.splice(0)) {
        answered += 1;
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
    expect({ most, opened }).toEqual({ most: 3, opened: 3 });
  });

  test("that fail leave the bound as it was: all that waits is told, and later requests get through", async () => {
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

  test("to another address, which middleware may send to, are its own", async () => {
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

  test("are closed by `close`, at once; what comes later opens new ones", async () => {
    await using server = await startRawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    const transport = transportTo(server.origin);
    await Promise.all([send(transport, `POST ${server.origin}/a`), send(transport, `POST ${server.origin}/b`)]);
    expect(server.sockets.map(({ destroyed }) => destroyed)).toEqual([false, false]);
    await transport.close();
    await vi.waitUntil(() => server.sockets.every(({ destroyed }) => destroyed));
    await transport.close();
    expect((await send(transport, `POST ${server.origin}/c`)).status).toBe(202);
  });

  test("that are still being made do not keep `close` waiting", async () => {
    // It takes the connection, and never says a word of TLS.
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
});

describe("a request", () => {
  const bytes = new TextEncoder().encode("[“é”]");

  test.for<[what: string, body: OutgoingRequest["body"]]>([
    ["a text", "“é”"],
    ["bytes in the middle of a buffer", bytes.subarray(1, -1)],
    ["an ArrayBuffer", bytes.slice(1, -1).buffer],
    ["a Blob", new Blob(["“é”"], { type: "text/html" })],
    ["a stream", new Blob(["“é”"]).stream()],
  ])("arrives with its body as it was: %s", async ([, body]) => {
    await using server = await startRecordingServer();
    await transportTo(server.origin).send(
      requestOf(`POST ${server.origin}/a`, body, { "Content-Type": "text/plain", "x-own": "1" }),
      new Cancellation(),
    );
    const { body: arrived, headers } = server.onlyRequest();
    expect(arrived.toString()).toBe("“é”");
    expect(headers).toMatchObject({ "content-type": ["text/plain"], "x-own": ["1"] });
  });

  test.for<[what: string, headers: Record<string, string>, said: string]>([
    ["an expectation", { Expect: "100-continue" }, "expect"],
    ["an upgrade", { Upgrade: "h2c" }, "upgrade"],
    ["a length that is not the body's", { "Content-Length": "5" }, "content-length"],
  ])("that cannot be, with %s, is refused, and nothing of it is sent", async ([, headers, said]) => {
    await using server = await startRawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    const transport = transportTo(server.origin);
    const cancellation = new Cancellation();
    const sending = transport.send(requestOf(`POST ${server.origin}/a`, "{}", headers), cancellation);
    await expect(sending).rejects.toThrow(InvalidInputError);
    await expect(sending).rejects.toThrow(new RegExp(`^The request cannot be sent: .*${said}`, "i"));
    expect(cancellation.sent).toBe(false);
    await send(transport, `POST ${server.origin}/b`);
    expect(server.heads.map((head) => head.split("\r\n")[0])).toEqual(["POST /b HTTP/1.1"]);
  });
});

describe("a response", () => {
  test("is a standard one", async () => {
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
    // It must not have one, and so it has none.
    ["GET", "205 Reset Content\r\nContent-Length: 2\r\n\r\n{}"],
  ] as const)("to %s of %j has no body", async ([method, answer]) => {
    await using server = await startRawServer(
      answer.includes("{}") ? `HTTP/1.1 ${answer}` : `HTTP/1.1 ${answer}\r\n\r\n`,
    );
    const response = await send(transportTo(server.origin), `${method} ${server.origin}/a`);
    expect(response.status).toBe(Number(answer.slice(0, 3)));
    expect(response.body).toBeNull();
  });

  test("without a length goes on to the end of the connection", async () => {
    await using server = await startRawServer((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\nto the end"));
    const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
    expect(await response.text()).toBe("to the end");
  });

  test("may take longer than undici would wait: it is for the caller to give it up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    for (const [first, rest] of [
      ["", "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"],
      ["HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{", "}"],
    ] as const) {
      let arrived = (_: Socket) => {};
      const asked = new Promise<Socket>((resolve) => {
        arrived = resolve;
      });
      await using server = await startRawServer((socket) => socket.write(first, () => arrived(socket)));
      const sending = send(transportTo(server.origin), `POST ${server.origin}/a`, "{}");
      const socket = await asked;
      await turn();
      await vi.advanceTimersByTimeAsync(400_000);
      socket.write(rest);
      expect(await (await sending).text()).toBe("{}");
    }
  });

  test("is the last one: those with a status below 200 only say that there will be one", async () => {
    await using server = await startRawServer(
      "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
    );
    const response = await send(transportTo(server.origin), `POST ${server.origin}/a`, "{}");
    expect(response.status).toBe(202);
    expect(response.statusText).toBe("Accepted");
    expect(response.headers.has("Link")).toBe(false);
  });

  test.for([301, 302, 303, 307, 308])("of %i is handed back, and not followed", async (status) => {
    await using server = await startRawServer(
      `HTTP/1.1 ${status} Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n`,
    );
    const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
    expect(response.status).toBe(status);
    expect(response.headers.get("Location")).toBe("/elsewhere");
    expect(server.heads).toHaveLength(1);
  });

  test("with a body is handed on with it as it is, be it no text", async () => {
    const answer = Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"), Buffer.of(0, 255, 10)]);
    await using server = await startRawServer((socket) => socket.write(answer));
    const response = await send(transportTo(server.origin), `GET ${server.origin}/a`);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 10]);
  });
});

describe("there is no response, and what was sent may have arrived, where the server", () => {
  test.for([
    ["says nothing", ""],
    ["speaks another protocol", "220 smtp.example.org ESMTP\r\n"],
    ["speaks TLS", "\x15\x03\x03\x00\x02\x02\x46"],
    ["answers with HTTP/2", "\x00\x00\x12\x04\x00\x00\x00\x00\x00"],
    ["stops in the head", "HTTP/1.1 200 OK\r\nContent-"],
    ["stops after the head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"],
    ["stops in the body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}"],
    ["stops between chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"],
    ["stops after an interim answer", "HTTP/1.1 102 Processing\r\n\r\n"],
    // undici sees an attack in it.
    [
      "goes on with what was not held back",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ],
    ["sends a chunk of no length", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"],
    ["sends two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"],
    ["changes the protocol unasked", "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: a\r\n\r\n"],
    ["sends a status that there is not", "HTTP/1.1 999 Whatever\r\nContent-Length: 0\r\n\r\n"],
    ["sends a head without end", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(100_000)}\r\n\r\n`],
  ] as const)("%s", async ([, answer]) => {
    await using server = await startRawServer((socket) => socket.end(answer, "latin1"));
    const cancellation = new Cancellation();
    const sending = transportTo(server.origin).send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation);
    await expect(sending).rejects.toThrow(TransportError);
    await expect(sending).rejects.toThrow(/\w/);
    expect(cancellation.sent).toBe(true);
    expect(server.heads).toHaveLength(1);
  });

  test("resets the connection", async () => {
    await using server = await startRawServer((socket) => socket.resetAndDestroy());
    const cancellation = new Cancellation();
    const sending = transportTo(server.origin).send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation);
    await expect(sending).rejects.toThrow(/ECONNRESET|other side closed/);
    expect(cancellation.sent).toBe(true);
  });
});

describe("nothing was sent where", () => {
  test.for([
    ["nobody listens", deadOrigin, "ECONNREFUSED"],
    [
      "none of the addresses of a host listens",
      async () => (await deadOrigin()).replace("127.0.0.1", "localhost"),
      "ECONNREFUSED",
    ],
  ] as const)("%s", async ([, origin, said]) => {
    const cancellation = new Cancellation();
    const to = await origin();
    const sending = transportTo(to).send(requestOf(`POST ${to}/a`, "{}"), cancellation);
    await expect(sending).rejects.toThrow(TransportError);
    await expect(sending).rejects.toThrow(new RegExp(said));
    expect(cancellation.sent).toBe(false);
  });

  test("a request was given up while it waited for a connection, and it never is", async () => {
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

describe("what is given up", () => {
  test("before it was sent is not sent", async () => {
    await using server = await startRawServer("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    const transport = transportTo(server.origin);
    const cancellation = new Cancellation();
    cancellation.cancel("why");
    await expect(transport.send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation)).rejects.toBe("why");
    await send(transport, `POST ${server.origin}/b`);
    expect(server.heads.map((head) => head.split(" ")[1])).toEqual(["/b"]);
  });

  test.for([
    ["while there is no answer", ""],
    ["in the middle of the head", "HTTP/1.1 200 OK\r\nConte"],
    ["in the middle of the body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}"],
  ] as const)("%s rejects with the reason and gives its connection up", async ([, answer]) => {
    let arrived = () => {};
    const first = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await using server = await startRawServer((socket, head) => {
      if (head.startsWith("POST /b")) socket.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
      else socket.write(answer, arrived);
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

describe("platformTransport over TLS", () => {
  test("sends nothing to a server whose certificate is not trusted", async () => {
    await using server = await startSecureServer();
    const cancellation = new Cancellation();
    const sending = transportTo(server.origin).send(requestOf(`POST ${server.origin}/a`, "{}"), cancellation);
    await expect(sending).rejects.toThrow(/self-signed certificate/);
    expect(cancellation.sent).toBe(false);
  });
});
