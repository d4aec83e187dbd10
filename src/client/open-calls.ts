import { InvalidInputError } from "../shared/invalid-input.js";

/** The calls in progress of a client. */
export interface OpenCalls {
  /** Runs a part of a call that closing the client waits for. @throws {InvalidInputError} if the client is closed */
  track<T>(run: () => Promise<T>): Promise<T>;
  /** Rejects new calls from now on; resolves when the calls in progress have ended and the connections are closed. */
  close(): Promise<void>;
}

/**
 * Counts the calls in progress, so that closing a client can wait for them.
 *
 * @param closeConnections called once, when the last call has ended
 */
export function countOpenCalls(closeConnections: () => Promise<void>): OpenCalls {
  let pendingCalls = 0;
  let notifyIdle: (() => void) | undefined;
  let closed: Promise<void> | undefined;

  const closeOnceIdle = async () => {
    if (pendingCalls > 0) {
      await new Promise<void>((resolve) => {
        notifyIdle = resolve;
      });
    }
    await closeConnections();
  };
  return {
    async track(run) {
      if (closed !== undefined) throw new InvalidInputError("The client is closed. Create another one.");
      pendingCalls += 1;
      try {
        return await run();
      } finally {
        pendingCalls -= 1;
        if (pendingCalls === 0) notifyIdle?.();
      }
    },
    close() {
      closed ??= closeOnceIdle();
      return closed;
    },
  };
}
