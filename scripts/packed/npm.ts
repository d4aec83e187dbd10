import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

export const run = promisify(execFile);

export function npm(cwd: string, ...words: string[]) {
  return run("npm", [...words, "--no-audit", "--no-fund", "--prefer-offline"], { cwd, maxBuffer: 1e8 });
}
