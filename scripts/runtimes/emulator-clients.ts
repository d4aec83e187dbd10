import WebSocket, { type RawData } from "ws";
import type { ConnectionEntry, Emulator } from "../../conformance/emulator/index.js";
import type { Connected, Received } from "./check-messages.js";
import { Waiting } from "./wait-for.js";

/** The clients of an emulator: raw ones, which get messages as they are. */
export class Clients {
  readonly #emulator: Emulator;
  readonly #sockets: { webSocket: WebSocket; received: Received[] }[] = [];
  readonly #known = new Set<string>();
  readonly #waiting = new Waiting();
  #connecting: Promise<unknown> = Promise.resolve();

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** One after the other, so that it is certain whose connection is the new one. */
  connect(url: string): Promise<Connected> {
    const connected = this.#connecting.then(() => this.#connect(url));
    this.#connecting = connected.catch(() => undefined);
    return connected;
  }

  async #connect(url: string): Promise<Connected> {
    const webSocket = new WebSocket(url);
    const received: Received[] = [];
    webSocket.on("message", (data, isBinary) => {
      received.push(frameOf(data, isBinary));
      this.#waiting.look();
    });
    await new Promise((resolve, reject) => webSocket.once("open", resolve).once("error", reject));
    const socket = this.#sockets.push({ webSocket, received }) - 1;
    const { connectionId } = await this.#emulator.log.waitFor<ConnectionEntry>(
      (entry) =>
        entry.kind === "connection" && entry.event === "connected" && !this.#known.has(`${entry.connectionId}`),
    );
    this.#known.add(`${connectionId}`);
    return { socket, connectionId: `${connectionId}` };
  }

  /** What a client has received, once it is that much. @throws {Error} if it does not come */
  async received(socket: number, count: number): Promise<Received[]> {
    const received = this.#sockets[socket]?.received ?? [];
    await this.#waiting.until(() => received.length >= count, `frame number ${count} of client ${socket}`);
    return received;
  }

  close(): void {
    for (const { webSocket } of this.#sockets) webSocket.terminate();
  }
}

function frameOf(data: RawData, isBinary: boolean): Received {
  // A Buffer, as `ws` gives it unless it is told otherwise.
  const bytes = data as Buffer;
  return isBinary ? { bytes: [...bytes] } : { text: bytes.toString() };
}
