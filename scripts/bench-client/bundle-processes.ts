import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Within node_modules, so that what runs there finds the peers. */
const folder = join(root, "node_modules/.cache/bench-client");

/** What runs in processes of its own. */
export interface Built {
  readonly folder: string;
  /** Of the file of that name, as JavaScript. */
  path(name: "client-process" | "bare-server-process" | "first-send"): string;
}

/**
 * Compiles what runs in processes of its own: with tsx, loading would take longer than what is measured. Beside it is the client
 * as it is published, a copy, so that it stays when something is built meanwhile.
 */
export async function buildProcesses(): Promise<Built> {
  if (!existsSync(join(root, "dist"))) throw new Error("There is no dist/: npm run build.");
  rmSync(folder, { recursive: true, force: true });
  const installed = join(folder, "node_modules/webpubsub-fetch");
  mkdirSync(installed, { recursive: true });
  for (const name of ["package.json", "dist"]) cpSync(join(root, name), join(installed, name), { recursive: true });
  await build({
    entryPoints: ["client-process", "bare-server-process", "first-send"].map((name) =>
      join(root, `scripts/bench-client/${name}.ts`),
    ),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    // Not the project's, which has the sources in the place of the package.
    tsconfigRaw: {},
  });
  return { folder, path: (name) => join(folder, `${name}.mjs`) };
}
