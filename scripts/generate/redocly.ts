import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Document } from "./openapi-document.js";

const require = createRequire(import.meta.url);
/** The file that Redocly's command runs. */
export const redocly = join(dirname(require.resolve("@redocly/cli/package.json")), "bin/cli.js");

/** An environment in which Redocly is silent towards the network. */
export const redoclyEnvironment = {
  ...process.env,
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  NO_COLOR: "1",
};

/** Runs Redocly's command in the folder `root`, silent towards the network. Throws with what it printed. */
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
    // The box about Node's end of life is not what went wrong.
    const said = `${stdout}\n${stderr}`.replaceAll(/^ *[╔║╚].*\n/gmu, "").trim();
    throw new Error(`redocly ${args.join(" ")} failed:\n${said}`, { cause: error });
  }
}

/** One description in one document: references to other files become references into `components`. */
export async function bundle(root: string, api: string, overlays: readonly string[] = []): Promise<Document> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    const output = join(folder, "openapi.json");
    const overlayArguments = overlays.flatMap((overlay) => ["--overlay", overlay]);
    await runRedocly(root, "bundle", api, "--output", output, "--ext", "json", ...overlayArguments);
    return JSON.parse(await readFile(output, "utf8")) as Document;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
