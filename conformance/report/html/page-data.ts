import { sourceText } from "../../description/source-text.js";
import type { TranscriptEntry, TranscriptMessage } from "../../wire/transcript.js";
import type { CaseReport, RunReport } from "../run-report.js";
import { type CellState, SIGNS, unexpectedPassText } from "../statuses.js";

/** What the page renders the details of cases from. */
export interface PageData {
  readonly cases: readonly PageCase[];
  /** The headers of all messages, which refer to them by index: few different ones stand in many messages. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The texts of the description that the sources of cases point to. */
  readonly sources: readonly string[];
  readonly signs: Readonly<Record<CellState, string>>;
}

export interface PageCase extends Omit<CaseReport, "transcript"> {
  readonly transcript: readonly PageEntry[];
  /** What the closed case shows below its requirement: why it did not pass. */
  readonly headline?: string;
  /** The index of the source's text in {@link PageData.sources}, if it has one. */
  readonly sourceText?: number;
}

export type PageEntry = Extract<TranscriptEntry, { kind: "frame" }> | PageExchange;

type TranscriptExchange = Extract<TranscriptEntry, { kind: "exchange" }>;

export interface PageExchange extends Omit<TranscriptExchange, "request" | "response"> {
  readonly request: PageMessage & Pick<TranscriptExchange["request"], "method" | "url">;
  readonly response: PageMessage & Pick<TranscriptExchange["response"], "status">;
}

export interface PageMessage {
  /** Indexes in {@link PageData.headers}. */
  readonly headers: readonly number[];
  readonly body: string;
}

export function pageData({ cases }: RunReport): PageData {
  const headers = new IndexedValues<readonly [string, string]>();
  const sources = new IndexedValues<string>();
  const message = <T extends TranscriptMessage>(of: T) => ({
    ...of,
    headers: of.headers.map((header) => headers.indexOf(header)),
  });
  const entry = (of: TranscriptEntry): PageEntry =>
    of.kind === "frame" ? of : { ...of, request: message(of.request), response: message(of.response) };
  const pageCases = cases.map((each): PageCase => {
    const text = sourceText(each.description, each.source);
    const headline = headlineOf(each);
    return {
      ...each,
      transcript: each.transcript.map(entry),
      ...(headline !== undefined && { headline }),
      ...(text !== undefined && { sourceText: sources.indexOf(text) }),
    };
  });
  return { cases: pageCases, headers: headers.values, sources: sources.values, signs: SIGNS };
}

function headlineOf(each: CaseReport): string | undefined {
  if (each.status === "passed") return undefined;
  return each.status === "unexpected pass" ? unexpectedPassText(each) : each.reason;
}

/** Different values, each kept once. */
class IndexedValues<T> {
  readonly values: T[] = [];
  readonly #indexes = new Map<string, number>();

  /** The index of a value, which is added if it is new. */
  indexOf(value: T): number {
    const key = JSON.stringify(value);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
