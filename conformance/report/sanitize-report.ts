import { redact } from "../wire/redact.js";
import type { RunReport } from "./run-report.js";

/** The suite's own words, which programs compare: a secret such as `passed` must not change them. */
const SUITE_OWNED_KEYS = new Set([
  "aspect",
  "description",
  "direction",
  "driver",
  "id",
  "kind",
  "level",
  "link",
  "operation",
  "requirement",
  "source",
  "status",
]);
/** No reader gets through more. */
const LONGEST = 100_000;

/**
 * The report as it is written for readers: every text redacted, once more, cut where it is endless, and without
 * characters that no document can have.
 *
 * Redacted here and not in what is written, where a secret could stand escaped, and where a short one would be found in
 * the markup.
 */
export function sanitizeReport(report: RunReport): RunReport {
  const { coverages, ...rest } = report;
  const text = JSON.stringify(rest, (key, value: unknown) => {
    if (typeof value !== "string") return value;
    return visible(SUITE_OWNED_KEYS.has(key) ? value : cut(redact(value)));
  });
  return { ...(JSON.parse(text) as Omit<RunReport, "coverages">), coverages };
}

function cut(text: string): string {
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST)}… (cut here, after ${LONGEST} of ${text.length} characters)`;
}

/** Control characters as their pictures, such as ␀; halves of a character as U+FFFD. */
function visible(text: string): string {
  return text.toWellFormed().replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\uFFFD";
  });
}
