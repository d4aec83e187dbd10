import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { INSTALL_TIMEOUT_MS, installOnce } from "../packed/tools/npm.js";
import { BUILDS, type Build, type RuntimeName } from "./runtime-builds.js";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/runtimes/", import.meta.url));
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
    await installOnce(folder, [`${packageName}@${version}`]);
  } catch (error) {
    throw new RuntimeMissing(
      `Could not install ${name} from npm: ${reasonOf(error)} Install it with: npm install --prefix ${folder} ${packageName}@${version}`,
      { cause: error },
    );
  }
  if (existsSync(path)) return path;
  throw new RuntimeMissing(`${packageName}@${version} contains no ${file}. Correct the path in runtime-builds.ts.`);
}

/** The first error that npm printed, without its warnings, codes and log path. */
function reasonOf(error: unknown): string {
  const { stderr = "", message, killed } = error as Error & { stderr?: string; killed?: boolean };
  if (killed) return `npm had not finished after ${INSTALL_TIMEOUT_MS / 1000} s.`;
  const line = /^npm error (?!code |errno |syscall |A complete log)(?:notarget |network )?(\S.*)$/m.exec(stderr);
  return line?.[1] ?? message;
}
