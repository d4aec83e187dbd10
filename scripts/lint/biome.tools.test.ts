import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

// The rules of biome.json that a change of its options could silence without anybody noticing.

const root = fileURLToPath(new URL("../..", import.meta.url));
const TIMEOUT_MS = 60_000;

/** Lints a scratch project with the biome.json of this repository. */
async function lintProject(files: Record<string, string>): Promise<{ rule: string; path: string; severity: string }[]> {
  const folder = await mkdtemp(join(tmpdir(), "biome-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { vcs: _vcs, $schema: _schema, ...config } = JSON.parse(await readFile(join(root, "biome.json"), "utf8"));
  for (const [path, text] of Object.entries({ ...files, "biome.json": JSON.stringify(config) })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const args = [join(root, "node_modules/@biomejs/biome/bin/biome"), "lint", "--reporter=json", folder];
  const printed = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: folder }, (_error, stdout) => resolve(stdout));
  });
  const { diagnostics } = JSON.parse(printed) as {
    diagnostics: { category: string; severity: string; location: { path: unknown } }[];
  };
  return diagnostics.map(({ category, severity, location }) => ({
    rule: category,
    path: JSON.stringify(location.path),
    severity,
  }));
}

/** A function with one branch per level of cognitive complexity. */
const branches = (count: number) =>
  `export function f(a: number): number {\n${Array.from({ length: count }, (_, index) => `  if (a === ${index}) return ${index + 1};\n`).join("")}  return 0;\n}\n`;

test(
  "biome.json › reports a cycle of type imports",
  async () => {
    const problems = await lintProject({
      "src/a.ts": 'import type { B } from "./b.js";\n\nexport type A = B | 1;\n',
      "src/b.ts": 'import type { A } from "./a.js";\n\nexport type B = A[] | 2;\n',
      "src/c.ts": 'import type { A } from "./a.js";\n\nexport type C = A;\n',
    });
    expect(problems.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      "lint/suspicious/noImportCycles error",
      "lint/suspicious/noImportCycles error",
    ]);
    expect(problems.map(({ path }) => path).sort()).toEqual([
      expect.stringContaining("a.ts"),
      expect.stringContaining("b.ts"),
    ]);
  },
  TIMEOUT_MS,
);

test(
  "biome.json › reports a function of cognitive complexity 16, and none of 15",
  async () => {
    const problems = await lintProject({ "src/a.ts": branches(15), "src/b.ts": branches(16) });
    expect(problems).toEqual([
      expect.objectContaining({
        rule: "lint/complexity/noExcessiveCognitiveComplexity",
        path: expect.stringContaining("b.ts"),
      }),
    ]);
  },
  TIMEOUT_MS,
);
