import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The files of the repository that git does not ignore, committed or not, relative to `root`.
 *
 * @param pathspec limits the list, as git takes it
 */
export function listFiles(root: string, ...pathspec: readonly string[]): string[] {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...pathspec];
  const listed = execFileSync("git", list, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  // A file that was deleted but not yet committed is listed, too.
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}
