import { ASPECTS } from "../cases/case.js";
import { sourceText } from "../description/source-text.js";
import { entryText } from "../wire/transcript-text.js";
import { matrixOf } from "./case-matrix.js";
import { summarize } from "./html/page/summarize.js";
import type { CaseReport, RunReport } from "./run-report.js";
import { sanitizeReport } from "./sanitize-report.js";
import { failures, SIGNS, tally, unexpectedPassText, VERDICTS } from "./statuses.js";
import { markdownTable } from "./tables.js";

/** The size of a comment on GitHub is 65,536 characters; some are left to the caller. */
const MAX_CHARACTERS = 65_000;
/** The maximum length of one quoted text. */
const MAX_QUOTED_CHARACTERS = 3_000;
/** Room for the sentence about what was left out. */
const RESERVED_CHARACTERS = 200;

/** The run as Markdown, short enough for a comment on a pull request. */
export function markdownReport(report: RunReport): string {
  const run = sanitizeReport(report);
  const { verdict, summary, cases } = run;
  const sign = SIGNS[VERDICTS[verdict]];
  const head = [
    `## ${sign} ${prose(shorten(summary))}`,
    tally(cases)
      .map(([status, count]) => `${SIGNS[status]} **${count.toLocaleString("en")}** ${status}`)
      .join(" · "),
    settings(run),
    matrix(run),
    ...coverage(run),
  ].join("\n\n");
  const failed = failures(cases);
  const sections = [...faultSection(run), ...failureSection(failed)];
  return `${join(head, sections)}\n`;
}

function settings({ target, driver, started, seconds, coverages }: RunReport): string {
  const descriptions = coverages.map(({ description }) => code(description));
  const values = [code(shorten(target)), `driver ${code(driver)}`, prose(started), `${seconds.toFixed(1)} s`];
  return [...values, ...descriptions].join(", ");
}

function matrix({ cases }: RunReport): string {
  const cell = (of: readonly CaseReport[]): string => {
    if (of.length === 0) return "";
    const { passed, total, state } = summarize(of.map(({ status }) => status));
    return `${passed}/${total} ${SIGNS[state]}`;
  };
  const rows = matrixOf(cases);
  return markdownTable([
    ["operation", ...ASPECTS],
    ...rows.map(({ operation, cells }) => [code(operation), ...ASPECTS.map((aspect) => cell(cells[aspect]))]),
    ["all", ...ASPECTS.map((aspect) => cell(rows.flatMap(({ cells }) => cells[aspect])))],
  ]);
}

function coverage({ cases, coverages }: RunReport): string[] {
  // What was not selected is not missing.
  if (cases.some(({ status }) => status === "skipped")) return [];
  return coverages
    .filter(({ missing, unexpectedlyExercised }) => missing.length + unexpectedlyExercised.length > 0)
    .map(({ description, missing, unexpectedlyExercised }) => {
      const items = [...missing, ...unexpectedlyExercised].map(
        ({ operation, kind, name }) => `${operation}: ${kind}: ${name}`,
      );
      const title = [
        ...(missing.length > 0 ? [`${missing.length} not covered`] : []),
        ...(unexpectedlyExercised.length > 0
          ? [`${unexpectedlyExercised.length} covered, but listed as impossible in the expectations`]
          : []),
      ];
      return details(`${description}: ${title.join(", ")}`, [fence(shorten(items.join("\n")))]);
    });
}

function faultSection({ faults }: RunReport): string[] {
  return faults.length === 0 ? [] : ["### Errors outside a case", ...faults.map((fault) => fence(shorten(fault)))];
}

function failureSection(failed: readonly CaseReport[]): string[] {
  const isWarning = ({ status }: CaseReport) => status === "warning";
  const section = (title: string, listed: readonly CaseReport[]) =>
    listed.length === 0 ? [] : [`### ${title} (${listed.length.toLocaleString("en")})`, ...listed.map(failure)];
  return [
    ...section(
      "Failures",
      failed.filter((each) => !isWarning(each)),
    ),
    ...section("Warnings", failed.filter(isWarning)),
  ];
}

function failure(each: CaseReport): string {
  const { description, id, level, requirement, status, reason = "", source, transcript } = each;
  const text = sourceText(description, source);
  const exchange = transcript.findLast(({ kind }) => kind === "exchange");
  return details(`${SIGNS[status]} \`${id}\` (${description}) ${level}: ${requirement}`, [
    fence(shorten(status === "unexpected pass" ? unexpectedPassText(each) : reason)),
    `${code(source)}${text === undefined ? "" : `: ${prose(shorten(text))}`}`,
    ...(exchange === undefined ? [] : [fence(shorten(entryText(exchange)))]),
  ]);
}

/** The head and as many of the sections as fit, with the number of those that do not. */
function join(head: string, sections: readonly string[]): string {
  let text = head;
  for (const [index, section] of sections.entries()) {
    if (text.length + section.length > MAX_CHARACTERS - RESERVED_CHARACTERS) {
      const left = sections.length - index;
      return `${text}\n\n… and ${left.toLocaleString("en")} more. The HTML and JSON reports list all of them.`;
    }
    text += `\n\n${section}`;
  }
  return text;
}

function shorten(text: string): string {
  return text.length <= MAX_QUOTED_CHARACTERS
    ? text
    : `${text.slice(0, MAX_QUOTED_CHARACTERS)}… (${text.length} characters)`;
}

function details(summary: string, parts: readonly string[]): string {
  return [`<details><summary>${elementText(summary)}</summary>`, ...parts, "</details>"].join("\n\n");
}

/** As a block of code. Its fence is longer than any in the text. */
function fence(text: string): string {
  const mark = "`".repeat(Math.max(3, maxBackticks(text) + 1));
  return `${mark}text\n${text}\n${mark}`;
}

/** As code within a line. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  const mark = "`".repeat(maxBackticks(line) + 1);
  const gap = /^`|`$/.test(line) ? " " : "";
  return `${mark}${gap}${line}${gap}${mark}`;
}

function maxBackticks(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** As plain text: nothing in it is Markdown, except that pairs of backticks mark code, as in the description. */
function prose(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : part.replaceAll(/[\\`*_{}[\]<>#|~&]/g, entity)))
    .join("");
}

/** As text in an HTML element, where GitHub does not read Markdown. */
function elementText(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll(/[&<>]/g, entity);
  return line.replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
