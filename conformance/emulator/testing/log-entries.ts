import type { ConnectionEntry, Log, LogEntry } from "../emulator-log.js";

/** The time limit of the test itself ends a test that waits in vain. */
const NO_LIMIT_MS = 3_600_000;

/** Waits for a matching log entry, for as long as the test may take. */
export function waitForEntry<Entry extends LogEntry = LogEntry>(
  { log }: { readonly log: Log },
  predicate: (entry: LogEntry) => boolean,
): Promise<Entry> {
  return log.waitFor<Entry>(predicate, { timeoutMs: NO_LIMIT_MS });
}

/** Waits until the log has this event of a connection. */
export function waitForConnection(emulator: { readonly log: Log }, event: ConnectionEntry["event"]): Promise<LogEntry> {
  return waitForEntry(emulator, (entry) => entry.kind === "connection" && entry.event === event);
}
