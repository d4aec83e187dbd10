import { basename } from "node:path";
import { build, type Platform } from "esbuild";
import type { Bundle } from "./bundle.js";

/** The options that select a runtime. */
export interface Target {
  readonly platform: Platform;
  readonly conditions: string[];
}

/** Selects no particular runtime. */
export const ANY_RUNTIME: Target = { platform: "neutral", conditions: [] };

export interface EsbuildBundle extends Bundle {
  readonly text: string;
  /** The number of bytes that come from each bundled module, by path. */
  readonly bytesOf: ReadonlyMap<string, number>;
}

/** Bundles a program into one minified module. @param folder the folder to resolve its imports from */
export async function bundleWithEsbuild(folder: string, program: string, target = ANY_RUNTIME): Promise<EsbuildBundle> {
  const { outputFiles, metafile, warnings } = await build({
    ...target,
    stdin: { contents: program, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    metafile: true,
    write: false,
    outfile: "bundle.js",
    logLevel: "silent",
  });
  const { inputs = {}, imports = [] } = metafile.outputs["bundle.js"] ?? {};
  const text = outputFiles[0]?.text ?? "";
  const bytesOf = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    if (bytesInOutput > 0) bytesOf.set(path, bytesInOutput);
  }
  return {
    text,
    files: new Map([["bundle.js", text]]),
    imports: imports.map(({ path }) => path),
    modules: [...bytesOf.keys()],
    warnings: warnings.map(({ text }) => text),
    bytesOf,
  };
}

/**
 * Resolves imports.
 *
 * @param folder the folder of the importing module
 * @returns the names of the files that the imports lead to, in the same order
 */
export async function resolveWithEsbuild(
  folder: string,
  specifiers: readonly string[],
  conditions: string[],
): Promise<string[]> {
  const found: string[] = [];
  await build({
    stdin: { contents: "" },
    write: false,
    platform: "neutral",
    conditions,
    plugins: [
      {
        name: "resolve",
        setup(building) {
          building.onStart(async () => {
            for (const specifier of specifiers) {
              const { path } = await building.resolve(specifier, { kind: "import-statement", resolveDir: folder });
              found.push(basename(path));
            }
          });
        },
      },
    ],
  });
  return found;
}
