import type { Exchange } from "./exchange.js";
import { redact } from "./redact.js";
import { type TranscriptEntry, type TranscriptRecord, toTranscriptEntry } from "./transcript.js";
import { entryText } from "./transcript-text.js";

/** The target broke a requirement. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
  /** What differs, in a sentence or two. */
  readonly difference: string;
  /** The exchange in which it was seen. */
  readonly exchange: Exchange | undefined;
  /** What was sent and received before. */
  transcript: readonly TranscriptEntry[] = [];

  /** @param report what the message says besides, such as what was sent and received */
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

/** How much of what happened before a failure is told. */
const MAX_REPORTED_ENTRIES = 30;

/** The error as a bug report: what differs, from what, and everything that was sent and received. */
export function failureReport(
  error: ConformanceError,
  { level, requirement, source, id }: { id: string; level: string; requirement: string; source: string },
  transcript: readonly TranscriptRecord[],
): ConformanceError {
  const records =
    error.exchange !== undefined && !transcript.includes(error.exchange) ? [...transcript, error.exchange] : transcript;
  const entries = records.map(toTranscriptEntry);
  const left = entries.length - MAX_REPORTED_ENTRIES;
  const report = [
    `${level}: ${requirement}\n${source} (${id})`,
    ...(left > 0 ? [`… ${left} steps before these`] : []),
    ...entries.slice(-MAX_REPORTED_ENTRIES).map(entryText),
  ];
  const full = new ConformanceError(error.difference, error.exchange, report.join("\n\n"));
  full.transcript = entries;
  full.stack = `${full.name}: ${full.message}`;
  return full;
}
