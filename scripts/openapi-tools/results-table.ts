import { DOCUMENT_NAMES } from "./bundles.js";
import { installedVersion } from "./tool-folder.js";
import { SHOWN, type Shown, TOOLS } from "./tools.js";

/** The table of docs/openapi-tools.md: each tool, and what the tests show of it with each document. */
export function resultsTable(): string {
  const rows = TOOLS.map((tool) => {
    const results = DOCUMENT_NAMES.map((name) => resultText(tool.shows[name]));
    return `| ${[`\`${tool.name}\``, installedVersion(tool), tool.kind, ...results].join(" | ")} |\n`;
  });
  const documents = DOCUMENT_NAMES.map((name) => `OpenAPI ${name}`);
  return `\n| ${["tool", "version", "kind", ...documents].join(" | ")} |\n|---|---|---|---|---|\n${rows.join("")}\n`;
}

function resultText(shows: readonly Shown[] | undefined): string {
  return shows === undefined ? "–" : shows.map((each) => SHOWN[each]).join(", ");
}
