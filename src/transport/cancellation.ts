/** Cancels one attempt, and records whether it was sent. */
export class Cancellation {
  /** Whether the server may have received anything of the request. Set by the transport. */
  sent = false;
  #reason: { readonly value: unknown } | undefined;
  #listener: ((reason: unknown) => void) | undefined;

  /** Cancels the attempt. Only the first reason counts. */
  cancel(reason: unknown): void {
    if (this.#reason !== undefined) return;
    this.#reason = { value: reason };
    this.#listener?.(reason);
  }

  /** Calls the listener with the reason: now, if it was cancelled before. Replaces the listener before it. */
  listen(listener: (reason: unknown) => void): void {
    this.#listener = listener;
    if (this.#reason !== undefined) listener(this.#reason.value);
  }

  /**
   * Settles as the promise does, or rejects with the reason if it is cancelled before.
   *
   * @param onCancel called with the reason, to stop what the promise stands for
   */
  race<T>(promise: Promise<T>, onCancel?: (reason: unknown) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      this.listen((reason) => {
        onCancel?.(reason);
        reject(reason);
      });
      promise.then(resolve, reject);
    });
  }
}
