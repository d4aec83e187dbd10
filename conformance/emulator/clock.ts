import { createClock } from "@sinonjs/fake-timers";

/** What has to happen later, if it is not called off. */
export interface Timer {
  cancel(): void;
}

/** The time that the emulator lives by. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once, after that many milliseconds. Does not keep the process open. */
  after(milliseconds: number, callback: () => void): Timer;
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves the time, and does on the way whatever falls due, in order. @throws {RangeError} if `seconds` is not 0 or more */
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

/** A clock that begins at the real time and moves only by `advance`. */
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
        throw new RangeError(`The clock cannot be moved by ${seconds} seconds: only forward.`);
      await clock.tickAsync(Math.round(seconds * 1000));
    },
  };
}
