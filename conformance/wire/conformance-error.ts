import type { Exchange } from "./exchange.js";
import { redact } from "./redact.js";
import { type TranscriptEntry, type TranscriptRecord, toTranscriptEntry } from "./transcript.js";
import { entryText } from "./transcript-text.js";

/**
 * The target does not meet a requirement.
 *
 * The message is a bug report without secrets: what differs, the requirement with its level and source, and what was sent
 * and received.
 */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
  /** What differs, in a sentence or two. */
  readonly difference: string;
  /** The exchange that shows it, if one does. It may contain secrets. */
  readonly exchange: Exchange | undefined;
  /** What the case sent and received, up to the failure. */
  transcript: readonly TranscriptEntry[] = [];

  /**
   * @param difference what differs, as a sentence; secrets are removed from it
   * @param report what follows in the message @default the exchange
   */
  constructor(
    difference: string,
    exchange?: Exchange,
    report = exchange === undefined ? "" : entryText(toTranscriptEntry(exchange)),
  ) {
    super([redact(difference), ...(report === "" ? [] : [report])].join("\n\n"));
    this.difference = redact(difference);
    this.exchange = exchange;
  }
}

/** How many entries of a transcript the message of a failure has. */
const MAX_REPORTED_ENTRIES = 30;

/** Makes a failure a bug report: with its requirement, and what the case sent and received. */
export function failureReport(
  error: ConformanceError,
  { level, requirement, source, id }: { id: string; level: string; requirement: string; source: string },
  transcript: readonly TranscriptRecord[],
): ConformanceError {
  const { exchange, difference } = error;
  const records = exchange === undefined || transcript.includes(exchange) ? transcript : [...transcript, exchange];
  const entries = records.map(toTranscriptEntry);
  const omitted = entries.length - MAX_REPORTED_ENTRIES;
  const report = [
    `${level}: ${requirement}\n${source} (${id})`,
    ...(omitted > 0 ? [`… ${omitted} earlier requests and frames omitted`] : []),
    ...entries.slice(-MAX_REPORTED_ENTRIES).map(entryText),
  ];
  const full = new ConformanceError(difference, exchange, report.join("\n\n"));
  full.transcript = entries;
  full.stack = `${full.name}: ${full.message}`;
  return full;
}
