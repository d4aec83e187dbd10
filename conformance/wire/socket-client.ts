import { WebSocket } from "ws";
import { TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { FrameRecord } from "./transcript.js";

export const JSON_PROTOCOL = "json.webpubsub.azure.v1";
export const RELIABLE_PROTOCOL = "json.reliable.webpubsub.azure.v1";

/** A frame of a JSON subprotocol, parsed; for a simple client, its text or its bytes. */
export type ReceivedFrame = Readonly<Record<string, unknown>> | string | Uint8Array;

/** How a socket was closed. */
export interface SocketClose {
  readonly code: number;
  readonly reason: string;
}

export interface SocketOptions {
  /** What reports call the client. */
  readonly name: string;
  /** The subprotocols that the client offers. */
  readonly protocols: readonly string[];
  /** How long the handshake, a frame or a close may take. */
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Called with each frame, and with the end of the connection. */
  readonly onEntry: (entry: FrameRecord) => void;
}

/** A WebSocket client of the service. Its frames are read one after the other, so that none is overlooked. */
export class SocketClient {
  readonly name: string;
  /** The id of the connection, from the `connected` frame; empty for a simple client, which gets none. */
  id = "";
  /** The `connected` frame; empty for a simple client. */
  connected: Readonly<Record<string, unknown>> = {};
  hub = "";
  /** Empty for an anonymous client. */
  userId = "";
  /** Empty unless the client is reliable. */
  reconnectionToken = "";
  readonly socket: WebSocket;
  readonly #options: SocketOptions;
  readonly #arrived: ReceivedFrame[] = [];
  readonly #closed: Promise<SocketClose>;
  #ended: SocketClose | undefined;
  #wake: (() => void) | undefined;

  private constructor(socket: WebSocket, options: SocketOptions) {
    this.name = options.name;
    this.socket = socket;
    this.#options = options;
    socket.on("message", (data: Buffer, binary) => {
      options.onEntry({
        client: this.name,
        direction: "received",
        text: binary ? `${data.length} bytes: ${data.toString("hex")}` : data.toString(),
      });
      this.#arrived.push(binary ? new Uint8Array(data) : this.#parse(data.toString()));
      this.#wake?.();
    });
    this.#closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        this.#ended = { code, reason: reason.toString() };
        options.onEntry({ client: this.name, direction: "closed", text: `${code} ${reason.toString()}`.trim() });
        this.#wake?.();
        resolve(this.#ended);
      });
    });
    socket.on("error", () => {});
  }

  /**
   * Connects a client.
   *
   * @throws {HandshakeRejectedError} if the server rejects the handshake
   * @throws {ConformanceError} if the handshake fails otherwise
   * @throws {TargetUnreachableError} if there is no connection
   */
  static async open(url: string, options: SocketOptions): Promise<SocketClient> {
    const socket = new WebSocket(url, [...options.protocols], {
      headers: options.headers,
      handshakeTimeout: options.timeoutMs,
      perMessageDeflate: false,
    });
    const client = new SocketClient(socket, options);
    await new Promise<void>((resolve, reject) => {
      socket.on("open", resolve);
      socket.on("unexpected-response", (request, response) => {
        request.destroy();
        reject(new HandshakeRejectedError(response.statusCode ?? 0));
      });
      socket.on("error", (error: NodeJS.ErrnoException) =>
        reject(
          error.code === "ECONNREFUSED"
            ? new TargetUnreachableError(
                `Could not connect to ${new URL(url.replace(/^ws/, "http")).origin} (${error.code}).`,
              )
            : new ConformanceError(`The handshake of ${options.name} failed: ${error.message}.`),
        ),
      );
    });
    return client;
  }

  /**
   * Reads the next frame.
   *
   * @throws {ConformanceError} if none arrives in time, or the socket is closed
   */
  async next(): Promise<ReceivedFrame> {
    const deadline = Date.now() + this.#options.timeoutMs;
    for (;;) {
      const frame = this.#arrived.shift();
      if (frame !== undefined) return frame;
      if (this.#ended !== undefined) {
        const { code, reason } = this.#ended;
        throw new ConformanceError(
          `${this.name} expected a frame, but the socket closed (${`${code} ${reason}`.trim()}).`,
        );
      }
      const left = deadline - Date.now();
      if (left <= 0)
        throw new ConformanceError(`${this.name} received no frame within ${milliseconds(this.#options.timeoutMs)}.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /**
   * Waits until the socket is closed.
   *
   * @throws {ConformanceError} if it is not closed in time
   */
  async closed(): Promise<SocketClose> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const { timeoutMs } = this.#options;
      const message = `The socket of ${this.name} is still open after ${milliseconds(timeoutMs)}.`;
      timer = setTimeout(() => reject(new ConformanceError(message)), timeoutMs);
    });
    try {
      return await Promise.race([this.#closed, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a frame: an object as JSON, text and bytes unchanged. */
  send(frame: ReceivedFrame): void {
    const data = typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame);
    this.#options.onEntry({
      client: this.name,
      direction: "sent",
      text: typeof data === "string" ? data : `${data.length} bytes`,
    });
    this.socket.send(data);
  }

  /**
   * Sends a frame with an `ackId`, and reads frames until its ack arrives.
   *
   * @returns the ack, and the frames before it
   * @throws {ConformanceError} if the ack does not arrive in time, or the socket is closed
   */
  async sendAndAwaitAck(
    frame: Readonly<Record<string, unknown>>,
  ): Promise<{ ack: Readonly<Record<string, unknown>>; before: ReceivedFrame[] }> {
    this.send(frame);
    const before: ReceivedFrame[] = [];
    for (;;) {
      const next = await this.next();
      if (
        typeof next === "object" &&
        "type" in next &&
        next.type === "ack" &&
        String(next.ackId) === String(frame.ackId)
      )
        return { ack: next, before };
      before.push(next);
    }
  }

  /** Ends the connection without a close frame, as a network failure does. */
  terminate(): void {
    this.socket.terminate();
  }

  /** Closes the socket with 1000, and waits until it is closed. */
  async close(): Promise<void> {
    this.socket.close(1000);
    await this.closed();
  }

  #parse(text: string): ReceivedFrame {
    if (this.socket.protocol === "") return text;
    try {
      const frame = JSON.parse(text) as unknown;
      return typeof frame === "object" && frame !== null ? (frame as ReceivedFrame) : text;
    } catch {
      return text;
    }
  }
}

/** The server rejected the handshake. */
export class HandshakeRejectedError extends ConformanceError {
  /** The status of the response. */
  readonly status: number;

  constructor(status: number) {
    super(`The handshake was rejected with ${status}.`);
    this.status = status;
  }
}

function milliseconds(time: number): string {
  return `${time.toLocaleString("en")} ms`;
}
