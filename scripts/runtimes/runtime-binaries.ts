import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BUILDS, type Build, type RuntimeName } from "./runtime-builds.js";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/runtimes/", import.meta.url));
/** In milliseconds: some have 200 MB. */
const INSTALL_TIMEOUT_MS = 600_000;

/** A runtime could not be had. The message says which, and why. */
export class RuntimeMissing extends Error {
  override readonly name = "RuntimeMissing";
}

/**
 * The path of Node.js of a major version: the one that runs, if it is of that version, or else the pinned one from npm, which is
 * installed if it is not there.
 *
 * @param progress is told, in a line, when something is installed
 * @throws {RuntimeMissing}
 */
export function nodeBinary(major: 20 | 22 | 24, progress?: (line: string) => void): Promise<string> {
  return runtimeBinary(`node-${major}`, progress);
}

/**
 * The path of a runtime's program, which is installed from npm if it is not there.
 *
 * @param progress is told, in a line, when something is installed
 * @throws {RuntimeMissing}
 */
export async function runtimeBinary(name: RuntimeName, progress?: (line: string) => void): Promise<string> {
  if (name === `node-${process.versions.node.split(".")[0]}`) return process.execPath;
  const { version, packages, file }: Build = BUILDS[name];
  const platform = `${process.platform}-${process.arch}`;
  const wanted = packages[platform];
  if (wanted === undefined) {
    throw new RuntimeMissing(
      `${name} is not to be had for ${platform}, only for ${Object.keys(packages).join(", ")}. Leave it out with --only.`,
    );
  }
  const folder = join(CACHE, `${wanted.replace("/", "+")}@${version}`);
  const path = join(folder, "node_modules", wanted, file);
  if (existsSync(path)) return path;
  progress?.(`Installing ${wanted}@${version} …`);
  try {
    await install(`${wanted}@${version}`, folder);
  } catch (error) {
    throw new RuntimeMissing(`${name} could not be installed: ${reason(error)}`, { cause: error });
  }
  if (existsSync(path)) return path;
  throw new RuntimeMissing(`${name} could not be installed: ${wanted}@${version} has no ${file}.`);
}

/** Beside its place first: a folder that is there is whole, also where the process was stopped half-way, or two install at once. */
async function install(wanted: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, "unfinished-"));
  const options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  try {
    const words = ["install", "--prefix", unfinished, ...options, wanted];
    await promisify(execFile)("npm", words, { cwd: unfinished, timeout: INSTALL_TIMEOUT_MS });
    await rename(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** What npm says is wrong, without its warnings, its codes and the path of its log. */
function reason(error: unknown): string {
  const { stderr = "", message, killed } = error as Error & { stderr?: string; killed?: boolean };
  if (killed) return `npm was not through after ${INSTALL_TIMEOUT_MS / 1000} s.`;
  const said = /^npm error (?!code |errno |syscall |A complete log)(?:notarget |network )?(\S.*)$/m.exec(stderr);
  return said?.[1] ?? message;
}
