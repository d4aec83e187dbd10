import type { Interception } from "../../emulator/interception.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import { type EmulatorOptions, startWith } from "../../emulator/start-emulator.js";
import { startEmulatorTarget } from "../../targets/emulator-target.js";
import type { StartedTarget } from "../../targets/target.js";
import type { Mutant, MutantHead } from "../mutant.js";

/** How long a case waits for what may never come. Short: on a wrong server that is often the case. */
const MUTANT_TIMEOUT_MS = 500;

/**
 * An emulator that is wrong.
 *
 * @param makeInterception called for each server, so that no two servers share what it remembers
 */
export function wrongEmulator(head: MutantHead, makeInterception: () => Interception): Mutant {
  const start = (options?: EmulatorOptions) => startWith({ ...options, clock: "manual" }, makeInterception());
  // An equivalent mutant keeps the full timeout: a slow computer must not kill it.
  const isEquivalent = head.equivalentBecause !== undefined;
  return {
    ...head,
    start: async () => {
      const started = await startEmulatorTarget(start);
      return isEquivalent ? started : withShortTimeout(started);
    },
  };
}

/** An emulator whose responses to the mutant's operations are changed. Requests that reach no operation keep theirs. */
export function wrongResponse(head: MutantHead, change: (response: RestResponse) => RestResponse): Mutant {
  return wrongEmulator(head, () => ({
    response: (correct, _, operation) => (isOperationOf(head, operation) ? change(correct) : correct),
  }));
}

/** An emulator that handles the mutant's operations differently. What is rejected before that stays rejected. */
export function wrongHandler(head: MutantHead, handle: NonNullable<Interception["handle"]>): Mutant {
  return wrongEmulator(head, () => ({
    handle: (call, handler) => (isOperationOf(head, call.operation) ? handle(call, handler) : handler(call)),
  }));
}

function isOperationOf({ operations }: MutantHead, operation: string | null): boolean {
  if (operation === null) return false;
  return operations === "all" || (operations as readonly string[]).includes(operation);
}

function withShortTimeout({ target, close }: StartedTarget): StartedTarget {
  const { startIsolated } = target;
  return {
    target: {
      ...target,
      timeoutMs: MUTANT_TIMEOUT_MS,
      ...(startIsolated !== undefined && { startIsolated: async () => withShortTimeout(await startIsolated()) }),
    },
    close,
  };
}
