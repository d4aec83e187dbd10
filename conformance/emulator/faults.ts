import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Clock } from "./clock.js";

/** Which requests a fault is for. What is left out fits every request. */
export interface FaultMatch {
  /** An operationId. */
  readonly operation?: string;
  /** Without regard to letter case. */
  readonly hub?: string;
  /** The how many-th request that fits the rest, from 1. Default: each. */
  readonly nth?: number;
}

/** What goes wrong with a request, as data. */
export interface Fault {
  readonly match?: FaultMatch;
  /**
   * - `delay`: it is answered later, by `milliseconds` of the emulator's clock;
   * - `status`: nothing is done, and it is answered with `status` and `headers`;
   * - `throttle`: nothing is done, and it is answered with 429 and `Retry-After: retryAfterSeconds`;
   * - `drop-before`: nothing is done, and the connection ends without an answer;
   * - `drop-after`: it is done, and the connection ends without an answer;
   * - `reset`: nothing is done, and the connection is reset;
   * - `truncate`: it is done, and the connection ends in the middle of the answer.
   */
  readonly action: "delay" | "status" | "throttle" | "drop-before" | "drop-after" | "reset" | "truncate";
  /** How often it happens. Default: once. */
  readonly times?: number;
  /** For `delay`; as much as a timer can be told. Default: 1000. */
  readonly delayMs?: number;
  /** For `status`, from 200 to 599. Default: 500. */
  readonly status?: number;
  /** For `status`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For `throttle`. Default: 1. */
  readonly retryAfterSeconds?: number;
}

interface PlannedFault {
  readonly fault: Fault;
  seen: number;
  left: number;
}

/** The faults that are planned, and which of them is due. */
export class Faults {
  #planned: PlannedFault[] = [];
  readonly #delayed = new Set<() => void>();

  /**
   * @throws {RangeError} if a number of the fault is out of range
   * @throws {TypeError} if no header can be called or can say what one of `headers` does
   */
  add(fault: Fault): void {
    requireInteger("nth", fault.match?.nth, 1);
    requireInteger("times", fault.times, 1);
    requireInteger("milliseconds", fault.delayMs, 0, MAX_DELAY_MS);
    requireInteger("status", fault.status, 200, 599);
    requireInteger("retryAfterSeconds", fault.retryAfterSeconds, 0);
    for (const [name, value] of Object.entries(fault.headers ?? {})) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    this.#planned.push({ fault, seen: 0, left: fault.times ?? 1 });
  }

  /** The fault that this request meets, if any. Faults are tried in the order in which they were added. */
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

  /** Waits as a `delay` does. @returns false if the faults were cleared before the time was over */
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

  clear(): void {
    this.#planned = [];
    for (const cancel of this.#delayed) cancel();
    this.#delayed.clear();
  }
}

/** A timer of Node's that is set for longer goes off at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

function requireInteger(name: string, value: number | undefined, minimum: number, maximum?: number): void {
  if (value === undefined) return;
  if (Number.isInteger(value) && value >= minimum && value <= (maximum ?? Number.POSITIVE_INFINITY)) return;
  const range = maximum === undefined ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new RangeError(`The fault's \`${name}\` is ${value}: it has to be a whole number ${range}.`);
}
