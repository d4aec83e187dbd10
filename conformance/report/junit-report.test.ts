import { describe, expect, test } from "vitest";
import { registerSecret } from "../wire/redact.js";
import { junitReport } from "./junit-report.js";
import type { CaseReport, RunReport } from "./run-report.js";
import { elementNamed, elementsNamed, parseXml, type XmlElement } from "./testing/parsed-xml.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";

/** The elements of the common JUnit format, with what each may have: what Jenkins and GitLab read. */
const FORMAT: Readonly<
  Record<string, { attributes: readonly string[]; optional?: readonly string[]; children?: readonly string[] }>
> = {
  testsuites: { attributes: ["name", "tests", "failures", "errors", "skipped", "time"], children: ["testsuite"] },
  testsuite: {
    attributes: ["name", "tests", "failures", "errors", "skipped", "time"],
    optional: ["timestamp"],
    children: ["properties", "testcase"],
  },
  testcase: {
    attributes: ["name", "classname", "time"],
    children: ["properties", "failure", "error", "skipped", "system-out"],
  },
  properties: { attributes: [], children: ["property"] },
  property: { attributes: ["name", "value"] },
  failure: { attributes: ["type", "message"] },
  error: { attributes: ["type", "message"] },
  skipped: { attributes: ["message"] },
  "system-out": { attributes: [] },
};
const NUMBER = { tests: /^\d+$/, failures: /^\d+$/, errors: /^\d+$/, skipped: /^\d+$/, time: /^\d+(\.\d+)?$/ };

/** What of an element and of those inside it is not in the format. */
function formatProblems({ name, attributes, children }: XmlElement): string[] {
  const format = FORMAT[name];
  if (format === undefined) return [`<${name}> is unknown`];
  const { attributes: required, optional = [], children: allowed = [] } = format;
  const names = Object.keys(attributes);
  return [
    ...required.filter((each) => !names.includes(each)).map((each) => `<${name}> lacks ${each}`),
    ...names.filter((each) => ![...required, ...optional].includes(each)).map((each) => `<${name}> has ${each}`),
    ...Object.entries(NUMBER)
      .filter(([each, pattern]) => each in attributes && !pattern.test(attributes[each] ?? ""))
      .map(([each]) => `${each} of <${name}> is "${attributes[each]}"`),
    ...children.filter((child) => !allowed.includes(child.name)).map((child) => `<${child.name}> is in <${name}>`),
    ...(children.some((child, index) => child.name === "properties" && index > 0) ? [`<properties> is late`] : []),
    ...children.flatMap(formatProblems),
  ];
}

/** Parses the report of a run, which must be in the format. */
function parsed(report: RunReport): XmlElement {
  const root = parseXml(junitReport(report));
  expect(root.name).toBe("testsuites");
  expect(formatProblems(root)).toEqual([]);
  return root;
}

const expectation = { reason: "Known.", link: "https://example.com/1" };

