import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

type Methods<T> = { [K in keyof T]: (options: never) => unknown };

export interface ProcessOptions {
  readonly args?: readonly string[];
  readonly nodeOptions?: readonly string[];
  /** Path of the Node.js to run it with. @default the Node.js of this process */
  readonly node?: string;
}

/** A module that runs in a process of its own and is called by messages, one call at a time. */
export class Process<T extends Methods<T>> {
  readonly #child: ChildProcess;
  readonly #exited: Promise<never>;
  /** The last call: a result does not name its call, so each call waits for the one before it. */
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(path: string, { args = [], nodeOptions = [], node = process.execPath }: ProcessOptions = {}) {
    this.#child = fork(path, args, { execArgv: [...nodeOptions], execPath: node });
    this.#exited = once(this.#child, "exit").then(([status]) => {
      throw new Error(`The process ${[path, ...args].join(" ")} exited with ${status}.`);
    });
    this.#exited.catch(() => {});
  }

  /** @throws {Error} if the process exits before it returns a result */
  call<K extends keyof T & string>(method: K, ...options: Parameters<T[K]>): Promise<Awaited<ReturnType<T[K]>>> {
    const call = this.#lastCall.then(async () => {
      const message = once(this.#child, "message");
      this.#child.send({ method, options: options[0] });
      const [result] = await Promise.race([message, this.#exited]);
      return result as unknown;
    });
    this.#lastCall = call;
    return call as Promise<Awaited<ReturnType<T[K]>>>;
  }

  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited.catch(() => {});
  }
}

/** The other end, inside the process: runs the methods that are called, and exits when the parent disconnects. */
export function handleCalls<T extends Methods<T>>(methods: T): void {
  process.on("message", async ({ method, options }: { method: keyof T; options: never }) => {
    process.send?.((await methods[method](options)) ?? null);
  });
  process.on("disconnect", () => process.exit());
}
