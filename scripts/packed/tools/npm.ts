import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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

/** The time for {@link installOnce}: the largest package has 200 MB. */
export const INSTALL_TIMEOUT_MS = 600_000;

/**
 * Makes `folder` a project with the packages, without running their scripts, unless it exists. It is complete even if two processes
 * install or one is stopped: npm installs into a temporary folder beside it, which is renamed.
 *
 * @param packages specifiers as npm takes them
 * @throws {Error} what npm reports
 */
export async function installOnce(folder: string, packages: readonly string[]): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(join(dirname(folder), "unfinished-"));
  try {
    await writeFile(join(unfinished, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const options = [
      "--no-save",
      "--no-package-lock",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
    ];
    const commandLine = ["install", "--prefix", unfinished, ...options, ...packages];
    if (packages.length > 0) await run("npm", commandLine, { cwd: unfinished, timeout: INSTALL_TIMEOUT_MS });
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
