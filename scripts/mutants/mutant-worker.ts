import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { MutantRunner, Trial } from "../../conformance/mutants/kill-matrix.js";

/** Asks the worker process to try a mutant. */
export interface TryRequest {
  /** The id of the mutant. */
  readonly id: string;
  /** The ids of the cases. @default the relevant ones */
  readonly only?: readonly string[];
}

/** What the worker process reports of it. */
export interface TryResult {
  readonly trial?: Trial;
  /** Errors outside a case. */
  readonly strayErrors?: readonly string[];
  /** Why there is no trial. */
  readonly error?: string;
}

const PROGRAM = fileURLToPath(new URL("mutant-worker-process.ts", import.meta.url));

/** A process of its own that tries mutants, one at a time. */
export class MutantWorker {
  readonly #process: ChildProcess = fork(PROGRAM);
  /** Errors outside a case, each with the mutant that was tried. */
  readonly strayErrors: string[] = [];

  /** @throws {Error} if the mutant cannot be started, or the process ends */
  readonly run: MutantRunner = ({ id }, only) =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null, signal: string | null) =>
        reject(new Error(`The process that tried the mutant ${id} ended (${signal ?? `exit code ${code}`}).`));
      this.#process.once("exit", onExit);
      this.#process.once("message", ({ trial, strayErrors = [], error }: TryResult) => {
        this.#process.off("exit", onExit);
        this.strayErrors.push(...strayErrors.map((each) => `${id}: ${each}`));
        if (trial !== undefined) resolve(trial);
        else reject(new Error(`The mutant ${id} could not be tried: ${error}`));
      });
      this.#process.send({ id, ...(only !== undefined && { only: [...only] }) } satisfies TryRequest);
    });

  close(): void {
    this.#process.kill();
  }
}
