import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "../drift/comparison/change.js";
import { compareDescriptions } from "../drift/comparison/compare-descriptions.js";
import { sentence } from "../drift/report.js";
import { apiVersionsIn, committedNames, readSource } from "../drift/sources.js";
import { unreleasedDescription } from "./changelog.js";

/**
 * Compares the description of each api-version with what the last release had.
 *
 * @param changelog the text of CHANGELOG.md
 * @returns the tag of the last release; undefined if there is none, so that nothing was compared
 * @throws {Error} with a line for each change that breaks a caller, if its operation, or the api-version that is gone, is
 *   not named among the unreleased changes of the description
 */
export async function checkDescriptionChanges(root: string, changelog: string): Promise<string | undefined> {
  const tag = lastReleaseTag(root);
  if (tag === undefined) return undefined;
  const named = unreleasedDescription(changelog);
  const problems: string[] = [];
  for (const version of apiVersionsIn(committedNames(tag, root))) {
    if (existsSync(join(root, "generated", version, "openapi.json"))) {
      const changes = await breakingChanges(root, tag, version);
      const unnamed = changes.filter(({ operation }) => !isNamed(operation, named));
      problems.push(...unnamed.map((change) => `${version}: ${sentence(change)}`));
    } else if (!isNamed(version, named)) problems.push(`${version}: the api-version was removed.`);
  }
  if (problems.length > 0) {
    throw new Error(
      [
        `CHANGELOG.md does not say how the description breaks callers of ${tag}:`,
        ...problems.map((problem) => `  ${problem}`),
        'Name each operation under "### Description" of "## [Unreleased]", with what its callers must do, or take the change back.',
      ].join("\n"),
    );
  }
  return tag;
}

function lastReleaseTag(root: string): string | undefined {
  const args = ["tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname"];
  const [tag = ""] = execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n");
  return tag === "" ? undefined : tag;
}

async function breakingChanges(root: string, tag: string, version: string): Promise<Change[]> {
  const options = { root, folder: root };
  const [older, newer] = [await readSource(`git:${tag}:${version}`, options), await readSource(version, options)];
  return compareDescriptions(older.description, newer.description).filter(({ effect }) => effect === "breaking");
}

/** Whether a text has a name as a whole word: `send` is not named by `sendToAll`. */
function isNamed(name: string, text: string): boolean {
  return text.split(/[^\w-]+/).includes(name);
}
