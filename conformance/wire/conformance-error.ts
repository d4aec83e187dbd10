import type { Exchange } from "./exchange.js";
import { redact } from "./redact.js";
import { type Step, type StepView, viewOf } from "./transcript.js";
import { stepText } from "./transcript-text.js";

/** The target broke a requirement. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
  /** What differs, in a sentence or two. */
  readonly difference: string;
  /** The exchange in which it was seen. */
  readonly exchange: Exchange | undefined;
  /** What was sent and received before. */
  steps: readonly StepView[] = [];

  /** @param report what the message says besides, such as what was sent and received */
  constructor(
    difference: string,
    exchange?: Exchange,
    report = exchange === undefined ? "" : stepText(viewOf(exchange)),
  ) {
    super([redact(difference), ...(report === "" ? [] : [report])].join("\n\n"));
    this.difference = redact(difference);
    this.exchange = exchange;
  }
}

/** How much of what happened before a failure is told. */
const TOLD = 30;

/** The error as a bug report: what differs, from what, and everything that was sent and received. */
export function bugReport(
  error: ConformanceError,
  { level, requirement, source, id }: { id: string; level: string; requirement: string; source: string },
  steps: readonly Step[],
): ConformanceError {
  const told = error.exchange !== undefined && !steps.includes(error.exchange) ? [...steps, error.exchange] : steps;
  const views = told.map(viewOf);
  const left = views.length - TOLD;
  const report = [
    `${level}: ${requirement}\n${source} (${id})`,
    ...(left > 0 ? [`… ${left} steps before these`] : []),
    ...views.slice(-TOLD).map(stepText),
  ];
  const full = new ConformanceError(error.difference, error.exchange, report.join("\n\n"));
  full.steps = views;
  full.stack = `${full.name}: ${full.message}`;
  return full;
}
