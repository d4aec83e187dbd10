import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";

export const JSON_V1 = "json.webpubsub.azure.v1";
export const RELIABLE_V1 = "json.reliable.webpubsub.azure.v1";

export interface SocketClosure {
  readonly code: number;
  readonly reason: string;
}

/** A client whose frames are taken one after the other, so that a test cannot miss one. */
export class TestClient {
  readonly socket: WebSocket;
  readonly closed: Promise<SocketClosure>;
  readonly #arrived: unknown[] = [];
  readonly #awaited: { resolve: (frame: unknown) => void; reject: (error: Error) => void }[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer, binary) => {
      const frame = binary ? data : socket.protocol === "" ? data.toString() : JSON.parse(data.toString());
      const awaited = this.#awaited.shift();
      if (awaited === undefined) this.#arrived.push(frame);
      else awaited.resolve(frame);
    });
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        for (const { reject } of this.#awaited.splice(0)) reject(new Error(`closed with ${code} ${reason}`));
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on("error", () => {});
  }

  /** @throws {Error} if the handshake is rejected */
  static async connect(url: string, protocol?: string | string[]): Promise<TestClient> {
    const socket = new WebSocket(url, protocol ?? []);
    const client = new TestClient(socket);
    onTestFinished(() => socket.terminate());
    await once(socket, "open");
    return client;
  }

  /** Connects and takes the `connected` frame. */
  static async connectJson(url: string, protocol = JSON_V1): Promise<TestClient & { id: string; token: string }> {
    const client = await TestClient.connect(url, protocol);
    const { connectionId: id, reconnectionToken: token } = (await client.next()) as Record<string, string>;
    return Object.assign(client, { id: id ?? "", token: token ?? "" });
  }

  /** Waits for the next frame: a parsed value with a subprotocol, text or bytes without. @throws {Error} if the socket closes before */
  next(): Promise<unknown> {
    if (this.#arrived.length > 0) return Promise.resolve(this.#arrived.shift());
    if (this.socket.readyState === WebSocket.CLOSED) return Promise.reject(new Error("closed already"));
    return new Promise((resolve, reject) => this.#awaited.push({ resolve, reject }));
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** Sends a frame and takes the next one. */
  sendAndReceive(frame: unknown): Promise<unknown> {
    this.send(frame);
    return this.next();
  }
}

/** The response to a handshake that is rejected. */
export async function rejectedHandshake(
  url: string,
  options: { protocol?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number | undefined; headers: IncomingMessage["headers"]; body: string }> {
  const socket = new WebSocket(url, options.protocol ?? [], { headers: options.headers ?? {} });
  socket.on("error", () => {});
  socket.on("open", () => socket.terminate());
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    socket.on("unexpected-response", (_request, response) => resolve(response));
    socket.on("open", () => reject(new Error("The handshake was accepted.")));
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
}
