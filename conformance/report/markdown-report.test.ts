import { describe, expect, test } from "vitest";
import { registerSecret } from "../wire/redact.js";
import { CoverageCounter } from "./coverage.js";
import { markdownReport } from "./markdown-report.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";

const failed = caseOf({ id: "send-to-all/a", status: "failed", reason: "Expected status 202, got 200." });

describe("markdownReport", () => {
  test("starts with the verdict, the counts and the settings of the run", () => {
    const text = markdownReport(
      reportOf(
        [failed, caseOf(), caseOf({ status: "undecidable", reason: "the target has no responses", transcript: [] })],
        {
          verdict: 1,
          summary: "emulator does not conform: 1 of 2 cases failed.",
        },
      ),
    );
    expect(text.split("\n\n").slice(0, 3)).toEqual([
      "## ✗ emulator does not conform: 1 of 2 cases failed.",
      "✗ **1** failed · ✓ **1** passed · ? **1** undecidable",
      "`emulator`, driver `client`, 2026-11-22T18:16:09.123Z, 1.5 s",
    ]);
  });

  test("writes a row for each operation, with a sign in each cell", () => {
    const text = markdownReport(
      reportOf([
        failed,
        caseOf(),
        caseOf({ aspect: "effects" }),
        caseOf({ aspect: "rejections", status: "undecidable" }),
      ]),
    );
    expect(text).toContain(
      "| operation | responses | media types | parameters | rejections | authentication | effects |",
    );
    expect(text).toContain("| `sendToAll` |  |  | 1/2 ✗ | 0/1 ? |  | 1/1 ✓ |");
    expect(text.match(/^\| `\w+` \|/gm)).toHaveLength(25);
  });

  test("writes requirement, difference, source and last exchange of each failure", () => {
    const text = markdownReport(reportOf([failed, caseOf()], { verdict: 1 }));
    const [, failures = ""] = text.split("### Failures (1)");
    expect(failures).toContain(
      "<details><summary>✗ <code>send-to-all/a</code> (2024-12-01) MUST: A message reaches everybody.</summary>\n\n```text\nExpected status 202, got 200.\n```",
    );
    expect(failures).toContain("sendToAll: Sends the message to every connection");
    expect(failures).toContain("> POST http://127.0.0.1:8080/api/hubs/chat/:send?api-version=2024-12-01");
    expect(failures).toContain("curl --request POST");
  });

  test("says how to resolve an unexpected pass", () => {
    const unexpected = caseOf({
      status: "unexpected pass",
      expectation: { reason: "Known.", link: "https://example.com" },
    });
    expect(markdownReport(reportOf([unexpected]))).toContain(
      "Unexpected pass: listed as a known failure (Known.). Remove it from the expectations.",
    );
  });

  test("writes errors outside a case before the failures", () => {
    const text = markdownReport(reportOf([failed], { verdict: 2, faults: ["Error: boom"] }));
    expect(text).toMatch(/Error: boom[\s\S]*### Failures/);
  });

  test("lists uncovered items, except after a partial run", () => {
    const coverage = new CoverageCounter("2024-12-01", { isMock: false, uncovered: [] }).count();
    const title = `<summary>2024-12-01: ${coverage.missing.length} not covered</summary>`;
    expect(markdownReport(reportOf([caseOf()], { coverages: [coverage] }))).toContain(title);
    expect(markdownReport(reportOf([caseOf({ status: "skipped" })], { coverages: [coverage] }))).not.toContain(title);
  });

  test("stays within the length of a comment and says how much it leaves out", () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({ ...failed, id: `send-to-all/${index}` }));
    const text = markdownReport(reportOf(many, { verdict: 1 }));
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text.length).toBeGreaterThan(60_000);
    const written = text.match(/<details><summary>✗/g)?.length ?? 0;
    expect(text).toContain(
      `… and ${(3000 - written).toLocaleString("en")} more. The HTML and JSON reports list all of them.`,
    );
  });

  test("stays within the length of a comment if small sections fill it to the limit", () => {
    const text = markdownReport(reportOf([], { verdict: 2, faults: Array.from({ length: 6000 }, () => "x") }));
    expect(text).toContain(" more. The HTML and JSON reports list all of them.");
    expect(text.length).toBeLessThanOrEqual(65_000);
  });

  test("shortens endless texts", () => {
    const endless = "x".repeat(1_000_000);
    const reports = reportOf([{ ...failed, reason: endless, requirement: endless }], {
      summary: endless,
      target: endless,
      faults: [endless],
    });
    expect(markdownReport(reports).length).toBeLessThanOrEqual(65_000);
  });

  test("keeps foreign text from becoming Markdown or markup", () => {
    const hostile = "a `|` b ``` </details> <img src=x> | **c** [d](e)\n# f";
    const text = markdownReport(
      reportOf([{ ...failed, id: hostile, operation: hostile, reason: hostile, transcript: [exchangeOf(hostile)] }], {
        summary: hostile,
        target: hostile,
        faults: [hostile],
      }),
    );
    // A summary is markup, in which Markdown means nothing. Where a text is code, the fence is longer than all in it.
    const [, summary = ""] = /<summary>(.*)<\/summary>/.exec(text) ?? [];
    expect(summary.replaceAll(/<\/?code>/g, "")).not.toMatch(/[<>]/);
    const outside = text
      .replace(`<summary>${summary}</summary>`, "")
      .replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, "")
      .replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(outside).not.toMatch(/<img|\*\*c|\[d\]|^# f/m);
    expect(outside.match(/<\/?details>/g)).toEqual(["<details>", "</details>"]);
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    expect(rows.map((row) => row.split(/(?<!\\)\|/).length)).toEqual(rows.map(() => 9));
  });

  // The last test: a secret stays registered.
  test("redacts secrets", () => {
    registerSecret("s3cret", "ACCESS_KEY");
    const text = markdownReport(reportOf([{ ...failed, reason: "The response was s3cret." }], { faults: ["s3cret"] }));
    expect(text).not.toContain("s3cret");
    expect(text).toContain("The response was $ACCESS_KEY.");
  });
});
