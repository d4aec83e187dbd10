import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { Content } from "../../../conformance/report/html/markup.js";
import { html } from "../../../conformance/report/html/page/html-template.js";

/** An entry of the evidence ledger, as spec/evidence.yaml explains its members. */
export interface LedgerEntry {
  readonly topic: string;
  readonly claims: Readonly<Record<string, string>>;
  readonly follows: string;
  readonly decision: string;
  readonly why: string;
  readonly rank: Rank;
  /** Why the entry no longer holds. Its id stays. */
  readonly withdrawn?: string;
}

export interface LedgerSource {
  readonly what: string;
  readonly kind: string;
  readonly where: string | readonly string[];
}

export interface Ledger {
  readonly entries: Readonly<Record<string, LedgerEntry>>;
  readonly sources: Readonly<Record<string, LedgerSource>>;
}

type Rank = keyof typeof RANKS;

/** What each rank means, best first. */
export const RANKS = {
  recorded: "recorded traffic of the service shows it",
  documented: "documented by the service's publishers, and no recording contradicts it",
  emulator: "seen on the official emulator only, which differs from the service in places",
  inferred: "inferred: only a sibling service or reasoning supports it",
} as const;

/** The ranks in few words, for marks. */
const SHORT: Readonly<Record<Rank, string>> = {
  recorded: "recorded",
  documented: "documented",
  emulator: "official emulator only",
  inferred: "inferred",
};

/** Reads spec/evidence.yaml. */
export async function readLedger(root: string): Promise<Ledger> {
  return parse(await readFile(join(root, "spec/evidence.yaml"), "utf8")) as Ledger;
}

/** Something in the description that cites entries of the ledger. */
export interface Cited {
  readonly "x-evidence"?: string | readonly string[];
}

/**
 * Links from a statement to the entries of the ledger that it rests on, with their ranks.
 *
 * @param page the address of the ledger's page
 * @throws {Error} if the ledger lacks an entry
 */
export function marks(cited: Cited, { entries }: Ledger, page: string): Content {
  const ids = [cited["x-evidence"] ?? []].flat();
  if (ids.length === 0) return "";
  const links = ids.map((id, index) => {
    const entry = entries[id];
    if (entry === undefined) throw new Error(`The description cites ${id}, which spec/evidence.yaml does not have.`);
    const link = html`<a class="${entry.rank}" href="${page}#${id}" title="${entry.topic}">${id}, ${SHORT[entry.rank]}</a>`;
    return [index === 0 ? "" : "; ", link];
  });
  return html`<p class="marks">Evidence: ${links}</p>
`;
}
