import type { DescriptionName } from "../../generated/descriptions.js";
import { entryText } from "../wire/transcript-text.js";
import { type CaseReport, FAILING_STATUSES, type RunReport } from "./run-report.js";
import { sanitizeReport } from "./sanitize-report.js";

/** The run as JUnit XML: a suite for each description, a test case for each case. */
export function junitReport(report: RunReport): string {
  const run = sanitizeReport(report);
  const descriptions = [...new Set(run.cases.map(({ description }) => description))];
  const { failures, errors, skipped } = countsOf(run.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    startTag("testsuites", {
      name: "webpubsub-conformance",
      tests: run.cases.length + run.faults.length,
      failures,
      errors: errors + run.faults.length,
      skipped,
      time: run.seconds.toFixed(3),
    }),
    ...descriptions.map((description) => suiteOf(run, description)),
    ...faultSuite(run),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteOf({ cases, target, driver, started }: RunReport, description: DescriptionName): string {
  const own = cases.filter((each) => each.description === description);
  const time = seconds(own.reduce((sum, { duration }) => sum + duration, 0));
  return [
    startTag("testsuite", { name: description, tests: own.length, ...countsOf(own), time, timestamp: started }),
    properties({ target, driver }),
    ...own.map(caseElement),
    "</testsuite>",
  ].join("\n");
}

function caseElement(each: CaseReport): string {
  const { id, operation, level, source, requirement, aspect, status, duration, transcript } = each;
  return [
    startTag("testcase", { name: id, classname: operation, time: seconds(duration) }),
    properties({ level, source, requirement, aspect, status }),
    ...resultElement(each),
    ...(transcript.length === 0
      ? []
      : [`<system-out>${escapeXml(transcript.map(entryText).join("\n\n"))}</system-out>`]),
    "</testcase>",
  ].join("\n");
}

/** JUnit knows passed, failed, in error and skipped: the status itself is in the message, and among the properties. */
function resultElement({ status, reason, expectation, level, requirement }: CaseReport): string[] {
  const known = expectation && `Known failure: ${expectation.reason} (${expectation.link})`;
  const message = [reason, known].filter((text) => text !== undefined).join("\n");
  switch (status) {
    case "passed":
      return [];
    case "failed":
      return [element("failure", { type: status, message }, `${level}: ${requirement}\n\n${message}`)];
    case "unexpected pass":
      return [element("failure", { type: status, message: `Unexpected pass. ${message}` })];
    case "could not run":
      return [element("error", { type: status, message })];
    default:
      return [element("skipped", { message: message === "" ? status : `${status}: ${message}` })];
  }
}

/** A suite of its own for errors outside a case, so that a reader of the XML alone does not miss them. */
function faultSuite({ faults }: RunReport): string[] {
  if (faults.length === 0) return [];
  const count = faults.length;
  return [
    startTag("testsuite", {
      name: "errors outside a case",
      tests: count,
      failures: 0,
      errors: count,
      skipped: 0,
      time: 0,
    }),
    ...faults.map((fault, index) =>
      [
        startTag("testcase", { name: `error ${index + 1}`, classname: "run", time: 0 }),
        element("error", { type: "fault", message: fault.split("\n")[0] ?? "" }, fault),
        "</testcase>",
      ].join("\n"),
    ),
    "</testsuite>",
  ];
}

function countsOf(cases: readonly CaseReport[]): { failures: number; errors: number; skipped: number } {
  const count = (isCounted: (status: CaseReport["status"]) => boolean) =>
    cases.filter(({ status }) => isCounted(status)).length;
  return {
    failures: count((status) => FAILING_STATUSES.includes(status) && status !== "could not run"),
    errors: count((status) => status === "could not run"),
    skipped: count((status) => !FAILING_STATUSES.includes(status) && status !== "passed"),
  };
}

type Attributes = Readonly<Record<string, string | number>>;

function properties(values: Readonly<Record<string, string>>): string {
  const each = Object.entries(values).map(([name, value]) => element("property", { name, value }));
  return `<properties>${each.join("")}</properties>`;
}

function element(name: string, attributes: Attributes, text = ""): string {
  const start = startTag(name, attributes);
  return text === "" ? start.replace(/>$/, "/>") : `${start}${escapeXml(text)}</${name}>`;
}

function startTag(name: string, attributes: Attributes): string {
  // Parsers turn line breaks and tabs in attributes into spaces, unless they are character references.
  const value = (text: string) =>
    escapeXml(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;").replaceAll('"', "&quot;");
  const written = Object.entries(attributes).map(([key, each]) => ` ${key}="${value(String(each))}"`);
  return `<${name}${written.join("")}>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
