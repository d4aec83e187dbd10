import { Cancellation } from "../transport/cancellation.js";
import { whenAborted } from "./when-aborted.js";

/** Why an attempt, a wait or other work was cancelled. */
export const TIME_IS_UP = Symbol("time is up");
export const ABORTED = Symbol("aborted");

export function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

/**
 * Cancels with `TIME_IS_UP` after the given time, and with `ABORTED` when a signal is aborted.
 *
 * @returns a function that stops both
 */
export function startTimeLimit(
  signals: readonly AbortSignal[],
  milliseconds: number,
  cancellation: Cancellation,
): () => void {
  const timer = setTimeout(() => cancellation.cancel(TIME_IS_UP), Math.max(0, milliseconds));
  const abort = () => cancellation.cancel(ABORTED);
  const removeListeners = signals.map((signal) => whenAborted(signal, abort));
  return () => {
    clearTimeout(timer);
    for (const each of removeListeners) each();
  };
}

/**
 * Runs something until a signal is aborted or the time is over.
 *
 * @throws {ABORTED} if a signal is aborted; before it is run, if one is already
 * @throws {TIME_IS_UP} if it takes longer
 */
export async function runWithin<T>(
  signals: readonly AbortSignal[],
  milliseconds: number,
  run: () => Promise<T>,
): Promise<T> {
  if (signals.some(isAborted)) throw ABORTED;
  const cancellation = new Cancellation();
  const stopTimeLimit = startTimeLimit(signals, milliseconds, cancellation);
  try {
    return await cancellation.race(run());
  } finally {
    stopTimeLimit();
  }
}
