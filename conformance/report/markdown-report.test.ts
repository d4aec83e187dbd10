import { expect, test } from "vitest";
import { registerSecret } from "../wire/redact.js";
import { CoverageCounter } from "./coverage.js";
import { markdownReport } from "./markdown-report.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";

const failed = caseOf({ id: "send-to-all/a", status: "failed", reason: "Expected status 202, got 200." });

test("begins with the verdict, the counts and the facts of the run", () => {
  const text = markdownReport(
    reportOf(
      [failed, caseOf(), caseOf({ status: "undecidable", reason: "emulator lacks responses", transcript: [] })],
      {
        verdict: 1,
        summary: "emulator does not conform: 1 of 3 cases.",
      },
    ),
  );
  expect(text.split("\n\n").slice(0, 3)).toEqual([
    "## ✗ emulator does not conform: 1 of 3 cases.",
    "✗ **1** failed · ✓ **1** passed · ? **1** undecidable",
    "`emulator`, driver `client`, 2026-11-22T18:16:09.123Z, 1.5 s",
  ]);
});

test("has a row for each operation, with a sign in each cell", () => {
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

test("tells of each failure the requirement, what differs, where it is said, and what was sent last", () => {
  const text = markdownReport(reportOf([failed, caseOf()], { verdict: 1 }));
  const [, failures = ""] = text.split("### Failures (1)");
  expect(failures).toContain(
    "<details><summary>✗ <code>send-to-all/a</code> (2024-12-01) MUST: A message reaches everybody.</summary>\n\n```text\nExpected status 202, got 200.\n```",
  );
  expect(failures).toContain("sendToAll: Sends the message to every connection");
  expect(failures).toContain("> POST http://127.0.0.1:8080/api/hubs/chat/:send?api-version=2024-12-01");
  expect(failures).toContain("curl --request POST");
});

test("says of an unexpected pass that it was expected to fail, and why", () => {
  const surprise = caseOf({
    status: "unexpected pass",
    expectation: { reason: "Known.", link: "https://example.com" },
  });
  expect(markdownReport(reportOf([surprise]))).toContain("It passes, and is expected to fail: Known.");
});

test("tells what went wrong outside of any case before all failures", () => {
  const text = markdownReport(reportOf([failed], { verdict: 2, faults: ["Error: boom"] }));
  expect(text.indexOf("Error: boom")).toBeGreaterThan(0);
  expect(text.indexOf("Error: boom")).toBeLessThan(text.indexOf("### Failures"));
});

test("names what is documented and was not exercised, unless only a part of the cases was to run", () => {
  const coverage = new CoverageCounter("2024-12-01", { isMock: false, uncovered: [] }).count();
  const said = "not exercised</summary>";
  expect(markdownReport(reportOf([caseOf()], { coverages: [coverage] }))).toContain(said);
  expect(markdownReport(reportOf([caseOf({ status: "skipped" })], { coverages: [coverage] }))).not.toContain(said);
});

test("is never longer than a comment, and says how much it leaves out", () => {
  const many = Array.from({ length: 3000 }, (_, index) => ({ ...failed, id: `send-to-all/${index}` }));
  const text = markdownReport(reportOf(many, { verdict: 1 }));
  expect(text.length).toBeLessThanOrEqual(65_000);
  expect(text.length).toBeGreaterThan(60_000);
  const told = text.match(/<details><summary>✗/g)?.length ?? 0;
  expect(text).toContain(`… and ${(3000 - told).toLocaleString("en")} more, which are left out here`);

  const endless = "x".repeat(1_000_000);
  const reports = reportOf([{ ...failed, reason: endless, requirement: endless }], {
    summary: endless,
    target: endless,
    faults: [endless],
  });
  expect(markdownReport(reports).length).toBeLessThanOrEqual(65_000);
});

test("takes no text for Markdown or markup", () => {
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

test("keeps secrets", () => {
  registerSecret("s3cret", "ACCESS_KEY");
  const text = markdownReport(reportOf([{ ...failed, reason: "It said s3cret." }], { faults: ["s3cret"] }));
  expect(text).not.toContain("s3cret");
  expect(text).toContain("It said $ACCESS_KEY.");
});
