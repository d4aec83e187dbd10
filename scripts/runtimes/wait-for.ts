/** How long is waited, in milliseconds: less than a check may take, so that what was missing is said. */
const WAIT_TIMEOUT_MS = 10_000;

/** Waits for what has to come, and is looked for whenever something has. */
export class Waiting {
  readonly #looking = new Set<() => void>();

  /** To be called when something has come. */
  look(): void {
    for (const look of [...this.#looking]) look();
  }

  /** @throws {Error} if it does not come */
  until(isThere: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!isThere()) return;
        stop();
        resolve();
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Waited ${WAIT_TIMEOUT_MS / 1000} s for ${what}.`));
      }, WAIT_TIMEOUT_MS);
      const stop = () => {
        clearTimeout(timer);
        this.#looking.delete(look);
      };
      this.#looking.add(look);
      look();
    });
  }
}
