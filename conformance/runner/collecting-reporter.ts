import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { DescriptionName } from "../../generated/descriptions.js";
import type { CoverageItem } from "../description/coverage-items.js";
import { redact } from "../wire/redact.js";
import type { TranscriptEntry } from "../wire/transcript.js";

/** What became of a case that was run. */
export interface CaseOutcome {
  readonly description: DescriptionName;
  readonly id: string;
  readonly status: "passed" | "failed" | "undecidable" | "could not run";
  /** In milliseconds. */
  readonly duration: number;
  /** What differs, what the target lacks, or why it could not run. */
  readonly reason?: string;
  /** The failure as a bug report. */
  readonly report?: string;
  readonly transcript: readonly TranscriptEntry[];
  readonly coverageItems: readonly CoverageItem[];
  /** Facts that are undecidable with the case. */
  readonly undecidedItems: readonly CoverageItem[];
}

interface TaskMeta {
  readonly coverageItems?: readonly CoverageItem[];
  readonly decides?: readonly CoverageItem[];
  readonly transcript?: readonly TranscriptEntry[];
  readonly difference?: string;
}

/** How often progress is told where nobody looks on, in milliseconds. */
const PROGRESS_INTERVAL_MS = 10_000;

/** Keeps what became of each case, and shows progress. */
export class CollectingReporter implements Reporter {
  readonly outcomes: CaseOutcome[] = [];
  /** What went wrong outside of any case. */
  readonly faults: string[] = [];
  readonly #total: number;
  readonly #progress: NodeJS.WriteStream;
  #failed = 0;
  #shown = performance.now();

  constructor(total: number, progress: NodeJS.WriteStream) {
    this.#total = total;
    this.#progress = progress;
  }

  onTestCaseResult(testCase: TestCase): void {
    const { coverageItems = [], decides = [], transcript = [], difference } = testCase.meta() as TaskMeta;
    const [description, id] = testCase.fullName.split(" > ") as [DescriptionName, string];
    const result = testCase.result();
    const duration = testCase.diagnostic()?.duration ?? 0;
    const common = { description, id, duration, coverageItems, transcript, undecidedItems: [] };
    if (result.state === "passed") {
      this.outcomes.push({ ...common, status: "passed" });
    } else if (result.state === "skipped") {
      const [, status, reason] = /^(undecidable|could not run): (.*)$/s.exec(result.note ?? "") ?? [];
      const kept = status === "undecidable" ? status : "could not run";
      this.outcomes.push({ ...common, status: kept, reason: redact(reason ?? ""), undecidedItems: decides });
    } else {
      this.#failed += 1;
      const report = redact(
        result.errors
          ?.map(({ message, stack }) => (difference === undefined ? (stack ?? message) : message))
          .join("\n") ?? "",
      );
      this.outcomes.push({ ...common, status: "failed", reason: difference ?? report.split("\n")[0] ?? "", report });
    }
    this.#show();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    if (this.#progress.isTTY) this.#progress.write("\r\u001b[K");
    for (const { message } of [...unhandled, ...modules.flatMap((each) => each.errors())]) {
      this.faults.push(redact(message));
    }
  }

  #show(): void {
    const done = this.outcomes.length;
    const text = `${done}/${this.#total} cases${this.#failed > 0 ? `, ${this.#failed} failed` : ""}`;
    if (this.#progress.isTTY) {
      if (done % 20 === 0 || done === this.#total) this.#progress.write(`\r\u001b[K${text}`);
    } else if (performance.now() - this.#shown > PROGRESS_INTERVAL_MS) {
      this.#shown = performance.now();
      this.#progress.write(`${text}\n`);
    }
  }
}
