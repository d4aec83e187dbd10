import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BUILDS, type Build, type RuntimeName } from "./runtime-builds.js";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/runtimes/", import.meta.url));
/** For one runtime: some have 200 MB. */
export const INSTALL_TIMEOUT_MS = 600_000;

/** A runtime is not available. The message says which, why, and what to do. */
export class RuntimeMissing extends Error {
  override readonly name = "RuntimeMissing";
}

/**
 * The path of Node.js of a major version: of this process if it has that version, or else of the pinned one from npm, which
 * is installed if it is missing.
 *
 * @param progress is called with a line when something is installed
 * @throws {RuntimeMissing}
 */
export function nodeBinary(major: 20 | 22 | 24, progress?: (line: string) => void): Promise<string> {
  return runtimeBinary(`node-${major}`, progress);
}

/**
 * The path of a runtime's program, which is installed from npm if it is missing.
 *
 * @param progress is called with a line when something is installed
 * @throws {RuntimeMissing}
 */
export async function runtimeBinary(name: RuntimeName, progress?: (line: string) => void): Promise<string> {
  if (name === `node-${process.versions.node.split(".")[0]}`) return process.execPath;
  const { version, packages, file }: Build = BUILDS[name];
  const platform = `${process.platform}-${process.arch}`;
  const packageName = packages[platform];
  if (packageName === undefined) {
    throw new RuntimeMissing(
      `npm has no build of ${name} for ${platform}, only for ${Object.keys(packages).join(", ")}. Choose other runtimes with -t.`,
    );
  }
  const folder = join(CACHE, `${packageName.replace("/", "+")}@${version}`);
  const path = join(folder, "node_modules", packageName, file);
  if (existsSync(path)) return path;
  progress?.(`Installing ${packageName}@${version} …`);
  try {
    await install(`${packageName}@${version}`, folder);
  } catch (error) {
    throw new RuntimeMissing(
      `${name} could not be installed from npm: ${reasonOf(error)} Install it with: npm install --prefix ${folder} ${packageName}@${version}`,
      { cause: error },
    );
  }
  if (existsSync(path)) return path;
  throw new RuntimeMissing(`${packageName}@${version} contains no ${file}. Correct it in runtime-builds.ts.`);
}

/** Installs beside the folder first: one that exists is complete, even if two processes install or one is stopped halfway. */
async function install(wanted: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, "unfinished-"));
  const options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  try {
    const commandLine = ["install", "--prefix", unfinished, ...options, wanted];
    await promisify(execFile)("npm", commandLine, { cwd: unfinished, timeout: INSTALL_TIMEOUT_MS });
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The first error of npm, without its warnings, its codes and the path of its log. */
function reasonOf(error: unknown): string {
  const { stderr = "", message, killed } = error as Error & { stderr?: string; killed?: boolean };
  if (killed) return `npm had not finished after ${INSTALL_TIMEOUT_MS / 1000} s.`;
  const line = /^npm error (?!code |errno |syscall |A complete log)(?:notarget |network )?(\S.*)$/m.exec(stderr);
  return line?.[1] ?? message;
}
