import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Clock } from "./clock.js";

/** The requests that a fault applies to: those that match every member given. */
export interface FaultMatch {
  /** An operationId. */
  readonly operation?: string;
  /** The name of a hub, in any letter case. */
  readonly hub?: string;
  /** The first request to fail, counted among those that match the other members. Minimum 1. @default 1 */
  readonly nth?: number;
}

/** A failure of a request. */
export interface Fault {
  readonly match?: FaultMatch;
  /**
   * - `delay`: performs the operation `delayMs` later, by the clock of the emulator;
   * - `status`: returns `status` and `headers` without performing the operation;
   * - `throttle`: returns 429 with `Retry-After: retryAfterSeconds` without performing the operation;
   * - `drop-before`: closes the connection without performing the operation;
   * - `drop-after`: performs the operation, then closes the connection without a response;
   * - `reset`: resets the connection without performing the operation;
   * - `truncate`: performs the operation, then closes the connection in the middle of the response.
   */
  readonly action: "delay" | "status" | "throttle" | "drop-before" | "drop-after" | "reset" | "truncate";
  /** How many requests fail. Minimum 1. @default 1 */
  readonly times?: number;
  /** For `delay`, in milliseconds. From 0 to 2,147,483,647. @default 1000 */
  readonly delayMs?: number;
  /** For `status`. From 200 to 599. @default 500 */
  readonly status?: number;
  /** For `status`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For `throttle`, in whole seconds. Minimum 0. @default 1 */
  readonly retryAfterSeconds?: number;
}

interface PlannedFault {
  readonly fault: Fault;
  seen: number;
  left: number;
}

/** The faults that are planned. */
export class Faults {
  #planned: PlannedFault[] = [];
  readonly #delayed = new Set<() => void>();

  /**
   * Plans a fault.
   *
   * @throws {RangeError} if a number of the fault is out of range
   * @throws {TypeError} if a name or value in `headers` is not valid in HTTP
   */
  add(fault: Fault): void {
    requireInteger("match.nth", fault.match?.nth, 1);
    requireInteger("times", fault.times, 1);
    requireInteger("delayMs", fault.delayMs, 0, MAX_DELAY_MS);
    requireInteger("status", fault.status, 200, 599);
    requireInteger("retryAfterSeconds", fault.retryAfterSeconds, 0);
    for (const [name, value] of Object.entries(fault.headers ?? {})) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    this.#planned.push({ fault, seen: 0, left: fault.times ?? 1 });
  }

  /** Returns the fault for a request, if any: of several that apply, the one that was added first. */
  due(operation: string, hub: string | null): Fault | undefined {
    let due: PlannedFault | undefined;
    for (const planned of this.#planned) {
      const { match = {} } = planned.fault;
      if (match.operation !== undefined && match.operation !== operation) continue;
      if (match.hub !== undefined && match.hub.toLowerCase() !== hub?.toLowerCase()) continue;
      planned.seen += 1;
      if (due !== undefined || (match.nth !== undefined && planned.seen < match.nth)) continue;
      due = planned;
    }
    if (due === undefined) return undefined;
    due.left -= 1;
    this.#planned = this.#planned.filter(({ left }) => left > 0);
    return due.fault;
  }

  /** Waits as a `delay` does. @returns false if the faults were cleared in the meantime */
  delay(clock: Clock, delayMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = clock.after(delayMs, () => {
        this.#delayed.delete(cancel);
        resolve(true);
      });
      const cancel = () => {
        timer.cancel();
        resolve(false);
      };
      this.#delayed.add(cancel);
    });
  }

  /** Cancels all faults and the delays in progress. */
  clear(): void {
    this.#planned = [];
    for (const cancel of this.#delayed) cancel();
    this.#delayed.clear();
  }
}

/** A timer of Node.js that is set for longer fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

function requireInteger(name: string, value: number | undefined, minimum: number, maximum?: number): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && value >= minimum && value <= (maximum ?? Number.POSITIVE_INFINITY)) return;
  const range = maximum === undefined ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new RangeError(`\`fault.${name}\` is ${value}; it must be an integer ${range}.`);
}