describe("junitReport", () => {
  test("writes a suite for each description and a test case for each case", () => {
    const root = parsed(
      reportOf([
        caseOf(),
        caseOf({ id: "send-to-all/b", status: "failed", reason: "Expected status 202, got 200.", duration: 1500 }),
        caseOf({ id: "send-to-all/c", status: "undecidable", reason: "the target has no clock", transcript: [] }),
        caseOf({ description: "2023-07-01" }),
      ]),
    );
    expect(root.attributes).toMatchObject({ tests: "4", failures: "1", errors: "0", skipped: "1", time: "1.500" });
    const [first, second] = elementsNamed(root, "testsuite");
    expect(first?.attributes).toMatchObject({
      name: "2024-12-01",
      tests: "3",
      failures: "1",
      skipped: "1",
      time: "1.525",
    });
    expect(second?.attributes).toMatchObject({ name: "2023-07-01", tests: "1", failures: "0", skipped: "0" });
    expect(
      elementsNamed(root, "testcase").map(({ attributes }) => [attributes.classname, attributes.name, attributes.time]),
    ).toEqual([
      ["sendToAll", "send-to-all/bare", "0.012"],
      ["sendToAll", "send-to-all/b", "1.500"],
      ["sendToAll", "send-to-all/c", "0.012"],
      ["sendToAll", "send-to-all/bare", "0.012"],
    ]);
  });

  test("writes level, source and transcript of each case", () => {
    const frame = { kind: "frame", client: "alice", direction: "received", text: '{"data":"hello"}' } as const;
    const testcase = elementNamed(parsed(reportOf([caseOf({ transcript: [exchangeOf(), frame] })])), "testcase");
    const properties = elementsNamed(testcase, "property").map(({ attributes }) => [attributes.name, attributes.value]);
    expect(Object.fromEntries(properties)).toMatchObject({
      level: "MUST",
      source: "#/paths/~1api~1hubs~1%7Bhub%7D~1%3Asend/post",
    });
    expect(elementNamed(testcase, "system-out").text).toBe(
      [
        "> POST http://127.0.0.1:8080/api/hubs/chat/:send?api-version=2024-12-01",
        "> content-type: text/plain",
        ">",
        "> hello",
        "< 202",
        "< date: Sun, 22 Nov 2026 18:16:09 GMT",
        "",
        "curl --request POST --header 'content-type: text/plain' --data-binary 'hello' 'http://127.0.0.1:8080/api/hubs/chat/:send?api-version=2024-12-01'",
        "",
        '← alice: {"data":"hello"}',
      ].join("\n"),
    );
  });

  test.for<[given: Partial<CaseReport>, outcome: [name: string, message: string][]]>([
    [{ status: "passed" }, []],
    [{ status: "failed", reason: "No." }, [["failure", "No."]]],
    [
      { status: "unexpected pass", expectation },
      [["failure", "Unexpected pass. Known failure: Known. (https://example.com/1)"]],
    ],
    [{ status: "could not run", reason: "Gone." }, [["error", "Gone."]]],
    [
      { status: "expected failure", reason: "No.", expectation },
      [["skipped", "expected failure: No.\nKnown failure: Known. (https://example.com/1)"]],
    ],
    [{ status: "undecidable", reason: "It lacks sockets." }, [["skipped", "undecidable: It lacks sockets."]]],
    [{ status: "skipped" }, [["skipped", "skipped"]]],
  ])("maps the status of %j to %j", ([given, outcome]) => {
    const { children } = elementNamed(parsed(reportOf([caseOf({ ...given, transcript: [] })])), "testcase");
    expect(
      children.filter(({ name }) => name !== "properties").map(({ name, attributes }) => [name, attributes.message]),
    ).toEqual(outcome);
  });

  test("reports an error outside a case as an error", () => {
    const root = parsed(reportOf([caseOf()], { verdict: 2, faults: ["Error: boom\n    at x"] }));
    expect(root.attributes).toMatchObject({ tests: "2", errors: "1" });
    expect(elementNamed(root, "error")).toMatchObject({
      attributes: { message: "Error: boom" },
      text: "Error: boom\n    at x",
    });
  });

  test("keeps foreign text as text, control characters as pictures", () => {
    const hostile = `]]></failure> <a> & "b" 'c' \t\n \r \u0000 \u0008 \u001b[31m \ufffe \ud800 \u{1f600}`;
    const visible = `]]></failure> <a> & "b" 'c' \t\n \r ␀ ␈ ␛[31m \ufffd \ufffd \u{1f600}`;
    const root = parsed(
      reportOf([caseOf({ id: hostile, status: "failed", reason: hostile, transcript: [exchangeOf(hostile)] })], {
        faults: [hostile],
        target: hostile,
      }),
    );
    expect(elementNamed(root, "failure").attributes.message).toBe(visible);
    expect(elementNamed(root, "failure").text).toContain(visible);
    expect(elementNamed(root, "system-out").text).toContain(visible);
    expect(elementNamed(root, "error").text).toBe(visible);
  });

  // The last test: a secret stays registered.
  test("redacts secrets in every form in which they could be written", () => {
    registerSecret(`s3cret"&<`, "ACCESS_KEY");
    const cases = [
      caseOf({ status: "failed", reason: `The response was s3cret"&<.`, transcript: [exchangeOf(`s3cret"&<`)] }),
    ];
    const text = junitReport(reportOf(cases, { faults: [`s3cret"&<`] }));
    expect(text).not.toContain("s3cret");
    expect(text).toContain("The response was $ACCESS_KEY.");
  });
});
