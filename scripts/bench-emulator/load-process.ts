/** A process of clients. Written on bare sockets, because node:http's client is slower than its server. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { answer } from "../bench/child-process.js";
import type { LoadProcess } from "./emulator-processes.js";
import { FrameCounter } from "./frame-counter.js";

const AT_ONCE = 100;
const END_OF_HEAD = "\r\n\r\n";

let frames = 0;
let framesArrived = () => {};

answer<LoadProcess>({
  async connect({ url, count, greetings }) {
    for (let open = 0; open < count; open += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - open) }, () => openClient(url, greetings)));
    }
  },
  async post({ url, headers, body, count, inFlight, frames: expected }) {
    const sockets = await Promise.all(Array.from({ length: inFlight }, () => open(url)));
    const request = requestOf(url, headers, body);
    const start = performance.now();
    const arrived = waitForFrames(expected);
    await Promise.all(sockets.map((socket, index) => postMany(socket, request, share(count, inFlight, index))));
    await arrived;
    const took = performance.now() - start;
    for (const socket of sockets) socket.destroy();
    return took;
  },
});

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  return socket;
}

async function openClient(url: string, greetings: number): Promise<void> {
  const socket = await open(url);
  const { host, pathname, search } = new URL(url);
  socket.write(
    [
      `GET ${pathname}${search} HTTP/1.1`,
      `Host: ${host}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Protocol: json.webpubsub.azure.v1",
      END_OF_HEAD,
    ]
      .join("\r\n")
      .replace("\r\n\r\n\r\n", END_OF_HEAD),
  );
  const counter = new FrameCounter();
  await new Promise<void>((resolve, reject) => {
    let head = "";
    socket.on("data", (chunk) => {
      if (!head.includes(END_OF_HEAD)) {
        head += chunk.toString("latin1");
        const end = head.indexOf(END_OF_HEAD);
        if (end < 0) return;
        if (!head.startsWith("HTTP/1.1 101 ")) reject(new Error(head));
        counter.push(Buffer.from(head.slice(end + END_OF_HEAD.length), "latin1"));
      } else if (counter.frames >= greetings) {
        frames += counter.push(chunk);
        framesArrived();
      } else counter.push(chunk);
      if (counter.frames >= greetings) resolve();
    });
    socket.on("close", () => reject(new Error("A client's socket was closed.")));
  });
}

function waitForFrames(expected: number): Promise<void> {
  frames = 0;
  if (expected === 0) return Promise.resolve();
  return new Promise((resolve) => {
    framesArrived = () => {
      if (frames >= expected) resolve();
    };
  });
}

function requestOf(url: string, headers: Record<string, string>, body: string): Buffer {
  const { host, pathname, search } = new URL(url);
  const all = { Host: host, ...headers, "Content-Length": Buffer.byteLength(body) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname}${search} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

/** One after the other: an answer is its head alone, since 202 has no body. */
function postMany(socket: Socket, request: Buffer, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = count;
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (!answer.endsWith(END_OF_HEAD)) return;
      if (!answer.startsWith("HTTP/1.1 202 ")) reject(new Error(answer));
      answer = "";
      left -= 1;
      if (left === 0) resolve();
      else socket.write(request);
    });
    socket.write(request);
  });
}

function share(count: number, parts: number, index: number): number {
  return Math.floor(count / parts) + (index < count % parts ? 1 : 0);
}
