import { createClock } from "@sinonjs/fake-timers";

/** A callback that is due later, unless it is cancelled. */
export interface Timer {
  cancel(): void;
}

/** The time of an emulator. */
export interface Clock {
  /** @returns milliseconds since 1970 */
  now(): number;
  /** Calls `callback` once, after `milliseconds`. Does not keep the process running. */
  after(milliseconds: number, callback: () => void): Timer;
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves the time forward. What falls due in between happens in order, each at its time.
   *
   * @param seconds 0 or more; fractions count
   * @throws {RangeError} if `seconds` is negative or not finite
   */
  advance(seconds: number): Promise<void>;
}

export const realClock: Clock = {
  now: Date.now,
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

/** A clock that starts at the real time and moves only by `advance`. */
export function manualClock(): ManualClock {
  const clock = createClock(Date.now());
  return {
    now: () => clock.now,
    after(milliseconds, callback) {
      const timer = clock.setTimeout(callback, milliseconds);
      return { cancel: () => clock.clearTimeout(timer) };
    },
    async advance(seconds) {
      if (!(seconds >= 0 && seconds < Number.POSITIVE_INFINITY))
        throw new RangeError(`\`advance\` takes 0 or more seconds, got ${seconds}.`);
      await clock.tickAsync(Math.round(seconds * 1000));
    },
  };
}
