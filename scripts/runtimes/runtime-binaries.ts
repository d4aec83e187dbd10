import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BUILDS, type Build, type RuntimeName } from "./runtime-builds.js";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/runtimes/", import.meta.url));
/** The time to install one runtime: the largest has 200 MB. */
export const INSTALL_TIMEOUT_MS = 600_000;

/** A runtime is not available. The message names it, the reason and the way out. */
export class RuntimeMissing extends Error {
  override readonly name = "RuntimeMissing";
}

/**
 * The path of a Node.js with the given major version: the one that runs this process, or the pinned one from npm, which is
 * installed if it is missing.
 *
 * @param progress is called with a line when an installation starts
 * @throws {RuntimeMissing}
 */
export function nodeBinary(major: 20 | 22 | 24, progress?: (line: string) => void): Promise<string> {
  return runtimeBinary(`node-${major}`, progress);
}

/**
 * The path of a runtime's program. It is installed from npm if it is missing.
 *
 * @param progress is called with a line when an installation starts
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
      `Could not install ${name} from npm: ${reasonOf(error)} Install it with: npm install --prefix ${folder} ${packageName}@${version}`,
      { cause: error },
    );
  }
  if (existsSync(path)) return path;
  throw new RuntimeMissing(`${packageName}@${version} contains no ${file}. Correct the path in runtime-builds.ts.`);
}

/** Installs into a temporary folder and renames it, so that `folder` is complete even if two processes install or one is stopped. */
async function install(packageSpec: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, "unfinished-"));
  const options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  try {
    const commandLine = ["install", "--prefix", unfinished, ...options, packageSpec];
    await promisify(execFile)("npm", commandLine, { cwd: unfinished, timeout: INSTALL_TIMEOUT_MS });
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The first error that npm printed, without its warnings, codes and log path. */
function reasonOf(error: unknown): string {
  const { stderr = "", message, killed } = error as Error & { stderr?: string; killed?: boolean };
  if (killed) return `npm had not finished after ${INSTALL_TIMEOUT_MS / 1000} s.`;
  const line = /^npm error (?!code |errno |syscall |A complete log)(?:notarget |network )?(\S.*)$/m.exec(stderr);
  return line?.[1] ?? message;
}
