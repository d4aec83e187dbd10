import type { AckId } from "../frames/client-frame.js";

const MAX_REMEMBERED_ACK_IDS = 1000;

/** The ack ids of requests that succeeded on a connection: the last {@link MAX_REMEMBERED_ACK_IDS}. */
export class SeenAckIds {
  readonly #seen = new Set<AckId>();

  has(id: AckId): boolean {
    return this.#seen.has(id);
  }

  add(id: AckId): void {
    this.#seen.add(id);
    if (this.#seen.size <= MAX_REMEMBERED_ACK_IDS) return;
    const [oldest] = this.#seen;
    if (oldest !== undefined) this.#seen.delete(oldest);
  }
}
