import { descriptions } from "../../generated/descriptions.js";
import { latestApiVersion } from "../../generated/index.js";

/** What must stand between `<!-- name -->` and `<!-- /name -->` in a document, by name. */
export const BLOCKS: Readonly<Record<string, (root: string) => string>> = { operations: operationsTable };

/** A document with its generated blocks as they must be. Text outside of the markers stays. */
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

/** The operations of the newest api-version, with what each takes besides its path. */
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
