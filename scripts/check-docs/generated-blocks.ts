import { readFileSync } from "node:fs";
import { join } from "node:path";
import { descriptions } from "../../generated/descriptions.js";
import { latestApiVersion } from "../../generated/index.js";
import { resultsTable } from "../openapi-tools/results-table.js";

/** The generators of the text between `<!-- NAME -->` and `<!-- /NAME -->`, by name. */
export const BLOCKS: Readonly<Record<string, (root: string) => string>> = {
  operations: operationsTable,
  figures: figuresList,
  "openapi-tools": resultsTable,
};

/** A document with its generated blocks up to date. Text outside the markers is unchanged. */
export function withGeneratedBlocks(text: string, root: string, blocks = BLOCKS): string {
  return Object.entries(blocks).reduce(
    (document, [name, block]) =>
      document.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`),
        (_, start: string, end: string) => `${start}${block(root)}${end}`,
      ),
    text,
  );
}

/** The measurements of docs/benchmarks.md that the README quotes: only those that do not vary between runs. */
const QUOTED = [
  /^CPU per send compared with @azure\/web-pubsub .*24$/,
  /^import compared with @azure\/web-pubsub .*24$/,
  /^bundle of `createClient` alone/,
];

/** @throws {Error} if docs/benchmarks.md lacks a measurement */
function figuresList(root: string): string {
  const rows = readFileSync(join(root, "docs/benchmarks.md"), "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return QUOTED.map((measurement) => {
    const [, name, value, , ratio] = rows.find(([, each = ""]) => measurement.test(each)) ?? [];
    if (name === undefined) throw new Error(`docs/benchmarks.md has no measurement ${measurement}. Run: npm run bench`);
    return `- ${name}: ${ratio === "–" ? value : ratio}\n`;
  }).join("");
}

/** The operations of the newest api-version, with the parameters and body that each takes besides its path. */
function operationsTable(): string {
  const rows = Object.entries(descriptions[latestApiVersion]).map(([id, operation]) => {
    const query = operation.parameters
      .filter((parameter) => parameter.in === "query" && parameter.name !== "api-version")
      .map(({ name }) => `\`${name}\``);
    const takes = [...query, ...(operation.requestMediaTypes.length > 0 ? ["body"] : [])].join(", ");
    return `| ${id} | \`${operation.method} ${operation.path}\` | ${takes} |\n`;
  });
  return `\n| operation | call | takes |\n|---|---|---|\n${rows.join("")}\n`;
}
