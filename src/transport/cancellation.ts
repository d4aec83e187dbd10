/** The way to give an attempt up while it is on its way, and how far it has come. */
export class Cancellation {
  /** Whether the server may have got anything of the request. Set by what sends it. */
  sent = false;
  #reason: { readonly value: unknown } | undefined;
  #listener: ((reason: unknown) => void) | undefined;

  /** Gives it up. Only the first reason counts. */
  cancel(reason: unknown): void {
    if (this.#reason !== undefined) return;
    this.#reason = { value: reason };
    this.#listener?.(reason);
  }

  /** Has the listener called with the reason, at once if it was given up before. There is one listener at a time. */
  listen(listener: (reason: unknown) => void): void {
    this.#listener = listener;
    if (this.#reason !== undefined) listener(this.#reason.value);
  }

  /** What the promise comes to, or a rejection with the reason if it is given up before. */
  race<T>(promise: Promise<T>, giveUp?: (reason: unknown) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      this.listen((reason) => {
        giveUp?.(reason);
        reject(reason);
      });
      promise.then(resolve, reject);
    });
  }
}
