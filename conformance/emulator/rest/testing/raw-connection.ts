import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { Emulator } from "../../index.js";

/** A TCP connection for tests that write every byte themselves. */
export class RawConnection {
  readonly socket: Socket;
  /** Everything received. Resolves when the connection is closed or reset. */
  readonly all: Promise<string>;
  #received = "";

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#received += text;
    });
    // The server may reset the connection.
    socket.on("error", () => {});
    this.all = new Promise((resolve) => socket.on("close", () => resolve(this.#received)));
  }

  static async open({ endpoint }: Emulator): Promise<RawConnection> {
    const { hostname, port } = new URL(endpoint);
    const connection = new RawConnection(connect(Number(port), hostname));
    onTestFinished(() => void connection.socket.destroy());
    await new Promise((resolve) => connection.socket.once("connect", resolve));
    return connection;
  }

  write(bytes: string | Uint8Array): this {
    this.socket.write(bytes);
    return this;
  }

  /** Waits until `text` was received. @returns everything received so far @throws {Error} if the connection closes before */
  async until(text: string | RegExp): Promise<string> {
    while (this.#received.search(text) < 0) {
      await new Promise<void>((resolve, reject) => {
        const { socket } = this;
        const clean = () => socket.off("data", came).off("close", gone);
        const came = () => {
          clean();
          resolve();
        };
        const gone = () => {
          clean();
          reject(new Error(`closed after ${JSON.stringify(this.#received)}`));
        };
        socket.once("data", came).once("close", gone);
      });
    }
    return this.#received;
  }
}

/** Sends the bytes on a new connection, ends its sending side, and returns what it receives. */
export async function exchangeBytes(emulator: Emulator, bytes: string | Uint8Array): Promise<string> {
  const connection = await RawConnection.open(emulator);
  connection.socket.end(bytes);
  return connection.all;
}
