import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Measurement } from "../measurement.js";
import type { ClientBenchmark } from "./setup.js";

const PROGRAMS: Readonly<Record<string, { readonly program: string; readonly maxKilobytes?: number }>> = {
  "`createClient` alone": { program: 'export { createClient } from "webpubsub-fetch";', maxKilobytes: 9 },
  "all exports": { program: 'export * from "webpubsub-fetch";' },
};

/** The size of a bundle for the edge, minified and gzipped. */
export async function size({ built, progress }: ClientBenchmark): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const [name, { program, maxKilobytes: max }] of Object.entries(PROGRAMS)) {
    progress(`bundle of ${name}`);
    const { outputFiles } = await build({
      stdin: { contents: program, resolveDir: built.folder },
      bundle: true,
      minify: true,
      platform: "neutral",
      format: "esm",
      write: false,
      logLevel: "error",
      tsconfigRaw: {},
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).length;
    measurements.push({
      name: `bundle of ${name}, minified and gzipped`,
      unit: "kB",
      ours: [bytes / 1000],
      ...(max !== undefined && { target: { of: "value", max } }),
    });
  }
  return measurements;
}
