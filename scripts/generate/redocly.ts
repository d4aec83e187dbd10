import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
/** The script of the Redocly command. */
export const redocly = join(dirname(require.resolve("@redocly/cli/package.json")), "bin/cli.js");

/** An environment in which Redocly sends no telemetry and looks for no update. */
export const redoclyEnvironment = {
  ...process.env,
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  NO_COLOR: "1",
};

/**
 * Runs the Redocly command in the folder `root`, without telemetry.
 *
 * @returns what it printed on stdout
 * @throws {Error} with its output, if it fails
 */
export async function runRedocly(root: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [redocly, ...args], {
      cwd: root,
      env: redoclyEnvironment,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    // Redocly also prints a box about the end of life of Node.js, which is not the reason.
    const output = `${stdout}\n${stderr}`.replaceAll(/^ *[╔║╚].*\n/gmu, "").trim();
    throw new Error(`redocly ${args.join(" ")} failed:\n${output}`, { cause: error });
  }
}
