import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

// The lint step holds each folder to what it may import. Here it is shown to notice.

const root = fileURLToPath(new URL("..", import.meta.url));

const REFUSED = [
  ["src/a.ts", "../conformance/index.js"],
  ["src/a.ts", "../scripts/generate/generate.js"],
  ["src/a.ts", "webpubsub-conformance"],
  ["conformance/cases/a.ts", "../../src/client/client.js"],
  ["conformance/a.ts", "../scripts/generate/generate.js"],
] as const;
const ALLOWED = [
  ["src/a.ts", "../generated/index.js"],
  // The emulator is what the client is tested with.
  ["src/a.test.ts", "../conformance/emulator/index.js"],
  ["conformance/cases/a.ts", "webpubsub-fetch"],
  ["conformance/cases/a.ts", "../../generated/index.js"],
] as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "boundaries-"));
  for (const file of ["biome.json", ".gitignore"]) cpSync(join(root, file), join(folder, file));
});
afterAll(() => rmSync(folder, { recursive: true }));

function lint(path: string, imported: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `import { x } from "${imported}";\n\nconsole.log(x);\n`);
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const { stdout, stderr } = spawnSync(process.execPath, [biome, "lint", path], { cwd: folder, encoding: "utf8" });
  return stdout + stderr;
}

test.for(REFUSED)("%s may not import %s", ([path, imported]) => {
  expect(lint(path, imported)).toContain("lint/style/noRestrictedImports");
});

test.for(ALLOWED)("%s may import %s", ([path, imported]) => {
  expect(lint(path, imported)).toContain("Checked 1 file");
  expect(lint(path, imported)).not.toContain("noRestrictedImports");
});
