/**
 * `npm run check:docs`: what a document shows has to be true. Compiles every TypeScript block of the README files, runs
 * those that are tests, and looks up every `npm run` in package.json and every path of the project in backquotes.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const DOCUMENTS = ["README.md", "conformance/README.md"];
/** The packages by their names, as their sources: nothing has to be built. */
const PACKAGES = {
  "webpubsub-conformance/emulator": "conformance/emulator/index.ts",
  "webpubsub-conformance": "conformance/index.ts",
  "webpubsub-fetch": "src/index.ts",
  "#sign": "src/sign.node.ts",
  "#transport": "src/transport/platform.node.ts",
};
const folder = `${root}/reports/docs`;
const problems: string[] = [];

const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as { scripts: Record<string, string> };

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let blocks = 0;
for (const document of DOCUMENTS) {
  const text = readFileSync(`${root}/${document}`, "utf8");
  for (const [, code = ""] of text.matchAll(/^```ts\n(.*?)^```$/gms)) {
    blocks += 1;
    const isTest = code.includes('from "vitest"');
    writeFileSync(`${folder}/${document.replaceAll(/\W/g, "-")}-${blocks}${isTest ? ".test" : ""}.ts`, code);
  }
  for (const [, name = ""] of text.matchAll(/npm run ([\w:-]+)/g)) {
    if (!(name in scripts))
      problems.push(`${document} speaks of \`npm run ${name}\`, which package.json does not have.`);
  }
  for (const [, path = ""] of text.matchAll(/`((?:spec|generated|src|conformance|scripts)\/[^`<>*]*)`/g)) {
    if (!existsSync(`${root}/${path}`)) problems.push(`${document} speaks of \`${path}\`, which does not exist.`);
  }
}
writeFileSync(
  `${folder}/tsconfig.json`,
  JSON.stringify({
    extends: "../../tsconfig.json",
    compilerOptions: {
      noUnusedLocals: false,
      paths: Object.fromEntries(Object.entries(PACKAGES).map(([name, path]) => [name, [`../../${path}`]])),
    },
    include: ["*.ts", "../../conformance/host/vitest.d.ts"],
    exclude: [],
  }),
);
const { status, stdout } = spawnSync(process.execPath, ["node_modules/ts7/bin/tsc", "-p", folder], {
  cwd: root,
  encoding: "utf8",
});
if (status !== 0) problems.push(stdout.trim());

const alias = Object.fromEntries(Object.entries(PACKAGES).map(([name, path]) => [name, `${root}/${path}`]));
writeFileSync(`${folder}/vitest.config.mjs`, `export default { resolve: { alias: ${JSON.stringify(alias)} } };\n`);
const tests = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--root", folder], {
  cwd: root,
  encoding: "utf8",
});
if (tests.status !== 0) problems.push(`${tests.stdout}${tests.stderr}`.trim());

for (const problem of problems) console.error(problem);
if (problems.length === 0)
  console.log(
    `${DOCUMENTS.join(", ")}: ${blocks} code blocks compile, those that are tests pass; scripts and paths exist.`,
  );
process.exitCode = problems.length === 0 ? 0 : 1;
