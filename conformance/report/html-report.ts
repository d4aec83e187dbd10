import { createHash } from "node:crypto";
import { coverageSection } from "./html/coverage-section.js";
import { failuresSection } from "./html/failures-section.js";
import { html, type Markup, scriptJson } from "./html/html-template.js";
import { matrixSection } from "./html/matrix-section.js";
import { pageData } from "./html/page-data.js";
import { SCRIPT } from "./html/page-script.js";
import { STYLE } from "./html/page-style.js";
import { faultsSection, verdictSection } from "./html/verdict-section.js";
import type { RunReport } from "./run-report.js";
import { sanitizeReport } from "./sanitize-report.js";
import { failures, SIGNS, VERDICTS } from "./statuses.js";

/** The run as one HTML file that needs nothing else, and asks for nothing else. */
export function htmlReport(report: RunReport): string {
  const run = sanitizeReport(report);
  const data = pageData(run);
  const failed = failures(run.cases).length;
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${SIGNS[VERDICTS[run.verdict]]} ${run.target}: conformance</title>
<link rel="icon" href="data:,">
<style>${STYLE_TEXT}</style>
</head>
<body>
${verdictSection(run)}
<noscript><p>What is in the cases is shown by a script, which this browser does not run.</p></noscript>
<nav aria-label="Sections">${failed === 0 ? "" : html`<a href="#failures">Failures</a> `}<a href="#matrix">Operations and aspects</a> <a href="#coverage">Coverage</a></nav>
<main>
${faultsSection(run)}
${failuresSection(run, data)}
${matrixSection(run)}
${coverageSection(run)}
</main>
<dialog aria-labelledby="dialog-title"><div class="top"><h2 id="dialog-title"></h2><span class="count"></span><button type="button" data-close>Close</button></div><div class="cases"></div></dialog>
<p id="said" role="status" class="unseen"></p>
<script type="application/json" id="data">${scriptJson(data)}</script>
<script>${SCRIPT_TEXT}</script>
</body>
</html>
`;
  return markup;
}

const STYLE_TEXT: Markup = { markup: STYLE };
const SCRIPT_TEXT: Markup = { markup: SCRIPT };

/** Nothing runs or is loaded but what stands here: not what a server under test has said, even if it got through. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashed(STYLE)}`,
  `script-src ${hashed(SCRIPT)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function hashed(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
