import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { install } from "../packed/tools/npm.js";

const checks = fileURLToPath(new URL("checks", import.meta.url));

/** A project with the package installed, as users get it, and the checks. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Installs the packed package into an empty project and writes the checks there, which import it by its name; for workerd
 * also bundled with it, as a user would deploy them.
 *
 * @throws {Error} of npm or esbuild
 */
export async function makeProject(tarball: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "runtimes-"));
  const remove = () => rm(folder, { recursive: true });
  try {
    await install(folder, [tarball]);
    await writeChecks(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: remove };
}

async function writeChecks(folder: string): Promise<void> {
  const entryPoints = (await readdir(checks)).map((name) => join(checks, name));
  const common = { format: "esm", target: "es2022", logLevel: "error" } as const;
  await build({ ...common, entryPoints, outdir: folder });
  await build({
    ...common,
    entryPoints: [join(folder, "worker.js")],
    outfile: join(folder, "worker.bundle.js"),
    bundle: true,
    // The conditions of Wrangler, which bundles for Cloudflare Workers.
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
  });
  await writeFile(join(folder, "worker.capnp"), WORKER);
}

/** Without a compatibility flag, and so without any module of Node.js. */
const WORKER = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "checks", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.bundle.js")],
      compatibilityDate = "2026-11-01",
      bindings = [(name = "CHECK_SERVER", fromEnvironment = "CHECK_SERVER"), (name = "SELF", service = "checks")],
    )),
    (name = "internet", network = (allow = ["local"])),
  ],
);
`;
