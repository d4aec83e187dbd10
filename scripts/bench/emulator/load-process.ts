/** Many clients in one process. Built on plain sockets, because the client of node:http is slower than its server. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { handleCalls } from "../child-process.js";
import type { LoadProcess } from "./emulator-processes.js";
import { FrameCounter } from "./frame-counter.js";

const BATCH_SIZE = 100;
const END_OF_HEAD = "\r\n\r\n";

let frames = 0;
let framesArrived = () => {};

handleCalls<LoadProcess>({
  async connect({ url, count, greetings }) {
    for (let open = 0; open < count; open += BATCH_SIZE) {
      await Promise.all(Array.from({ length: Math.min(BATCH_SIZE, count - open) }, () => openClient(url, greetings)));
    }
  },
  async post({ url, headers, body, count, inFlight, frames: expected }) {
    const sockets = await Promise.all(Array.from({ length: inFlight }, () => open(url)));
    const request = requestOf(url, headers, body);
    const start = performance.now();
    const arrived = waitForFrames(expected);
    await Promise.all(sockets.map((socket, index) => postMany(socket, request, share(count, inFlight, index))));
    await arrived;
    const elapsed = performance.now() - start;
    for (const socket of sockets) socket.destroy();
    return elapsed;
  },
});

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  return socket;
}

/** Opens a WebSocket and waits for `greetings` frames. Later frames are counted in `frames`. */
async function openClient(url: string, greetings: number): Promise<void> {
  const socket = await open(url);
  const { host, pathname, search } = new URL(url);
  const head = [
    `GET ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol: json.webpubsub.azure.v1",
  ];
  socket.write(head.join("\r\n") + END_OF_HEAD);
  const counter = new FrameCounter();
  counter.push(await readHandshake(socket));
  while (counter.frames < greetings) counter.push(await nextChunk(socket));
  socket.on("data", (chunk) => {
    frames += counter.push(chunk);
    framesArrived();
  });
  socket.resume();
}

/** @returns what arrived after the head of the response */
async function readHandshake(socket: Socket): Promise<Buffer> {
  let received = Buffer.alloc(0);
  while (!received.includes(END_OF_HEAD)) received = Buffer.concat([received, await nextChunk(socket)]);
  const end = received.indexOf(END_OF_HEAD);
  const head = received.toString("latin1", 0, end);
  if (!head.startsWith("HTTP/1.1 101 ")) throw new Error(`The handshake was rejected:\n${head}`);
  return received.subarray(end + END_OF_HEAD.length);
}

/** @throws {Error} if the socket closes first */
function nextChunk(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error("The socket of a client was closed."));
    socket.once("close", closed);
    socket.once("data", (chunk) => {
      socket.off("close", closed);
      // Data that arrives before the next listener waits in the socket.
      socket.pause();
      resolve(chunk);
    });
    socket.resume();
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

/** Sends one request after the other. A response is a head only, because 202 has no body. */
function postMany(socket: Socket, request: Buffer, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = count;
    let response = "";
    socket.on("data", (chunk) => {
      response += chunk.toString("latin1");
      if (!response.endsWith(END_OF_HEAD)) return;
      if (!response.startsWith("HTTP/1.1 202 ")) reject(new Error(response));
      response = "";
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
