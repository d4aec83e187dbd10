/**
 * The second half of `npm run lint`: what Biome has no rules for. Checks the descriptions with Redocly, without its
 * telemetry and notices; holds the modules to the rooms of the design, and texts and names to the words of the field.
 *
 *   tsx scripts/lint.ts              everything
 *   tsx scripts/lint.ts PATH…        only the words, in the files whose path begins so
 */
import { fileURLToPath } from "node:url";
import { runRedocly } from "./generate/redocly.js";
import { readModules, roomProblems } from "./lint/rooms.js";
import { readTexts, wordingProblems } from "./lint/wording.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const paths = process.argv.slice(2);
const problems = readTexts(root)
  .filter(({ file }) => paths.some((path) => file.startsWith(path)))
  .flatMap(({ file, text }) => wordingProblems(file, text));
if (paths.length === 0) {
  problems.push(...roomProblems(readModules(root)));
  try {
    await runRedocly(root, "lint");
  } catch (error) {
    problems.push((error as Error).message);
  }
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} problems.`);
  process.exitCode = 1;
} else console.log("Words, rooms and descriptions: no problems.");
