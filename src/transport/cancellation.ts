/** Cancels one attempt, and records whether it was sent. */
export class Cancellation {
  /** Whether the server may have received a part of the request. Set by the transport. */
  sent = false;
  #reason: { readonly value: unknown } | undefined;
  #listener: ((reason: unknown) => void) | undefined;

  /** Cancels the attempt. Only the first reason counts. */
  cancel(reason: unknown): void {
    if (this.#reason !== undefined) return;
    this.#reason = { value: reason };
    this.#listener?.(reason);
  }

  /** Sets the listener, in place of the one before. It receives the reason, at once if the attempt is already cancelled. */
  listen(listener: (reason: unknown) => void): void {
    this.#listener = listener;
    if (this.#reason !== undefined) listener(this.#reason.value);
  }

  /**
   * Settles as the promise does, or rejects with the reason if the attempt is cancelled first.
   *
   * @param onCancel called with the reason, to stop the work behind the promise
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
