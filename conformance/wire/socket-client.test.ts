import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { TargetUnreachableError } from "../targets/target.js";
import { HandshakeRejectedError, JSON_PROTOCOL, SocketClient } from "./socket-client.js";
import type { FrameRecord } from "./transcript.js";

/** A server whose handler gets each socket. */
async function serve(onConnection: (socket: WebSocket) => void): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", onConnection);
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  await once(server, "listening");
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Opens a client called alice. */
async function open(url: string, timeoutMs = 5000, protocols = [JSON_PROTOCOL]) {
  const entries: FrameRecord[] = [];
  const onEntry = (entry: FrameRecord) => entries.push(entry);
  const client = await SocketClient.open(url, { name: "alice", protocols, headers: {}, timeoutMs, onEntry });
  onTestFinished(() => client.terminate());
  return { client, entries };
}

describe("SocketClient.open", () => {
  test("throws an error with the status of a rejected handshake", async () => {
    const server = createServer((_, response) => response.writeHead(401).end()).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close().closeAllConnections());
    await once(server, "listening");
    const error = await open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(HandshakeRejectedError);
    expect(error).toMatchObject({ status: 401, difference: "The handshake was rejected with 401." });
  });

  test("reports that it could not connect if nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    await expect(open(`ws://127.0.0.1:${port}/client`)).rejects.toThrow(
      new TargetUnreachableError(`Could not connect to http://127.0.0.1:${port} (ECONNREFUSED).`),
    );
  });

  test("reports how the handshake failed if the connection breaks", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    server.on("upgrade", (_, socket) => socket.destroy());
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expect(open(`ws://127.0.0.1:${port}`)).rejects.toMatchObject({
      name: "ConformanceError",
      difference: "The handshake of alice failed: socket hang up.",
    });
  });
});

describe("SocketClient", () => {
  test("reads frames in the order in which they arrived, and records them", async () => {
    const url = await serve((socket) => {
      socket.send('{"type":"system"}');
      socket.send("not JSON");
      socket.send(Uint8Array.of(1, 255));
    });
    const { client, entries } = await open(url);
    expect(await client.next()).toEqual({ type: "system" });
    expect(await client.next()).toBe("not JSON");
    expect(await client.next()).toEqual(Uint8Array.of(1, 255));
    expect(entries.map(({ direction, text }) => [direction, text])).toEqual([
      ["received", '{"type":"system"}'],
      ["received", "not JSON"],
      ["received", "2 bytes: 01ff"],
    ]);
  });

  test("leaves the text of a simple client unparsed", async () => {
    const url = await serve((socket) => socket.send('{"a":1}'));
    const { client } = await open(url, 5000, []);
    expect(await client.next()).toBe('{"a":1}');
  });

  test("returns an ack with the frames before it", async () => {
    const url = await serve((socket) =>
      socket.on("message", () => {
        socket.send('{"type":"message","data":1}');
        socket.send('{"type":"ack","ackId":6,"success":true}');
        socket.send('{"type":"ack","ackId":7,"success":true}');
      }),
    );
    const { client, entries } = await open(url);
    expect(await client.sendAndAwaitAck({ type: "joinGroup", group: "g", ackId: 7 })).toEqual({
      ack: { type: "ack", ackId: 7, success: true },
      before: [
        { type: "message", data: 1 },
        { type: "ack", ackId: 6, success: true },
      ],
    });
    expect(entries[0]).toMatchObject({ direction: "sent", text: '{"type":"joinGroup","group":"g","ackId":7}' });
  });

  test("reports that no frame arrived in time", async () => {
    const url = await serve(() => {});
    const { client } = await open(url, 1000);
    await expect(client.next()).rejects.toMatchObject({ difference: "alice received no frame within 1,000 ms." });
  });

  test.for([
    [1008, "Too slow", "alice expected a frame, but the socket closed (1008 Too slow)."],
    [1000, "", "alice expected a frame, but the socket closed (1000)."],
  ] as const)(
    "reports that the socket closed with %i %s while it waited for a frame",
    async ([code, reason, message]) => {
      const url = await serve((socket) => socket.close(code, reason));
      const { client, entries } = await open(url);
      await expect(client.next()).rejects.toMatchObject({ difference: message });
      expect(await client.closed()).toEqual({ code, reason });
      expect(entries).toEqual([{ client: "alice", direction: "closed", text: `${code} ${reason}`.trim() }]);
    },
  );

  test("reports that the socket was not closed in time", async () => {
    const url = await serve(() => {});
    const { client } = await open(url, 1000);
    await expect(client.closed()).rejects.toMatchObject({
      difference: "The socket of alice is still open after 1,000 ms.",
    });
  });
});
