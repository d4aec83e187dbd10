/**
 * `npm run docs [-- --out FOLDER]`: builds the reference pages of the client, from its doc comments, and of the REST API,
 * from the description, for reading without a network. Fails on exports without documentation and on broken links.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildDocs } from "./docs/build-docs.js";

const root = fileURLToPath(new URL("..", import.meta.url));
try {
  const { values } = parseArgs({ options: { out: { type: "string", default: "reports/docs-site" } } });
  await buildDocs(root, values.out, (line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
