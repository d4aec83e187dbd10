import { withoutControls } from "../../conformance/report/sanitize-report.js";
import type { Change, Effect } from "./comparison/change.js";
import { list } from "./comparison/words.js";
import type { Source } from "./sources.js";

/** Two descriptions and what differs between them. */
export interface Drift {
  readonly older: Pick<Source, "name" | "version">;
  readonly newer: Pick<Source, "name" | "version">;
  readonly changes: readonly Change[];
  /** The ids of the older description's operations. */
  readonly operations: readonly string[];
}

const HEADINGS: readonly (readonly [effect: Effect, heading: string])[] = [
  ["breaking", "Breaks a caller"],
  ["compatible", "Does not break a caller"],
  ["text", "Texts"],
];

/** What differs, in words. Texts are counted; `isWhole` lists them, too. */
export function driftText(given: Drift, isWhole: boolean): string {
  const { older, newer, changes } = given;
  const drift = { ...given, changes: changes.map(inLines), operations: given.operations.map(inLine) };
  const title = inLine(`From ${nameOf(older)} to ${nameOf(newer)}`);
  if (changes.length === 0) return `${title}: no difference.`;
  const count = (effect: Effect) => changes.filter((change) => change.effect === effect).length;
  const texts = count("text");
  const sections = HEADINGS.filter(([effect]) => count(effect) > 0 && (isWhole || effect !== "text")).map(
    ([effect, heading]) => `\n${heading}:\n${sentences(drift, effect).join("\n")}`,
  );
  const hint = texts > 0 && !isWhole ? " (--all lists them)" : "";
  const counts = [
    `${plural(count("breaking"), "change")} that ${count("breaking") === 1 ? "breaks" : "break"} a caller`,
    `${count("compatible")} that ${count("compatible") === 1 ? "does" : "do"} not`,
    `${plural(texts, "text")} that ${texts === 1 ? "differs" : "differ"}${hint}`,
  ];
  return [`${title}: ${list(counts)}.`, ...sections].join("\n");
}

/** The same, for programs: each change by itself, with its sentence. */
export function driftJson({ older, newer, changes }: Drift): string {
  const { name, version } = newer;
  return JSON.stringify(
    {
      older: { name: older.name, version: older.version },
      newer: { name, version },
      breaksCallers: changes.some(({ effect }) => effect === "breaking"),
      changes: changes.map((change) => ({ ...change, sentence: sentence(change) })),
    },
    null,
    2,
  );
}

/** A change in a sentence: "sendToAll: the query parameter `filter` was added (optional)." */
export function sentence({ operation, subject, status, what }: Change): string {
  const place = status === undefined ? subject : `${subject} of ${responses([status])}`;
  return `${operation}: ${place} ${what}.`;
}

/** The text of a document as a part of a line: it starts no other line, and turns the direction of none. */
function inLine(text: string): string {
  return withoutControls(text).replaceAll(/[\n\r\t\u2028\u2029]|\p{Bidi_Control}/gu, "\uFFFD");
}

function inLines<T extends object>(texts: T): T {
  const entries = Object.entries(texts).map(([key, text]) => [key, typeof text === "string" ? inLine(text) : text]);
  return Object.fromEntries(entries) as T;
}

function nameOf({ name, version }: Pick<Source, "name" | "version">): string {
  return name === version ? name : `${name} (${version})`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The sentences of one effect. What happened alike to several responses or operations is one sentence. */
function sentences({ changes, operations: all }: Drift, effect: Effect): string[] {
  const chosen = changes.filter((change) => change.effect === effect);
  const byOperation = groupBy(chosen, ({ operation, subject, what }) => [operation, subject, what]);
  const merged = byOperation.map(([first, ...others]) => {
    const statuses = [first, ...others].flatMap(({ status }) => status ?? []);
    const place = statuses.length === 0 ? first.subject : `${first.subject} of ${responses(statuses)}`;
    return { operation: first.operation, clause: `${place} ${first.what}` };
  });
  const byClause = groupBy(merged, ({ clause }) => [clause]).map((group) => ({
    names: operationNames(
      group.map(({ operation }) => operation),
      all,
    ),
    clause: `${group[0].clause}.`,
  }));
  return groupBy(byClause, ({ names }) => [names]).flatMap((group) => {
    const [{ names, clause }] = group;
    return group.length === 1
      ? [`  ${names}: ${clause}`]
      : [`  ${names}:`, ...group.map((each) => `    ${each.clause}`)];
  });
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => readonly string[]): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = JSON.stringify(keyOf(value));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

function responses(statuses: readonly string[]): string {
  const names = statuses.map((status) => (status === "DEFAULT" ? "default" : status));
  return `the response${names.length === 1 ? "" : "s"} ${list(names)}`;
}

/** Names operations: by those that are missing, if that is shorter. */
function operationNames(names: readonly string[], all: readonly string[]): string {
  const missing = all.filter((name) => !names.includes(name));
  if (names.length < 4 || missing.length > 3 || missing.length + names.length !== all.length) return list(names);
  return missing.length === 0 ? "every operation" : `every operation except ${list(missing)}`;
}
