import { InvalidInputError } from "../shared/invalid-input.js";

/** Counts the calls in progress, so that closing a client can wait for them. */
export class OpenCalls {
  readonly #closeConnections: () => Promise<void>;
  #pendingCalls = 0;
  #notifyIdle: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  /** @param closeConnections called once, when the last call has ended */
  constructor(closeConnections: () => Promise<void>) {
    this.#closeConnections = closeConnections;
  }

  /** @throws {InvalidInputError} if the client is closed */
  begin(): void {
    if (this.#closed !== undefined) {
      throw new InvalidInputError("The client is closed. Create another one with createClient.");
    }
    this.#pendingCalls += 1;
  }

  end(): void {
    this.#pendingCalls -= 1;
    if (this.#pendingCalls === 0) this.#notifyIdle?.();
  }

  /** Rejects new calls from now on; resolves when the calls in progress have ended and the connections are closed. */
  close(): Promise<void> {
    this.#closed ??= this.#closeOnceIdle();
    return this.#closed;
  }

  async #closeOnceIdle(): Promise<void> {
    if (this.#pendingCalls > 0) {
      await new Promise<void>((resolve) => {
        this.#notifyIdle = resolve;
      });
    }
    await this.#closeConnections();
  }
}
