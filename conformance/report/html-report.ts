import { coverageContent } from "./html/coverage-section.js";
import { failuresSection } from "./html/failures-section.js";
import { scriptJson } from "./html/markup.js";
import { matrixContents } from "./html/matrix-section.js";
import { html } from "./html/page/html-template.js";
import { pageData } from "./html/page-data.js";
import { fillPage } from "./html/page-files.js";
import { faultsSection, verdictContents } from "./html/verdict-section.js";
import type { RunReport } from "./run-report.js";
import { sanitizeReport } from "./sanitize-report.js";

/** The run as one HTML file that needs no other, and sends no requests. */
export function htmlReport(report: RunReport): string {
  const run = sanitizeReport(report);
  const data = pageData(run);
  const failures = failuresSection(run, data);
  return fillPage({
    ...verdictContents(run),
    failuresLink: failures.markup === "" ? "" : html`<a href="#failures">Failures</a> `,
    faults: faultsSection(run),
    failures,
    ...matrixContents(run),
    coverage: coverageContent(run),
    data: html`<script type="application/json" id="data">${scriptJson(data)}</script>`,
  });
}
