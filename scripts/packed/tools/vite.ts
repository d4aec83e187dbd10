import { build, type InlineConfig, type Rollup } from "vite";
import type { Bundle } from "./bundle.js";

/** Bundles the project in a folder with Vite. @param config the configuration; the project's own files are ignored */
export async function bundleWithVite(folder: string, config: InlineConfig): Promise<Bundle> {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const built = (await build({
    ...config,
    root: folder,
    configFile: false,
    envDir: false,
    logLevel: "warn",
    build: { ...config.build, write: false },
    customLogger: {
      info: () => {},
      warn,
      warnOnce: warn,
      error: warn,
      clearScreen: () => {},
      hasErrorLogged: () => false,
      hasWarned: false,
    },
    // Vite returns a list for a library.
  })) as Rollup.RollupOutput | Rollup.RollupOutput[];
  const output = [built].flat().flatMap((each) => each.output);
  const chunks = output.filter((each) => each.type === "chunk");
  return {
    files: new Map(
      output.map((each) => [each.fileName, each.type === "chunk" ? each.code : String(each.source)] as const),
    ),
    imports: chunks.flatMap((each) => [...each.imports, ...each.dynamicImports]),
    modules: chunks.flatMap((each) => each.moduleIds),
    warnings,
  };
}
