import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { Block } from "./code-blocks.js";

/** The sources of the packages, by the name that blocks import: nothing needs to be built. */
const PACKAGES = {
  "webpubsub-conformance/emulator": "conformance/emulator/index.ts",
  "webpubsub-conformance": "conformance/index.ts",
  "webpubsub-fetch": "src/index.ts",
  "#sign": "src/auth/sign.node.ts",
  "#transport": "src/transport/platform.node.ts",
};

/** A program that calls the exported handler of a worker, as its platform does. */
const callWorker = (file: string) => `import worker from "./${file}";
const request = new Request("https://worker.example/", { method: "POST", body: JSON.stringify({ text: "hello" }) });
const response = await worker.fetch(request, process.env as never);
console.log(response.status, await response.text());
if (!response.ok) process.exitCode = 1;
`;

interface BlockFile extends Block {
  readonly file: string;
}

/**
 * Compiles all blocks; if they compile, runs the tests, and the programs that `isRun` accepts.
 *
 * @param folder where the blocks are written to; its content is replaced
 * @returns the output of the compiler, or of each test run and program that failed
 */
export async function runBlocks(
  blocks: readonly Block[],
  { root, folder, isRun }: { root: string; folder: string; isRun: (block: Block) => boolean },
): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const files = blocks.map((block): BlockFile => {
    const name = `${block.document.replaceAll(/\W/g, "-")}-${block.line}`;
    const file = block.kind === "test" ? `${name}.test.ts` : `${name}.ts`;
    writeFileSync(`${folder}/${file}`, block.code);
    return { ...block, file };
  });
  const compiled = compileFolder(root, folder);
  // Blocks that do not compile are not run. Nor can the emulator start while its code disagrees with the description.
  if (compiled !== undefined) return [compiled];
  const failedTests = runTests(root, folder);
  const programs = files.filter((block) => block.kind !== "test" && isRun(block));
  return [...(failedTests === undefined ? [] : [failedTests]), ...(await runPrograms(programs, folder))];
}

/**
 * Compiles the programs of a folder, which import the packages by name.
 *
 * @returns the output of the compiler; undefined if they compile
 */
export function compileFolder(root: string, folder: string): string | undefined {
  const config = {
    extends: `${root}/tsconfig.json`,
    compilerOptions: {
      noUnusedLocals: false,
      paths: Object.fromEntries(Object.entries(PACKAGES).map(([name, path]) => [name, [`${root}/${path}`]])),
    },
    include: ["*.ts", `${root}/conformance/runner/vitest.d.ts`],
    exclude: [],
  };
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config));
  const tsc = ["node_modules/ts7/bin/tsc", "-p", folder];
  const { status, stdout } = spawnSync(process.execPath, tsc, { cwd: root, encoding: "utf8" });
  return status === 0 ? undefined : stdout.trim();
}

function runTests(root: string, folder: string): string | undefined {
  const alias = Object.fromEntries(Object.entries(PACKAGES).map(([name, path]) => [name, `${root}/${path}`]));
  writeFileSync(`${folder}/vitest.config.mjs`, `export default { resolve: { alias: ${JSON.stringify(alias)} } };\n`);
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--root", folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, vitest, { cwd: root, encoding: "utf8" });
  return status === 0 ? undefined : `${stdout}${stderr}`.trim();
}

async function runPrograms(programs: readonly BlockFile[], folder: string): Promise<string[]> {
  // Imported here because it loads the emulator, which fails while the emulator does not compile.
  const { runProgram } = await import("./run-program.js");
  const problems: string[] = [];
  const queue = programs.values();
  const runQueued = async () => {
    for (const program of queue) {
      const file = program.kind === "worker" ? `call-${program.file}` : program.file;
      if (program.kind === "worker") writeFileSync(`${folder}/${file}`, callWorker(program.file));
      const problem = await runProgram(program, `${folder}/${file}`, `${folder}/tsconfig.json`);
      if (problem !== undefined) problems.push(problem);
    }
  };
  // Two at a time: the smallest machine has two cores.
  await Promise.all([runQueued(), runQueued()]);
  return problems;
}
