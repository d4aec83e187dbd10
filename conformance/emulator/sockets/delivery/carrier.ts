import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { OutgoingFrame } from "../frames/frame.js";
import type { Received } from "./inbox.js";

/** Who is told what happens to a socket, until the socket is let go. */
export interface CarrierOwner {
  received(received: Received): void;
  /** There is room for more frames. */
  drained(): void;
  /** The client broke the rules of WebSocket, for which `ws` is closing the socket. Nothing else is told after it. */
  violated(reason: string): void;
  /**
   * The socket is gone.
   *
   * @param code as in the client's close frame; 1005 where that has none, 1006 where there was none
   * @param reason why, if that was our doing; otherwise empty
   */
  lost(code: number, reason: string): void;
}

/** The WebSocket that carries a connection for as long as it holds. */
export class Carrier {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  #owner: CarrierOwner | undefined;
  /** Whether anything came since the last look, and whether something was asked for. */
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
      // Of other errors the loss of the socket is told, which follows.
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

  /** Whether a frame can be sent: the socket is open, and what was sent before did not pile up. */
  get ready(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && !this.#stream.writableNeedDrain;
  }

  /** How many bytes pile up. */
  get bufferedBytes(): number {
    return this.#stream.writableLength;
  }

  /** Sends the frame, whether it is ready or not; not if it is closed. @returns whether it was sent */
  send({ wire }: OutgoingFrame): boolean {
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    corkUntilNextTurn(this.#stream);
    this.#stream.write(wire);
    return true;
  }

  setReading(reading: boolean): void {
    if (reading) this.#socket.resume();
    else this.#socket.pause();
  }

  /** Asks a client whether it is there; one that said nothing since it was asked last loses the socket. */
  ping(): void {
    if (this.#isAlive) {
      this.#isAlive = false;
      this.#socket.ping();
    } else {
      this.#lossReason = "PingTimeout";
      this.#socket.terminate();
    }
  }

  /** Closes the socket after what was sent before, and lets it go. @param reason 123 bytes of UTF-8 at the most */
  close(code: number, reason: string): void {
    this.#owner = undefined;
    // A socket that is not read would not see the client's answer.
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  /** Cuts the socket, and lets it go. */
  terminate(): void {
    this.#owner = undefined;
    this.#socket.terminate();
  }
}

/** As it was when this module was loaded: a test may put another in its place, whose time stands still. */
const runAfterTurn = setImmediate;
const corkedStreams = new Set<Duplex>();

/** What is written to a stream in one turn of the event loop goes to the system in one call, which is what takes time. */
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
