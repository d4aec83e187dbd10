import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** Inside node_modules, so that the processes find the installed packages. */
const folder = join(root, "node_modules/.cache/bench");

/** The compiled programs that run in processes of their own. */
export interface BuiltProcesses {
  readonly folder: string;
  /** The path of the compiled module. */
  path(name: "client-process" | "bare-server-process" | "first-send"): string;
}

/**
 * Compiles the programs that run in processes of their own: with tsx, loading would take longer than what is measured.
 * Next to them goes a copy of the client as published, so that a build in the meantime does not change it.
 */
export async function buildProcesses(): Promise<BuiltProcesses> {
  if (!existsSync(join(root, "dist"))) throw new Error("dist/ does not exist. Run: npm run build");
  rmSync(folder, { recursive: true, force: true });
  const installed = join(folder, "node_modules/webpubsub-fetch");
  mkdirSync(installed, { recursive: true });
  for (const name of ["package.json", "dist"]) cpSync(join(root, name), join(installed, name), { recursive: true });
  await build({
    entryPoints: ["client-process", "bare-server-process", "first-send"].map((name) =>
      join(root, `scripts/bench/client/${name}.ts`),
    ),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    // Not the tsconfig of the project, which maps the package to its sources.
    tsconfigRaw: {},
  });
  return { folder, path: (name) => join(folder, `${name}.mjs`) };
}
