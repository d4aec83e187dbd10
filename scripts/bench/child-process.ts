import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

type Members<T> = { [K in keyof T]: (options: never) => unknown };

export interface ProcessOptions {
  readonly words?: readonly string[];
  readonly nodeOptions?: readonly string[];
  /** The program that runs it. @default the Node.js that runs this */
  readonly node?: string;
}

/** A process of its own, that does one thing after the other. */
export class Process<T extends Members<T>> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  /** Until the last question is answered: an answer does not say to which it is. */
  #busy: Promise<unknown> = Promise.resolve();

  constructor(path: string, { words = [], nodeOptions = [], node = process.execPath }: ProcessOptions = {}) {
    this.#child = fork(path, words, { execArgv: [...nodeOptions], execPath: node });
    this.#ended = once(this.#child, "exit").then(([status]) => {
      throw new Error(`The process ${[path, ...words].join(" ")} ended with ${status}.`);
    });
    this.#ended.catch(() => {});
  }

  ask<K extends keyof T & string>(what: K, ...options: Parameters<T[K]>): Promise<Awaited<ReturnType<T[K]>>> {
    const answer = this.#busy.then(async () => {
      const answered = once(this.#child, "message");
      this.#child.send({ what, options: options[0] });
      const [found] = await Promise.race([answered, this.#ended]);
      return found as unknown;
    });
    this.#busy = answer;
    return answer as Promise<Awaited<ReturnType<T[K]>>>;
  }

  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended.catch(() => {});
  }
}

/** The other side: answers what is asked, and ends when nobody can ask any more. */
export function answer<T extends Members<T>>(answers: T): void {
  process.on("message", async ({ what, options }: { what: keyof T; options: never }) => {
    process.send?.((await answers[what](options)) ?? null);
  });
  process.on("disconnect", () => process.exit());
}
