import { redact } from "../wire/redact.js";
import type { RunReport } from "./run-report.js";

/** Members whose values are the suite's own, and compared by programs: a secret such as `passed` must not change them. */
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
const MAX_TEXT_CHARACTERS = 100_000;

/**
 * The report as it is written: texts are redacted once more, cut at 100,000 characters, and free of characters that XML and
 * HTML do not allow.
 *
 * It is redacted before it is written: in markup, a secret could be escaped, and a short one could be part of the markup.
 */
export function sanitizeReport(report: RunReport): RunReport {
  const { coverages, ...rest } = report;
  const text = JSON.stringify(rest, (key, value: unknown) => {
    if (typeof value !== "string") return value;
    return withoutControls(SUITE_OWNED_KEYS.has(key) ? value : cut(redact(value)));
  });
  return { ...(JSON.parse(text) as Omit<RunReport, "coverages">), coverages };
}

function cut(text: string): string {
  return text.length <= MAX_TEXT_CHARACTERS
    ? text
    : `${text.slice(0, MAX_TEXT_CHARACTERS)}… (cut after ${MAX_TEXT_CHARACTERS} of ${text.length} characters)`;
}

/** Replaces control characters by their pictures, such as ␀, and unpaired surrogates by U+FFFD. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\uFFFD";
  });
}
