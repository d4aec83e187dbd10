import { once } from "node:events";
import { WebSocket } from "ws";

interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
}

interface Pending {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A connection to a browser by the Chrome DevTools Protocol. */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => this.#receive(JSON.parse(String(data)) as Message));
    socket.on("close", () => {
      for (const { method, reject } of this.#pending.values()) reject(new Error(`${method}: the browser is gone.`));
      this.#pending.clear();
    });
  }

  static async connect(address: string): Promise<DevTools> {
    const socket = new WebSocket(address, { perMessageDeflate: false, maxPayload: 0 });
    await once(socket, "open");
    return new DevTools(socket);
  }

  /** Sends a command, to a session or to the browser, and gives its result. */
  send<T>(method: string, params: object = {}, sessionId?: string): Promise<T> {
    this.#sent += 1;
    const id = this.#sent;
    return new Promise<T>((resolve, reject) => {
      this.#pending.set(id, { method, resolve: resolve as (result: unknown) => void, reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) }));
    });
  }

  /** Hears one kind of event of a session. */
  on<T>(method: string, sessionId: string, heard: (params: T) => void): void {
    this.#listeners.set(`${sessionId} ${method}`, heard as (params: unknown) => void);
  }

  close(): void {
    this.#socket.close();
  }

  #receive({ id, result, error, method, params, sessionId }: Message): void {
    if (id === undefined) {
      this.#listeners.get(`${sessionId} ${method}`)?.(params);
      return;
    }
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error !== undefined) pending?.reject(new Error(`${pending.method}: ${error.message}`));
    else pending?.resolve(result);
  }
}
