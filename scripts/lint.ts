/**
 * `npm run lint`. Runs Biome and what Biome has no rules for: the imports of every module against the rooms of its package,
 * the words of texts and names, and the descriptions by the rules in redocly.yaml.
 *
 *   tsx scripts/lint.ts          everything
 *   tsx scripts/lint.ts PATH…    only the words, in the files whose path starts with PATH
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readModules, roomProblems } from "./lint/rooms.js";
import { readTexts, wordingProblems } from "./lint/wording.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const paths = process.argv.slice(2);
const problems = paths.length === 0 ? roomProblems(readModules(root)) : [];
const wording = readTexts(root)
  .filter(({ file }) => paths.length === 0 || paths.some((path) => file.startsWith(path)))
  .flatMap(({ file, text }) => wordingProblems(file, text));
if (wording.length > 0)
  wording.push("The words, and the lines that may have them (ALLOWED), are in scripts/lint/wording.ts.");
problems.push(...wording);
if (paths.length === 0) {
  // Imported late, because it loads Redocly, which takes a second.
  const { lintDescriptions, lintDocuments, problemLines } = await import("./lint/lint-descriptions.js");
  const { lintOverlays } = await import("./lint/lint-overlays.js");
  problems.push(...problemLines(root, await lintDescriptions(root)), ...problemLines(root, await lintDocuments(root)));
  problems.push(...(await lintOverlays(root)));
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  process.exitCode = 1;
} else console.log("Words, rooms and descriptions: no problems.");
// Last, and always, so that one run shows every problem.
if (paths.length === 0) {
  const { status } = spawnSync("biome", ["check", "--error-on-warnings", "."], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
