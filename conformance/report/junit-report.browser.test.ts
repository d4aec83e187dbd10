import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { openPage, startChromium } from "../testing/chromium.js";
import { junitReport } from "./junit-report.js";
import { caseOf, exchangeOf, reportOf } from "./testing/report-fixtures.js";

describe("junitReport", () => {
  test("writes XML that a browser opens", { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "junit-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const hostile = `]]></failure> <a> & "b" 'c' \t\n \r \u0000 \u001b[31m \ufffe \ud800 \u{1f600}`;
    const file = join(folder, "report.xml");
    const failed = caseOf({ id: hostile, status: "failed", reason: hostile, transcript: [exchangeOf(hostile)] });
    writeFileSync(file, junitReport(reportOf([failed], { faults: [hostile] })));
    const browser = await startChromium();
    onTestFinished(() => browser.close());
    const { page, problems } = await openPage(browser, pathToFileURL(file).href);
    expect(await page.locator("parsererror").count()).toBe(0);
    expect(await page.locator("html").innerText()).toContain("</testsuites>");
    expect(problems).toEqual([]);
  });
});
