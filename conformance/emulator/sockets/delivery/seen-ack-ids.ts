import type { AckId } from "../frames/client-frame.js";

const KEPT = 1000;

/** The ack ids of a connection that were acted on, of which the last thousand are remembered. */
export class AckIds {
  readonly #known = new Set<AckId>();

  has(id: AckId): boolean {
    return this.#known.has(id);
  }

  add(id: AckId): void {
    this.#known.add(id);
    if (this.#known.size <= KEPT) return;
    const [oldest] = this.#known;
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
