/**
 * The second half of `npm run lint`: what Biome has no rules for. Checks the descriptions by the rules in redocly.yaml, the
 * imports of every module against the rooms of its package, and the words of texts and names.
 *
 *   tsx scripts/lint.ts          everything
 *   tsx scripts/lint.ts PATH…    only the words, in the files whose path starts with PATH
 */
import { fileURLToPath } from "node:url";
import { readModules, roomProblems } from "./lint/rooms.js";
import { readTexts, wordingProblems } from "./lint/wording.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const paths = process.argv.slice(2);
const problems = readTexts(root)
  .filter(({ file }) => paths.length === 0 || paths.some((path) => file.startsWith(path)))
  .flatMap(({ file, text }) => wordingProblems(file, text));
if (paths.length === 0) {
  problems.push(...roomProblems(readModules(root)));
  // Imported late, because it loads Redocly, which takes a second.
  const { lintDescriptions, problemLines } = await import("./lint/lint-descriptions.js");
  problems.push(...problemLines(root, await lintDescriptions(root)));
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} problems.`);
  process.exitCode = 1;
} else console.log("Words, rooms and descriptions: no problems.");
