import { WebSocket } from "ws";
import { TargetUnreachableError } from "../targets/target.js";
import { ConformanceError } from "./conformance-error.js";
import type { FrameRecord } from "./transcript.js";

export const JSON_PROTOCOL = "json.webpubsub.azure.v1";
export const RELIABLE_PROTOCOL = "json.reliable.webpubsub.azure.v1";

/** A frame of a JSON subprotocol; of a raw client its text or its bytes. */
export type ReceivedFrame = Readonly<Record<string, unknown>> | string | Uint8Array;

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface SocketOptions {
  /** As reports call it. */
  readonly name: string;
  readonly protocols: readonly string[];
  /** In milliseconds. */
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly onEntry: (step: FrameRecord) => void;
}

/** A client of the service whose frames are taken one after the other, so that nothing can be overlooked. */
export class SocketClient {
  readonly name: string;
  /** As the service told in its first frame; empty for a raw client, which is not told. */
  id = "";
  /** The frame that told it; empty for a raw client. */
  connected: Readonly<Record<string, unknown>> = {};
  hub = "";
  /** Empty: anonymous. */
  userId = "";
  /** For a reliable client. */
  reconnectionToken = "";
  readonly socket: WebSocket;
  readonly #options: SocketOptions;
  readonly #arrived: ReceivedFrame[] = [];
  readonly #closed: Promise<Closed>;
  #ended: Closed | undefined;
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
   * @throws {ConformanceError} if the handshake is refused
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
                `Nothing answers at ${new URL(url.replace(/^ws/, "http")).origin} (${error.code}).`,
              )
            : new ConformanceError(`The handshake of ${options.name} failed: ${error.message}.`),
        ),
      );
    });
    return client;
  }

  /** The next frame. @throws {ConformanceError} if none comes in time, or the socket is closed */
  async next(): Promise<ReceivedFrame> {
    const deadline = Date.now() + this.#options.timeoutMs;
    for (;;) {
      const frame = this.#arrived.shift();
      if (frame !== undefined) return frame;
      if (this.#ended !== undefined) {
        const { code, reason } = this.#ended;
        throw new ConformanceError(
          `${this.name} was to get a frame, and its socket was closed with ${code} ${reason}`.trim(),
        );
      }
      const left = deadline - Date.now();
      if (left <= 0)
        throw new ConformanceError(`${this.name} was to get a frame, and got none in ${this.#options.timeoutMs} ms.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** How the socket was closed. @throws {ConformanceError} if it is not, in time */
  async closed(): Promise<Closed> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const { timeoutMs } = this.#options;
      const said = `The socket of ${this.name} was to be closed, and is not after ${timeoutMs} ms.`;
      timer = setTimeout(() => reject(new ConformanceError(said)), timeoutMs);
    });
    try {
      return await Promise.race([this.#closed, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a frame: an object as JSON, text and bytes as they are. */
  send(frame: ReceivedFrame): void {
    const text = typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame);
    this.#options.onEntry({
      client: this.name,
      direction: "sent",
      text: typeof text === "string" ? text : `${text.length} bytes`,
    });
    this.socket.send(text);
  }

  /** Sends a frame with an `ackId`, and takes what comes until its ack does. */
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

  /** Loses the socket without a word, as a network does. */
  terminate(): void {
    this.socket.terminate();
  }

  /** Closes the socket, and waits until it is. */
  async close(): Promise<void> {
    this.socket.close(1000);
    await this.closed();
  }

  #parse(text: string): ReceivedFrame {
    if (this.socket.protocol === "") return text;
    try {
      return JSON.parse(text) as ReceivedFrame;
    } catch {
      return text;
    }
  }
}

/** A client may not connect, said by the status of the answer. */
export class HandshakeRejectedError extends ConformanceError {
  readonly status: number;

  constructor(status: number) {
    super(`The handshake was answered with ${status}.`);
    this.status = status;
  }
}
