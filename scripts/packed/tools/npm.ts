import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

export const run = promisify(execFile);

export function npm(cwd: string, ...words: string[]) {
  return run("npm", [...words, "--no-audit", "--no-fund", "--prefer-offline"], { cwd, maxBuffer: 1e8 });
}

/**
 * Makes a project of an empty folder, with packages installed.
 *
 * @param packages as npm takes them: tarballs, or names with versions
 */
export async function install(path: string, packages: readonly string[]): Promise<void> {
  await writeFile(join(path, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  await npm(path, "install", ...packages);
}
