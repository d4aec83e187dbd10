import { basename } from "node:path";
import { build, type Platform } from "esbuild";
import type { Bundle } from "./bundle.js";

/** What a runtime's bundler is told of it. */
export interface Target {
  readonly platform: Platform;
  readonly conditions: string[];
}

/** Where nothing is known of the runtime. */
export const ANYWHERE: Target = { platform: "neutral", conditions: [] };

export interface MinifiedBundle extends Bundle {
  readonly text: string;
  /** How many bytes of it come of which file, of those that any come of. */
  readonly bytesOf: ReadonlyMap<string, number>;
}

/** A program as one minified module. @param folder where its imports are looked for */
export async function bundled(folder: string, program: string, target = ANYWHERE): Promise<MinifiedBundle> {
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

/** The file that each of some names stands for. @param folder that of the module that imports them */
export async function resolved(folder: string, names: readonly string[], conditions: string[]): Promise<string[]> {
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
            for (const name of names) {
              const { path } = await building.resolve(name, { kind: "import-statement", resolveDir: folder });
              found.push(basename(path));
            }
          });
        },
      },
    ],
  });
  return found;
}
