import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { importsOf, type Module, ROOMS, readModules, roomProblems } from "./rooms.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("roomProblems › finds nothing in this repository", () => {
  const modules = readModules(root);
  expect(modules.map(({ file }) => file)).toContain("conformance/wire/http.ts");
  expect(roomProblems(modules)).toEqual([]);
});

test.for<[file: string, imported: string, problem: string]>([
  [
    "conformance/wire/a.ts",
    "../cases/case.js",
    "conformance/wire/a.ts imports conformance/cases/case.js: conformance/wire must not import from conformance/cases, which is above it.",
  ],
  [
    "conformance/emulator/rest/a.ts",
    "../../targets/target.js",
    "conformance/emulator must not import from conformance/targets, which is above it.",
  ],
  ["src/auth/a.ts", "../client/client.js", "src/auth must not import from src/client, which is above it."],
  ["src/shared/a.ts", "../index.js", "src/shared must not import from src/index.ts, which is above it."],
  ["src/client/a.ts", "../../conformance/index.js", "src/ imports generated/ and packages only."],
  ["src/client/a.ts", "../../scripts/generate/operation.js", "src/ imports generated/ and packages only."],
  ["src/client/a.ts", "webpubsub-conformance/emulator", "src/ imports generated/ and packages only."],
  ["conformance/cases/a.ts", "../../src/client/client.js", "conformance/ imports generated/ and packages only."],
  ["spec/a.ts", "../src/index.js", "spec/ imports packages only."],
])("roomProblems › %s must not import %s", ([file, imported, problem]) => {
  const module: Module = { file, imports: importsOf(file, `import type { x } from "${imported}";`) };
  expect(roomProblems([module])).toEqual([expect.stringContaining(problem)]);
});

test.for<[file: string, imported: string]>([
  ["conformance/cases/a.ts", "../wire/http.js"],
  ["conformance/cases/a.ts", "webpubsub-fetch"],
  ["conformance/cases/a.ts", "../../generated/index.js"],
  ["conformance/cases/operations/a.ts", "../case.js"],
  ["src/helpers/a.ts", "../shared/invalid-input.js"],
  ["src/client/a.ts", "openapi-fetch"],
  ["scripts/a.ts", "../conformance/cases/index.js"],
])("roomProblems › %s may import %s", ([file, imported]) => {
  expect(roomProblems([{ file, imports: importsOf(file, `import { x } from "${imported}";`) }])).toEqual([]);
});

test("roomProblems › names a module that is in no room", () => {
  expect(roomProblems([{ file: "conformance/a.ts", imports: [] }])).toEqual([
    expect.stringContaining("conformance/a.ts is in no room of conformance/."),
  ]);
});

test("roomProblems › names two modules of a package with the same name", () => {
  const modules = ["src/auth/a.ts", "src/client/a.ts", "conformance/wire/a.ts"].map((file) => ({ file, imports: [] }));
  expect(roomProblems(modules)).toEqual([
    expect.stringMatching(/^src\/auth\/a.ts and src\/client\/a.ts have the same/),
  ]);
});

test("roomProblems › names a folder of sixteen modules", () => {
  const modules = Array.from({ length: 16 }, (_, index) => ({ file: `src/auth/${index}.ts`, imports: [] }));
  expect(roomProblems(modules)).toEqual([expect.stringMatching(/^src\/auth has 16 modules/)]);
});

test("biome.json › forbids import cycles, including those of type imports", () => {
  const { linter } = JSON.parse(readFileSync(`${root}/biome.json`, "utf8"));
  expect(linter.rules.suspicious.noImportCycles).toEqual({ level: "error", options: { ignoreTypes: false } });
});

test("ROOMS › names folders and modules that exist", () => {
  const files = readModules(root).map(({ file }) => file);
  for (const [top, rooms] of Object.entries(ROOMS)) {
    for (const room of rooms)
      expect(
        files.some((file) => file.startsWith(`${top}/${room}`)),
        room,
      ).toBe(true);
  }
});
