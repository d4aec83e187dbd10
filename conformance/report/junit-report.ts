import type { DescriptionName } from "../../generated/descriptions.js";
import { entryText } from "../wire/transcript-text.js";
import { type CaseReport, FAILING_STATUSES, type RunReport } from "./run-report.js";
import { sanitizeReport } from "./sanitize-report.js";

/** The run as JUnit XML: a suite for each description, a test case for each case. */
export function junitReport(report: RunReport): string {
  const run = sanitizeReport(report);
  const descriptions = [...new Set(run.cases.map(({ description }) => description))];
  const suites = descriptions.map((description) => suiteOf(run, description));
  const { failures, errors, skipped } = counted(run.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    tag("testsuites", {
      name: "webpubsub-conformance",
      tests: run.cases.length + run.faults.length,
      failures,
      errors: errors + run.faults.length,
      skipped,
      time: run.seconds.toFixed(3),
    }),
    ...suites,
    ...faultSuite(run),
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteOf({ cases, target, driver, started }: RunReport, description: DescriptionName): string {
  const own = cases.filter((each) => each.description === description);
  const time = seconds(own.reduce((sum, { duration }) => sum + duration, 0));
  return [
    tag("testsuite", { name: description, tests: own.length, ...counted(own), time, timestamp: started }),
    properties({ target, driver }),
    ...own.map(caseElement),
    "</testsuite>",
  ].join("\n");
}

function caseElement(each: CaseReport): string {
  const { id, operation, level, source, requirement, aspect, status, duration, transcript } = each;
  return [
    tag("testcase", { name: id, classname: operation, time: seconds(duration) }),
    properties({ level, source, requirement, aspect, status }),
    ...outcome(each),
    ...(transcript.length === 0
      ? []
      : [`<system-out>${escapeXml(transcript.map(entryText).join("\n\n"))}</system-out>`]),
    "</testcase>",
  ].join("\n");
}

function outcome({ status, reason, expectation, level, requirement }: CaseReport): string[] {
  const expected = expectation && `Expected to fail: ${expectation.reason} (${expectation.link})`;
  const message = [reason, expected].filter((text) => text !== undefined).join("\n");
  switch (status) {
    case "passed":
      return [];
    case "failed":
      return [
        `${tag("failure", { type: status, message })}${escapeXml(`${level}: ${requirement}\n\n${message}`)}</failure>`,
      ];
    case "unexpected pass":
      return [tag("failure", { type: status, message: `It passes. ${message}` }, "/")];
    case "could not run":
      return [tag("error", { type: status, message }, "/")];
    default:
      return [tag("skipped", { message: message === "" ? status : `${status}: ${message}` }, "/")];
  }
}

/** What went wrong outside of any case must not be missed by who reads nothing but XML. */
function faultSuite({ faults }: RunReport): string[] {
  if (faults.length === 0) return [];
  const count = faults.length;
  return [
    tag("testsuite", { name: "outside of any case", tests: count, failures: 0, errors: count, skipped: 0, time: 0 }),
    ...faults.map((fault, index) =>
      [
        tag("testcase", { name: `fault ${index + 1}`, classname: "run", time: 0 }),
        `${tag("error", { type: "fault", message: fault.split("\n")[0] ?? "" })}${escapeXml(fault)}</error>`,
        "</testcase>",
      ].join("\n"),
    ),
    "</testsuite>",
  ];
}

function counted(cases: readonly CaseReport[]): { failures: number; errors: number; skipped: number } {
  const count = (isOne: (status: CaseReport["status"]) => boolean) =>
    cases.filter(({ status }) => isOne(status)).length;
  return {
    failures: count((status) => FAILING_STATUSES.includes(status) && status !== "could not run"),
    errors: count((status) => status === "could not run"),
    skipped: count((status) => !FAILING_STATUSES.includes(status) && status !== "passed"),
  };
}

function properties(named: Readonly<Record<string, string>>): string {
  const each = Object.entries(named).map(([name, value]) => tag("property", { name, value }, "/"));
  return `<properties>${each.join("")}</properties>`;
}

function tag(name: string, attributes: Readonly<Record<string, string | number>>, end: "" | "/" = ""): string {
  // As they are, an attribute would have spaces for them.
  const kept = (value: string) =>
    escapeXml(value).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;").replaceAll('"', "&quot;");
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${kept(String(value))}"`);
  return `<${name}${written.join("")}${end}>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
