import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { DescriptionName } from "../../generated/descriptions.js";
import { CoverageCounter } from "../report/coverage.js";
import type { Fact } from "../report/facts.js";

/** What became of a case. */
export interface Outcome {
  readonly description: DescriptionName;
  readonly id: string;
  readonly operation: string;
  readonly status: "passed" | "failed" | "undecidable";
  /** In milliseconds. */
  readonly duration: number;
  /** Why it failed, or why it is undecidable. */
  readonly reason?: string;
}

/** Keeps what became of each case, counts coverage, and shows progress where somebody looks on. */
export class CollectingReporter implements Reporter {
  readonly outcomes: Outcome[] = [];
  /** What went wrong outside of any case. */
  readonly faults: string[] = [];
  readonly #counters: ReadonlyMap<DescriptionName, CoverageCounter>;
  readonly #total: number;
  readonly #progress: NodeJS.WriteStream;

  constructor(descriptions: readonly DescriptionName[], total: number, progress: NodeJS.WriteStream) {
    this.#counters = new Map(descriptions.map((description) => [description, new CoverageCounter(description)]));
    this.#total = total;
    this.#progress = progress;
  }

  onTestCaseResult(testCase: TestCase): void {
    const {
      operation = "",
      exercised = [],
      undecidable = [],
    } = testCase.meta() as { operation?: string; exercised?: Fact[]; undecidable?: Fact[] };
    const [description, id] = testCase.fullName.split(" > ") as [DescriptionName, string];
    const result = testCase.result();
    const duration = testCase.diagnostic()?.duration ?? 0;
    const common = { description, id, operation, duration };
    if (result.state === "passed") this.outcomes.push({ ...common, status: "passed" });
    else if (result.state === "skipped")
      this.outcomes.push({ ...common, status: "undecidable", reason: result.note ?? "" });
    else
      this.outcomes.push({
        ...common,
        status: "failed",
        reason: result.errors?.map(({ message }) => message).join("\n") ?? "",
      });
    this.#counters.get(description)?.add(operation, exercised, undecidable);
    this.#show();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    if (this.#progress.isTTY) this.#progress.write("\r\u001b[K");
    for (const { message } of [...unhandled, ...modules.flatMap((each) => each.errors())]) this.faults.push(message);
  }

  counter(description: DescriptionName): CoverageCounter {
    const counter = this.#counters.get(description);
    if (counter === undefined) throw new Error(`${description} is not part of this run.`);
    return counter;
  }

  #show(): void {
    const done = this.outcomes.length;
    if (!this.#progress.isTTY || (done % 20 !== 0 && done !== this.#total)) return;
    const failed = this.outcomes.filter(({ status }) => status === "failed").length;
    this.#progress.write(`\r\u001b[K${done}/${this.#total} cases${failed > 0 ? `, ${failed} failed` : ""}`);
  }
}
