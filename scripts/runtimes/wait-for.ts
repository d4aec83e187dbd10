/** Less than the limit of a check, so that a failed check names what did not happen. */
const WAIT_TIMEOUT_MS = 10_000;

/** Waits for conditions that are checked on events instead of by polling. */
export class ConditionWaiter {
  readonly #checks = new Set<() => void>();

  /** Checks all conditions. Must be called after each event that can meet one. */
  check(): void {
    for (const check of [...this.#checks]) check();
  }

  /** @throws {Error} that names `what` if the condition is not met within 10 s */
  until(isMet: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!isMet()) return;
        stop();
        resolve();
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Waited ${WAIT_TIMEOUT_MS / 1000} s for ${what}.`));
      }, WAIT_TIMEOUT_MS);
      const stop = () => {
        clearTimeout(timer);
        this.#checks.delete(check);
      };
      this.#checks.add(check);
      check();
    });
  }
}
