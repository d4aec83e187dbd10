import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseChangelog } from "./changelog.js";
import { checkDescriptionChanges } from "./description-changes.js";
import { type Increment, incremented, readVersion, writeVersion } from "./versions.js";

export interface ReleaseOptions {
  readonly root: string;
  readonly increment: Increment;
  /** Whether to check version, changelog and tag only, and change nothing. */
  readonly isDryRun: boolean;
  /** The date of the release, such as `2026-11-26`. */
  readonly date: string;
  /** Runs every check. @throws {Error} if one fails */
  readonly verify: () => void;
  readonly print: (line: string) => void;
}

/**
 * Makes a release: runs the checks, then commits both versions, the peer range and the changelog, and tags the commit. It publishes
 * nothing: it prints the commands that do.
 *
 * @returns the new version
 * @throws {Error} before it changes anything, if a check fails or the repository is not ready
 */
export async function release(options: ReleaseOptions): Promise<string> {
  const { root, increment, isDryRun, date, verify, print } = options;
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const version = incremented(readVersion(root), increment);
  const tag = `v${version}`;
  const changelogFile = join(root, "CHANGELOG.md");
  const unreleased = readFileSync(changelogFile, "utf8");
  const changelog = releaseChangelog(unreleased, version, date);
  if (git("tag", "--list", tag) !== "")
    throw new Error(`The tag ${tag} already exists: delete it (git tag --delete ${tag}), or release another version.`);
  if (!isDryRun && git("status", "--porcelain") !== "") {
    throw new Error(
      "The working tree has changes: commit or discard them first, because a release is a commit of its own.",
    );
  }
  const lastTag = await checkDescriptionChanges(root, unreleased);
  print(
    lastTag === undefined
      ? "There is no release yet that the description could be compared with."
      : `The changelog names every operation whose description breaks callers of ${lastTag}.`,
  );
  if (!isDryRun) {
    verify();
    writeFileSync(changelogFile, changelog);
    git("add", "CHANGELOG.md", ...writeVersion(root, version));
    git("commit", "--message", `Release ${version}`);
    git("tag", "--annotate", tag, "--message", tag);
  }
  print(isDryRun ? `Would release ${version}: nothing was changed.` : `Committed and tagged ${tag}.`);
  print("To publish, in this order:");
  for (const line of publishCommands(tag)) print(`  ${line}`);
  return version;
}

/** The client comes first because the suite has it as a peer. npm attests the provenance if CI publishes. */
function publishCommands(tag: string): string[] {
  return [
    `git push --follow-tags origin HEAD ${tag}`,
    "npm publish --provenance",
    "npm publish --provenance --workspace conformance",
  ];
}
