import WebSocket, { type RawData } from "ws";
import type { ConnectionEntry, Emulator } from "../../conformance/emulator/index.js";
import type { Connected, Received } from "./check-messages.js";
import { ConditionWaiter } from "./wait-for.js";

/** Simple clients of an emulator. They receive the content of messages without an envelope. */
export class EmulatorClients {
  readonly #emulator: Emulator;
  readonly #sockets: { webSocket: WebSocket; received: Received[] }[] = [];
  readonly #connectionIds = new Set<string>();
  readonly #waiter = new ConditionWaiter();
  #connecting: Promise<unknown> = Promise.resolve();

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Connects one client at a time, so that the newest connection in the log belongs to this client. */
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
      this.#waiter.check();
    });
    await new Promise((resolve, reject) => webSocket.once("open", resolve).once("error", reject));
    const socket = this.#sockets.push({ webSocket, received }) - 1;
    const isNew = (entry: ConnectionEntry) =>
      entry.event === "connected" && !this.#connectionIds.has(`${entry.connectionId}`);
    const { connectionId } = await this.#emulator.log.waitFor<ConnectionEntry>(
      (entry) => entry.kind === "connection" && isNew(entry),
    );
    this.#connectionIds.add(`${connectionId}`);
    return { socket, connectionId: `${connectionId}` };
  }

  /** The frames that a client has received, as soon as there are `count`. @throws {Error} if they do not arrive in time */
  async received(socket: number, count: number): Promise<Received[]> {
    const received = this.#sockets[socket]?.received ?? [];
    await this.#waiter.until(() => received.length >= count, `frame ${count} of client ${socket}`);
    return received;
  }

  close(): void {
    for (const { webSocket } of this.#sockets) webSocket.terminate();
  }
}

function frameOf(data: RawData, isBinary: boolean): Received {
  // `ws` passes a Buffer by default.
  const bytes = data as Buffer;
  return isBinary ? { bytes: [...bytes] } : { text: bytes.toString() };
}
