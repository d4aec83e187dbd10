import { ASPECTS } from "../cases/case.js";
import { sourceText } from "../description/source-text.js";
import { entryText } from "../wire/transcript-text.js";
import { matrixOf } from "./case-matrix.js";
import { summarize } from "./html/page/summarize.js";
import type { CaseReport, RunReport } from "./run-report.js";
import { sanitizeReport } from "./sanitize-report.js";
import { failures, SIGNS, tally, VERDICTS } from "./statuses.js";

/** How many characters a comment on a pull request takes, with some to spare. */
const LONGEST = 65_000;
/** How much of one text is told, in characters. */
const TOLD = 3_000;
/** Room for the words that say what was left out. */
const RESERVED = 200;

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
    coverageItems(run),
    table(run),
    ...coverage(run),
  ].join("\n\n");
  const failed = failures(cases);
  const sections = [...faultSection(run), ...failureSection(failed)];
  return `${within(LONGEST, head, sections)}\n`;
}

function coverageItems({ target, driver, started, seconds, coverages }: RunReport): string {
  const descriptions = coverages.map(({ description }) => code(description));
  const words = [code(shorten(target)), `driver ${code(driver)}`, prose(started), `${seconds.toFixed(1)} s`];
  return [...words, ...descriptions].join(", ");
}

function table({ cases }: RunReport): string {
  const cell = (of: readonly CaseReport[]): string => {
    if (of.length === 0) return "";
    const { passed, total, state } = summarize(of.map(({ status }) => status));
    return `${passed}/${total} ${SIGNS[state]}`;
  };
  const rows = matrixOf(cases);
  return [
    ["operation", ...ASPECTS],
    ["---", ...ASPECTS.map(() => "--:")],
    ...rows.map(({ operation, cells }) => [code(operation), ...ASPECTS.map((aspect) => cell(cells[aspect]))]),
    ["all", ...ASPECTS.map((aspect) => cell(rows.flatMap(({ cells }) => cells[aspect])))],
  ]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function coverage({ cases, coverages }: RunReport): string[] {
  // What nobody wanted to exercise is not missing.
  if (cases.some(({ status }) => status === "skipped")) return [];
  return coverages
    .filter(({ missing, unexpectedlyExercised }) => missing.length + unexpectedlyExercised.length > 0)
    .map(({ description, missing, unexpectedlyExercised }) => {
      const coverageItems = [...missing, ...unexpectedlyExercised].map(
        ({ operation, kind, name }) => `${operation}: ${kind}: ${name}`,
      );
      const title = [
        ...(missing.length > 0 ? [`${missing.length} documented and not exercised`] : []),
        ...(unexpectedlyExercised.length > 0
          ? [`${unexpectedlyExercised.length} exercised, though the expectations say that it cannot be`]
          : []),
      ];
      return details(`${description}: ${title.join(", ")}`, [fence(shorten(coverageItems.join("\n")))]);
    });
}

function faultSection({ faults }: RunReport): string[] {
  return faults.length === 0 ? [] : [`### Outside of any case`, ...faults.map((fault) => fence(shorten(fault)))];
}

function failureSection(failed: readonly CaseReport[]): string[] {
  return failed.length === 0 ? [] : [`### Failures (${failed.length.toLocaleString("en")})`, ...failed.map(failure)];
}

function failure({
  description,
  id,
  level,
  requirement,
  status,
  reason,
  expectation,
  source,
  transcript,
}: CaseReport): string {
  const text = sourceText(description, source);
  const difference =
    status === "unexpected pass" ? `It passes, and is expected to fail: ${expectation?.reason ?? ""}` : (reason ?? "");
  const exchange = transcript.findLast(({ kind }) => kind === "exchange");
  return details(`${SIGNS[status]} \`${id}\` (${description}) ${level}: ${requirement}`, [
    fence(shorten(difference)),
    `${code(source)}${text === undefined ? "" : `: ${prose(shorten(text))}`}`,
    ...(exchange === undefined ? [] : [fence(shorten(entryText(exchange)))]),
  ]);
}

/** The parts that fit, and how many do not. */
function within(longest: number, head: string, parts: readonly string[]): string {
  let text = head;
  for (const [index, part] of parts.entries()) {
    if (text.length + part.length > longest - RESERVED) {
      const left = parts.length - index;
      return `${text}\n\n… and ${left.toLocaleString("en")} more, which are left out here: a comment takes no more. Other reports have them.`;
    }
    text += `\n\n${part}`;
  }
  return text;
}

function shorten(text: string): string {
  return text.length <= TOLD ? text : `${text.slice(0, TOLD)}… (${text.length} characters)`;
}

function details(summary: string, parts: readonly string[]): string {
  return [`<details><summary>${markup(summary)}</summary>`, ...parts, "</details>"].join("\n\n");
}

/** As a block of code, whatever is in it. */
function fence(text: string): string {
  const mark = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${mark}text\n${text}\n${mark}`;
}

/** As code within a line, or a cell of a table. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
  const mark = "`".repeat(longestRun(line) + 1);
  const gap = /^`|`$/.test(line) ? " " : "";
  return `${mark}${gap}${line}${gap}${mark}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** As plain words: nothing in it is Markdown. Backticks in pairs are code, as the description has them. */
function prose(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .split(/`([^`]+)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : part.replaceAll(/[\\`*_{}[\]<>#|~&]/g, entity)))
    .join("");
}

/** As text in an element, where Markdown is not looked for. */
function markup(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").replaceAll(/[&<>]/g, entity);
  return line.replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
