import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { MutantRunner, Trial } from "../../conformance/mutants/kill-matrix.js";

/** What a worker is asked to try. */
export interface Task {
  /** Of the mutant. */
  readonly id: string;
  /** Of the cases. @default those that it takes */
  readonly only?: readonly string[];
}

interface WorkerMessage {
  readonly trial?: Trial;
  /** What failed outside of any case. */
  readonly noise?: readonly string[];
  readonly error?: string;
}

/** A process of its own in which mutants are tried. */
export class WorkerLane {
  readonly #process: ChildProcess = fork(fileURLToPath(new URL("mutant-worker.ts", import.meta.url)));
  readonly noise: string[] = [];

  readonly run: MutantRunner = ({ id }, only) =>
    new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`The process that tried ${id} ended with ${code}.`));
      this.#process.once("exit", ended);
      this.#process.once("message", ({ trial, noise = [], error }: WorkerMessage) => {
        this.#process.off("exit", ended);
        this.noise.push(...noise.map((each) => `${id}: ${each}`));
        if (trial !== undefined) resolve(trial);
        else reject(new Error(`${id} could not be tried: ${error}`));
      });
      this.#process.send({ id, ...(only !== undefined && { only: [...only] }) } satisfies Task);
    });

  close(): void {
    this.#process.kill();
  }
}
