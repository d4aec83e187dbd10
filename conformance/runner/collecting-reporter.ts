import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { CoverageItem } from "../description/coverage-items.js";
import { redact } from "../wire/redact.js";
import type { TranscriptEntry } from "../wire/transcript.js";

/** What became of a case that was selected. */
export interface CaseOutcome {
  readonly description: DescriptionName;
  readonly id: string;
  readonly status: "passed" | "failed" | "undecidable" | "could not run";
  /** In milliseconds. */
  readonly duration: number;
  /** What differed, what the target lacks, or why the case did not run. */
  readonly reason?: string;
  /** The failure as a bug report. */
  readonly report?: string;
  readonly transcript: readonly TranscriptEntry[];
  /** The items that the case exercised. */
  readonly coverageItems: readonly CoverageItem[];
  /** The items that no other case exercises, where the case is undecidable. */
  readonly undecidedItems: readonly CoverageItem[];
}

/** What the thread that ran a case reports about it, beside what vitest reports. */
export interface TaskMeta {
  readonly coverageItems?: readonly CoverageItem[];
  readonly decides?: readonly CoverageItem[];
  readonly transcript?: readonly TranscriptEntry[];
  /** What differed; undefined if the case failed with another error. */
  readonly difference?: string;
}

/** Where progress is shown: on one line of a terminal, elsewhere as a line now and then. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** How often progress is shown where there is no terminal. */
const PROGRESS_INTERVAL_MS = 10_000;
/** How many cases run before the line on a terminal changes. */
const CASES_PER_UPDATE = 20;

/** A reporter of vitest that collects what became of each case, and shows progress. */
export class CollectingReporter implements Reporter {
  readonly outcomes: CaseOutcome[] = [];
  /** Errors outside a case. */
  readonly faults: string[] = [];
  readonly #total: number;
  readonly #progress: ProgressStream;
  #failedCount = 0;
  #shownAt = performance.now();

  /** @param total how many cases will run */
  constructor(total: number, progress: ProgressStream) {
    this.#total = total;
    this.#progress = progress;
  }

  onTestCaseResult(testCase: TestCase): void {
    const outcome = outcomeOf(testCase);
    this.outcomes.push(outcome);
    if (outcome.status === "failed") this.#failedCount += 1;
    this.#showProgress();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    if (this.#progress.isTTY) this.#progress.write("\r\u001b[K");
    for (const { message } of [...unhandled, ...modules.flatMap((each) => each.errors())]) {
      this.faults.push(redact(message));
    }
  }

  #showProgress(): void {
    const ranCount = this.outcomes.length;
    const text = `${ranCount}/${this.#total} cases${this.#failedCount > 0 ? `, ${this.#failedCount} failed` : ""}`;
    if (this.#progress.isTTY) {
      if (ranCount % CASES_PER_UPDATE === 0 || ranCount === this.#total) this.#progress.write(`\r\u001b[K${text}`);
    } else if (performance.now() - this.#shownAt > PROGRESS_INTERVAL_MS) {
      this.#shownAt = performance.now();
      this.#progress.write(`${text}\n`);
    }
  }
}

function outcomeOf(testCase: TestCase): CaseOutcome {
  const { coverageItems = [], decides = [], transcript = [], difference } = testCase.meta() as TaskMeta;
  const [description, id] = testCase.fullName.split(" > ") as [DescriptionName, string];
  const duration = testCase.diagnostic()?.duration ?? 0;
  const common = { description, id, duration, coverageItems, transcript, undecidedItems: [] };
  const result = testCase.result();
  if (result.state === "passed") return { ...common, status: "passed" };
  if (result.state === "skipped") {
    const [, status, reason = ""] = /^(undecidable|could not run): (.*)$/s.exec(result.note ?? "") ?? [];
    return {
      ...common,
      status: status === "undecidable" ? status : "could not run",
      reason: redact(reason),
      undecidedItems: decides,
    };
  }
  // The message of a ConformanceError is the report; any other error is a bug, which its stack locates.
  const texts = result.errors?.map(({ message, stack }) => (difference === undefined ? (stack ?? message) : message));
  const report = redact(texts?.join("\n") ?? "");
  return { ...common, status: "failed", reason: difference ?? report.split("\n")[0] ?? "", report };
}
