import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { root } from "./npm.js";

/**
 * The modules that the client is published with, by path without extension, such as `src/client/client`: the modules of src/ except
 * tests, benchmarks and test helpers, and the modules of generated/ that they import.
 */
export function publishedSources(): readonly string[] {
  const found = new Set<string>();
  const add = (module: string) => {
    if (found.has(module)) return;
    found.add(module);
    const { importedFiles } = ts.preProcessFile(readFileSync(join(root, `${module}.ts`), "utf8"));
    for (const { fileName } of importedFiles) {
      if (!fileName.startsWith(".")) continue;
      const imported = posix.join(posix.dirname(module), fileName).replace(/\.js$/, "");
      if (imported.startsWith("generated/")) add(imported);
    }
  };
  for (const file of readdirSync(join(root, "src"), { encoding: "utf8", recursive: true })) {
    if (/\.ts$/.test(file) && !/\.(?:test|bench)\.ts$|^testing\//.test(file)) add(`src/${file.replace(/\.ts$/, "")}`);
  }
  return [...found];
}
