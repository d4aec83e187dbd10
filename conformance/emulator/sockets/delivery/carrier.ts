import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { OutgoingFrame } from "../frames/frame.js";
import type { Received } from "./inbox.js";

/** Gets the events of a socket, until it closes or cuts the socket itself. */
export interface CarrierOwner {
  received(received: Received): void;
  /** The socket can take more frames. */
  drained(): void;
  /** The client violated the WebSocket protocol, and `ws` closes the socket. The last event. */
  violated(reason: string): void;
  /**
   * The socket is closed. The last event.
   *
   * @param code that of the client's close frame; 1005 if the frame has none, 1006 if there was no frame
   * @param reason why the emulator cut the socket; empty if it did not
   */
  lost(code: number, reason: string): void;
}

/** The WebSocket of a connection. A reliable connection may have several, one after the other. */
export class Carrier {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  #owner: CarrierOwner | undefined;
  /** Whether anything was received since the last ping. */
  #isAlive = true;
  #lossReason = "";

  constructor(socket: WebSocket, stream: Duplex, owner: CarrierOwner) {
    this.#socket = socket;
    this.#stream = stream;
    this.#owner = owner;
    socket.on("message", (data, binary) => {
      this.#isAlive = true;
      this.#owner?.received({ data: data as Buffer, binary });
    });
    for (const sign of ["ping", "pong"] as const) {
      socket.on(sign, () => {
        this.#isAlive = true;
      });
    }
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // After other errors the socket closes, which is an event of its own.
      if (!error.code?.startsWith("WS_ERR_")) return;
      const owner = this.#owner;
      this.#owner = undefined;
      owner?.violated(error.message);
    });
    socket.on("close", (code) => {
      const owner = this.#owner;
      this.#owner = undefined;
      owner?.lost(code, this.#lossReason);
    });
    stream.on("drain", () => this.#owner?.drained());
  }

  /** Whether a frame can be sent at once: the socket is open and its buffer is not full. */
  get ready(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && !this.#stream.writableNeedDrain;
  }

  /** The bytes that were sent and not yet passed to the system. */
  get bufferedBytes(): number {
    return this.#stream.writableLength;
  }

  /** Sends the frame, even if the carrier is not ready. @returns false if the socket is closed */
  send({ encoded }: OutgoingFrame): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    corkUntilNextTurn(this.#stream);
    this.#stream.write(encoded);
    return true;
  }

  setReading(reading: boolean): void {
    if (reading) this.#socket.resume();
    else this.#socket.pause();
  }

  /** Sends a ping. If nothing was received since the last one, cuts the socket instead. */
  ping(): void {
    if (this.#isAlive) {
      this.#isAlive = false;
      this.#socket.ping();
    } else {
      this.#lossReason = "PingTimeout";
      this.#socket.terminate();
    }
  }

  /** Closes the socket, after the frames that were sent. @param reason at most 123 bytes of UTF-8 */
  close(code: number, reason: string): void {
    this.#owner = undefined;
    // A paused socket would not receive the close frame of the client.
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  /** Cuts the socket without a close frame. */
  terminate(): void {
    this.#owner = undefined;
    this.#socket.terminate();
  }
}

/** The real one: fake timers of a test may replace `setImmediate` later. */
const runAfterTurn = setImmediate;
const corkedStreams = new Set<Duplex>();

/** Passes everything that is written in one turn of the event loop to the system in one call, for speed. */
function corkUntilNextTurn(stream: Duplex): void {
  if (corkedStreams.has(stream)) return;
  if (corkedStreams.size === 0) runAfterTurn(uncorkAll);
  corkedStreams.add(stream);
  stream.cork();
}

function uncorkAll(): void {
  for (const stream of corkedStreams) stream.uncork();
  corkedStreams.clear();
}
