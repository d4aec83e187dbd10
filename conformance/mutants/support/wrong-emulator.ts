import type { OperationId } from "../../../generated/2024-12-01/operations.js";
import type { Interception } from "../../emulator/interception.js";
import type { RestResponse } from "../../emulator/rest/response/rest-response.js";
import { type EmulatorOptions, startWith } from "../../emulator/start-emulator.js";
import { startEmulatorTarget } from "../../targets/emulator-target.js";
import type { StartedTarget } from "../../targets/target.js";
import type { Mutant, MutantHead } from "../mutant.js";

/** How long is waited for what may never come, in milliseconds: a wrong server is waited for often. */
const MUTANT_TIMEOUT_MS = 500;

/** A mutant of our emulator. @param make is called for each server, so that what it remembers is of one server only */
export function wrongEmulator(head: MutantHead, make: () => Interception): Mutant {
  const start = (options?: EmulatorOptions) => startWith({ ...options, clock: "manual" }, make());
  // One that is to survive is waited for as a right one is: a slow computer is no proof.
  const asked = head.equivalentBecause === undefined ? impatient : (target: StartedTarget) => target;
  return { ...head, start: async () => asked(await startEmulatorTarget(start)) };
}

/** A mutant of our emulator in which one operation is answered in another way. */
export function wrongReply(
  head: Omit<MutantHead, "operations">,
  operations: readonly OperationId[],
  change: (reply: RestResponse) => RestResponse,
): Mutant {
  const reply: Interception["reply"] = (right, _, id) =>
    (operations as readonly (string | null)[]).includes(id) ? change(right) : right;
  return wrongEmulator({ ...head, operations }, () => ({ reply }));
}

/** A mutant of our emulator in which operations do another thing. What refuses a request before that stays. */
export function wrongHandler(
  head: Omit<MutantHead, "operations">,
  operations: readonly OperationId[],
  handle: NonNullable<Interception["handle"]>,
): Mutant {
  return wrongEmulator({ ...head, operations }, () => ({
    handle: (call, handler) => (operations.includes(call.operation) ? handle(call, handler) : handler(call)),
  }));
}

/** The target with less patience, and so are others like it. */
function impatient({ target, close }: StartedTarget): StartedTarget {
  const { startIsolated: another } = target;
  return {
    target: {
      ...target,
      timeoutMs: MUTANT_TIMEOUT_MS,
      ...(another !== undefined && { startIsolated: async () => impatient(await another()) }),
    },
    close,
  };
}
