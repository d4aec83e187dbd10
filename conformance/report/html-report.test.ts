import { describe, expect, test } from "vitest";
import { ASPECTS } from "../cases/case.js";
import { registerSecret } from "../wire/redact.js";
import { CoverageCounter } from "./coverage.js";
import { htmlReport } from "./html-report.js";
import type { RunReport } from "./run-report.js";
import { SIGNS } from "./statuses.js";
import { expectedCells } from "./testing/expected-cells.js";
import { attribute, classesOf, find, findAll, parseHtml, textOf } from "./testing/parsed-html.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";

const expectation = { reason: "It redirects.", link: "https://example.com/issues/1" };
const undecided = { status: "undecidable", reason: "The target has no clock.", transcript: [] } as const;

/** A run with cases of every status, in which two descriptions were covered in part. */
const sample: RunReport = reportOf(
  [
    caseOf(),
    caseOf({ id: "send-to-all/text", status: "failed", reason: "Expected status 202, got 500." }),
    caseOf({ id: "send-to-all/clock", aspect: "effects", ...undecided }),
    caseOf({ id: "user-exists/effects", operation: "userExists", aspect: "effects" }),
    caseOf({ id: "user-exists/redirect", operation: "userExists", status: "expected failure", expectation }),
    caseOf({ id: "group-exists/bare", operation: "groupExists", aspect: "responses" }),
    caseOf({ id: "group-exists/clock", operation: "groupExists", aspect: "responses", ...undecided }),
    caseOf({ description: "2023-07-01", level: "MAY", status: "unexpected pass", expectation }),
    caseOf({ description: "2023-07-01", id: "close/clock", operation: "closeConnection", ...undecided }),
  ],
  {
    verdict: 1,
    summary: "emulator does not conform: 2 of 9 cases failed.",
    coverages: (["2024-12-01", "2023-07-01"] as const).map((description) => {
      const counter = new CoverageCounter(description, { isMock: false, uncovered: [] });
      counter.add("sendToAll", [{ kind: "responses", name: "202" }], []);
      return counter.count();
    }),
  },
);

describe("htmlReport", () => {
  test.for([
    [0, "✓"],
    [1, "✗"],
    [2, "!"],
  ] as const)("shows the sign of verdict %i in the title: %s", ([verdict, sign]) => {
    const page = parseHtml(htmlReport(reportOf([caseOf()], { target: "here", verdict })));
    expect(textOf(find(page, "title"))).toBe(`${sign} here: conformance`);
  });

  test("starts with the verdict, the counts and the settings of the run", () => {
    const page = parseHtml(htmlReport(sample));
    expect(textOf(find(page, "h1"))).toBe(`${SIGNS.failed} ${sample.summary}`);
    expect(textOf(find(page, ".counts"))).toBe(
      "✗ 1 failed✗ 1 unexpected pass~ 1 expected failure✓ 3 passed? 3 undecidable",
    );
    const settings = textOf(find(page, ".run"));
    for (const item of ["emulator", "client", "UTC", " s\n", "2024-12-01, 2023-07-01"])
      expect(settings).toContain(item);
    const headings = findAll(find(page, "main"), ({ tagName }) => tagName === "h2").map((h2) => textOf(h2));
    expect(headings).toEqual(["Failures 2", "Operations and aspects", "Coverage of the description"]);
  });

  test("counts the cases of every cell of the matrix", () => {
    const matrix = find(parseHtml(htmlReport(sample)), ".matrix");
    const cells = findAll(matrix, (element) => classesOf(element).includes("cell"));
    expect(Object.fromEntries(cells.map((cell) => [attribute(cell, "data-title"), textOf(cell, "unseen")]))).toEqual(
      expectedCells(sample.cases),
    );
    const columns = findAll(matrix, (element) => attribute(element, "scope") === "col").map((column) => textOf(column));
    expect(columns).toEqual(["Operation", ...ASPECTS, "all"]);
    const named = cells.find((cell) => attribute(cell, "data-title") === "userExists: effects");
    expect(named && textOf(named)).toMatch(/^userExists: effects, 1\/1 passed ✓$/);
  });

  test("lists the items that were not covered", () => {
    const section = find(parseHtml(htmlReport(sample)), "#coverage");
    const [coverage] = sample.coverages;
    const [row] = findAll(find(section, "tbody"), ({ tagName }) => tagName === "tr");
    expect(coverage?.total.responses.exercised).toBe(1);
    expect(row && textOf(row, "unseen")).toContain(`1/${coverage?.total.responses.described} ${SIGNS.failed}`);
    const missing = coverage?.missing ?? [];
    expect(missing.map(({ operation }) => operation)).toContain("sendToAll");
    const operations = [...new Set(missing.map(({ operation }) => operation))];
    const listed = findAll(find(section, ".named"), ({ tagName }) => /^d[dt]$/.test(tagName)).map((each) =>
      textOf(each),
    );
    expect(listed).toEqual(
      operations.flatMap((operation) => [
        operation,
        ...missing.filter((item) => item.operation === operation).map(({ kind, name }) => `${kind}: ${name}`),
      ]),
    );
  });

  test("lists no uncovered items after a partial run", () => {
    const skipped = caseOf({ id: "send-to-all/other", status: "skipped", transcript: [] });
    const page = parseHtml(htmlReport({ ...sample, cases: [...sample.cases, skipped] }));
    const coverage = textOf(find(page, "#coverage"));
    expect(coverage).toContain("This was a partial run, so gaps are not listed.");
    expect(coverage).not.toMatch(/Not covered|Everything this target/);
    expect(textOf(find(page, ".counts"))).toContain("1 skipped");
  });

  // The last test: a secret stays registered.
  test("redacts secrets in every form in which they could be written", () => {
    registerSecret(`a"key<&>'of\nours`, "ACCESS_KEY");
    const secret = `a"key<&>'of\nours`;
    const cases = [
      caseOf({ status: "failed", reason: `The response was ${secret}.`, transcript: [exchangeOf(secret)] }),
    ];
    const page = parseHtml(htmlReport(reportOf(cases, { target: secret, faults: [secret] })));
    const text = textOf(page);
    for (const part of [secret, "of\nours", "of\\nours"]) expect(text).not.toContain(part);
    expect(textOf(find(page, ".reason"))).toBe("The response was $ACCESS_KEY.");
  });
});
