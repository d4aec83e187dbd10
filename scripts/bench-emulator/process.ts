import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What can be asked of the process of a server. */
export interface ServerProcess {
  /** The address of its REST API, and the one that clients connect to. */
  address: () => { endpoint: string; clientUrl: string };
  /** The id of a connection of the emulator; empty where there is none. */
  connection: () => string;
  /** How long it has computed so far, in milliseconds. */
  cpu: () => number;
  /** What the operating system gives it, in bytes. */
  memory: () => number;
}

/** What can be asked of the process of clients. */
export interface LoadProcess {
  /** Opens that many sockets, and waits for that many frames on each. */
  connect: (options: { url: string; count: number; greetings: number }) => Promise<void>;
  /** Sends requests, and waits for the answers and for the frames. Returns how long all that took, in milliseconds. */
  post: (options: {
    url: string;
    headers: Record<string, string>;
    body: string;
    count: number;
    inFlight: number;
    frames: number;
  }) => Promise<number>;
}

type Members<T> = { [K in keyof T]: (options: never) => unknown };

/** A process of its own, that does one thing after the other. */
export class Process<T extends Members<T>> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  /** Until the last question is answered: an answer does not say to which it is. */
  #busy: Promise<unknown> = Promise.resolve();

  constructor(name: string, words: readonly string[] = [], nodeOptions: readonly string[] = []) {
    const path = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
    this.#child = fork(path, words, { execArgv: ["--import", "tsx", ...nodeOptions] });
    this.#ended = once(this.#child, "exit").then(([status]) => {
      throw new Error(`The process ${name} ended with ${status}.`);
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
    this.#child.disconnect();
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
