/**
 * `npm run check:docs`: what a document shows has to be true. Compiles every TypeScript block of the README files; runs
 * those that are tests, and those that are programs, which have to print what the document says; and looks up every
 * `npm run` in package.json and every path of the project in backquotes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Block, blocksOf } from "./check-docs/code-blocks.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const DOCUMENTS = ["README.md", "conformance/README.md"];
/** The packages by their names, as their sources: nothing has to be built. */
const PACKAGES = {
  "webpubsub-conformance/emulator": "conformance/emulator/index.ts",
  "webpubsub-conformance": "conformance/index.ts",
  "webpubsub-fetch": "src/index.ts",
  "#sign": "src/auth/sign.node.ts",
  "#transport": "src/transport/platform.node.ts",
};
/** Programs that need what is not there, by a piece of them: a server of the reader's own. */
const NOT_RUN = ["http://127.0.0.1:4010"];
/** Calls what a worker exports as the platform would. */
const CALL_WORKER = (file: string) => `import worker from "./${file}";
const request = new Request("https://worker.example/", { method: "POST", body: JSON.stringify({ text: "hello" }) });
const response = await worker.fetch(request, process.env as never);
console.log(response.status, await response.text());
if (!response.ok) process.exitCode = 1;
`;
const folder = `${root}/reports/docs`;
const problems: string[] = [];

const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { scripts: Record<string, string> };

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const blocks: (Block & { file: string })[] = [];
for (const document of DOCUMENTS) {
  const text = readFileSync(`${root}/${document}`, "utf8");
  for (const block of blocksOf(document, text)) {
    const name = `${document.replaceAll(/\W/g, "-")}-${block.line}`;
    const file = block.kind === "test" ? `${name}.test.ts` : `${name}.ts`;
    writeFileSync(`${folder}/${file}`, block.code);
    blocks.push({ ...block, file });
  }
  for (const [, name = ""] of text.matchAll(/npm run ([\w:-]+)/g)) {
    if (!(name in scripts))
      problems.push(`${document} speaks of \`npm run ${name}\`, which package.json does not have.`);
  }
  for (const [, path = ""] of text.matchAll(/`((?:spec|generated|src|conformance|scripts)\/[^`<>*]*)`/g)) {
    if (!existsSync(`${root}/${path}`)) problems.push(`${document} speaks of \`${path}\`, which does not exist.`);
  }
}
for (const piece of NOT_RUN) {
  if (!blocks.some(({ code }) => code.includes(piece)))
    problems.push(`No program has ${piece}, for which it is not run.`);
}
writeFileSync(
  `${folder}/tsconfig.json`,
  JSON.stringify({
    extends: "../../tsconfig.json",
    compilerOptions: {
      noUnusedLocals: false,
      paths: Object.fromEntries(Object.entries(PACKAGES).map(([name, path]) => [name, [`../../${path}`]])),
    },
    include: ["*.ts", "../../conformance/runner/vitest.d.ts"],
    exclude: [],
  }),
);
const { status, stdout } = spawnSync(process.execPath, ["node_modules/ts7/bin/tsc", "-p", folder], {
  cwd: root,
  encoding: "utf8",
});
if (status !== 0) problems.push(stdout.trim());
// What does not compile is not run: nor may the emulator, when the description has just been changed.
if (status === 0) await runAll();

for (const problem of problems) console.error(problem);
const count = (kind: Block["kind"]) => blocks.filter((block) => block.kind === kind).length;
if (problems.length === 0)
  console.log(
    `${DOCUMENTS.join(", ")}: ${blocks.length} blocks compile; of these ${count("test")} tests pass, and ${programs().length} programs run; scripts and paths exist.`,
  );
process.exitCode = problems.length === 0 ? 0 : 1;

function programs(): (Block & { file: string })[] {
  return blocks.filter(({ kind, code }) => kind !== "test" && !NOT_RUN.some((piece) => code.includes(piece)));
}

async function runAll(): Promise<void> {
  const alias = Object.fromEntries(Object.entries(PACKAGES).map(([name, path]) => [name, `${root}/${path}`]));
  writeFileSync(`${folder}/vitest.config.mjs`, `export default { resolve: { alias: ${JSON.stringify(alias)} } };\n`);
  const tests = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--root", folder], {
    cwd: root,
    encoding: "utf8",
  });
  if (tests.status !== 0) problems.push(`${tests.stdout}${tests.stderr}`.trim());

  const { runProgram } = await import("./check-docs/run-program.js");
  const waiting = programs().values();
  const runOneByOne = async () => {
    for (const program of waiting) {
      let { file } = program;
      if (program.kind === "worker") {
        file = `call-${program.file}`;
        writeFileSync(`${folder}/${file}`, CALL_WORKER(program.file));
      }
      const problem = await runProgram(program, `${folder}/${file}`, `${folder}/tsconfig.json`);
      if (problem !== undefined) problems.push(problem);
    }
  };
  // As many at a time as there are cores on the smallest machine.
  await Promise.all([runOneByOne(), runOneByOne()]);
}
