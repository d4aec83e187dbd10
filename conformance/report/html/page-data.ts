import { sourceText } from "../../description/source-text.js";
import type { TranscriptEntry } from "../../wire/transcript.js";
import type { CaseReport, RunReport } from "../run-report.js";
import { type CellState, SIGNS } from "../statuses.js";

/** What the page renders cases from. */
export interface PageData {
  readonly cases: readonly PageCase[];
  /** The headers of all messages, which refer to them by index: there are few, in many messages. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** What stands at the sources. */
  readonly sources: readonly string[];
  readonly signs: Readonly<Record<CellState, string>>;
}

export interface PageCase extends Omit<CaseReport, "transcript"> {
  readonly transcript: readonly PageStep[];
  /** Index of what stands at the source, if the description has words for it. */
  readonly sourceText?: number;
}

export type PageStep = Extract<TranscriptEntry, { kind: "frame" }> | PageExchange;

export interface PageExchange extends Omit<Extract<TranscriptEntry, { kind: "exchange" }>, "request" | "response"> {
  readonly request: PageMessage & { readonly method: string; readonly url: string };
  readonly response: PageMessage & { readonly status: number };
}

export interface PageMessage {
  readonly headers: readonly number[];
  readonly body: string;
}

export function pageData({ cases }: RunReport): PageData {
  const headers = new Numbered<readonly [string, string]>();
  const sources = new Numbered<string>();
  const message = <T extends { headers: readonly (readonly [string, string])[] }>(view: T) => ({
    ...view,
    headers: view.headers.map((header) => headers.number(header)),
  });
  const step = (view: TranscriptEntry): PageStep =>
    view.kind === "frame" ? view : { ...view, request: message(view.request), response: message(view.response) };
  const pageCases = cases.map(({ transcript, ...each }): PageCase => {
    const text = sourceText(each.description, each.source);
    return {
      ...each,
      transcript: transcript.map(step),
      ...(text !== undefined && { sourceText: sources.number(text) }),
    };
  });
  return { cases: pageCases, headers: headers.all, sources: sources.all, signs: SIGNS };
}

/** Things that are kept once, by number. */
class Numbered<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  number(thing: T): number {
    const key = JSON.stringify(thing);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push(thing) - 1;
  }
}
