import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { install } from "../packed/tools/npm.js";

const CHECKS = fileURLToPath(new URL("checks", import.meta.url));

/** A project with the packed client installed, and the compiled checks. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Installs the packed client into an empty project and writes the compiled checks there, which import it by name. For workerd it
 * also bundles the checks with the client, as a user would deploy them.
 *
 * @param tarball the path of the packed client
 * @throws {Error} if npm or esbuild fails
 */
export async function makeProject(tarball: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), "runtimes-"));
  const remove = () => rm(folder, { recursive: true });
  try {
    await install(folder, [tarball]);
    await writeChecks(folder);
    await writeWorker(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: remove };
}

/** Compiles the checks. @param subfolder of the project, to write them to. @default the project itself */
export async function writeChecks(folder: string, subfolder = ""): Promise<void> {
  const entryPoints = (await readdir(CHECKS)).map((name) => join(CHECKS, name));
  await build({ ...ES2022, entryPoints, outdir: join(folder, subfolder) });
}

const ES2022 = { format: "esm", target: "es2022", logLevel: "error" } as const;

async function writeWorker(folder: string): Promise<void> {
  await build({
    ...ES2022,
    entryPoints: [join(folder, "worker.js")],
    outfile: join(folder, "worker.bundle.js"),
    bundle: true,
    // The same conditions as Wrangler, which bundles Cloudflare Workers.
    platform: "browser",
    conditions: ["workerd", "worker", "browser"],
  });
  await writeFile(join(folder, "worker.capnp"), WORKER_CONFIG);
}

/** The configuration of workerd, without a compatibility flag and therefore without the modules of Node.js. */
const WORKER_CONFIG = `
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
