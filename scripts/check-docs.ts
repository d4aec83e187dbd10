/**
 * `npm run check:docs [-- --write]`: checks that every Markdown file of the repository is true.
 *
 * - TypeScript blocks compile; tests among them pass, and programs print what the document says.
 * - The scripts, links and paths that a document names exist.
 * - Generated blocks are up to date. `--write` writes them.
 *
 * Exit status: 0 no problems, 1 problems.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Block, codeBlocks } from "./check-docs/code-blocks.js";
import { type Document, readDocuments } from "./check-docs/documents.js";
import { withGeneratedBlocks } from "./check-docs/generated-blocks.js";
import { type Repository, referenceProblems } from "./check-docs/references.js";
import { runBlocks } from "./check-docs/run-blocks.js";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Programs that contain one of these texts are compiled but not run: they need a server that only the reader has. */
const NOT_RUN = ["http://127.0.0.1:4010"];

async function main(): Promise<void> {
  if (process.argv.includes("--write")) for (const document of readDocuments(root)) writeGenerated(document);
  const documents = readDocuments(root);
  const blocks = documents.flatMap(({ path, text }) => codeBlocks(path, text));
  const isRun = ({ code }: Block) => !NOT_RUN.some((part) => code.includes(part));
  const repository = readRepository();
  const problems = [
    ...documents.flatMap((document) => referenceProblems(document, repository)),
    ...documents.flatMap(generatedProblems),
    ...NOT_RUN.filter((part) => !blocks.some(({ code }) => code.includes(part))).map(
      (part) => `No program contains ${part}: remove it from NOT_RUN in scripts/check-docs.ts.`,
    ),
    ...(await runBlocks(blocks, { root, folder: join(root, "reports/docs"), isRun })),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) {
    process.exitCode = 1;
    return;
  }
  const tests = blocks.filter(({ kind }) => kind === "test").length;
  const programs = blocks.filter((block) => block.kind !== "test" && isRun(block)).length;
  console.log(
    `${documents.length} documents: ${blocks.length} blocks compile, ${tests} tests pass, ${programs} programs run; scripts, links and paths exist.`,
  );
}

function readRepository(): Repository {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
  const ignored = readFileSync(join(root, ".gitignore"), "utf8")
    .split("\n")
    .map((line) => line.replace(/\/$/, ""));
  return {
    scripts: Object.keys(scripts),
    topLevel: readdirSync(root).filter((name) => !ignored.includes(name)),
    ignored,
    exists: (path) => existsSync(join(root, path)),
    read: (path) => readFileSync(join(root, path), "utf8"),
  };
}

function generatedProblems({ path, text }: Document): string[] {
  if (withGeneratedBlocks(text, root) === text) return [];
  return [`${path} has a generated block that is out of date. Write it with: npm run check:docs -- --write`];
}

function writeGenerated({ path, text }: Document): void {
  const written = withGeneratedBlocks(text, root);
  if (written !== text) writeFileSync(join(root, path), written);
}

await main();
