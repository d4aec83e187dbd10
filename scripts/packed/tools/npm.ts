import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The root folder of the repository. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Runs a program. It rejects if the exit status is not 0. */
export const run = promisify(execFile);

export function npm(cwd: string, ...args: string[]) {
  return run("npm", [...args, "--no-audit", "--no-fund", "--prefer-offline"], { cwd, maxBuffer: 1e8 });
}

/**
 * Makes an empty folder a project and installs packages into it.
 *
 * @param packages specifiers as npm takes them: the path of a tarball, or `NAME@VERSION`
 */
export async function install(path: string, packages: readonly string[]): Promise<void> {
  await writeFile(join(path, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  await npm(path, "install", ...packages);
}
