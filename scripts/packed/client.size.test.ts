import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { bundleWithEsbuild, type EsbuildBundle } from "./tools/esbuild.js";
import { installedProject, packedPackages } from "./tools/packed-project.js";

// How large a bundle of the packed client is, and which modules it contains.

/**
 * Minified and gzipped. openapi-fetch takes 2,600 bytes, the operations of all api-versions 1,200, and the error messages 4,000.
 * The goal of createClient is 9,000.
 */
const MAX_BYTES = 19_300;
const MAX_CORE_BYTES = 15_800;

let everything: EsbuildBundle;
let createClientOnly: EsbuildBundle;
let filterOnly: EsbuildBundle;
beforeAll(async () => {
  const path = await installedProject([packedPackages().client.path]);
  everything = await bundleWithEsbuild(path, 'export * from "webpubsub-fetch";');
  createClientOnly = await bundleWithEsbuild(path, 'export { createClient } from "webpubsub-fetch";');
  filterOnly = await bundleWithEsbuild(path, 'export { filter } from "webpubsub-fetch";');
});

describe("bundle of the client", () => {
  test.for([
    ["everything", MAX_BYTES, () => everything],
    ["only createClient", MAX_CORE_BYTES, () => createClientOnly],
  ] as const)("exports %s in at most %i bytes gzipped", ([, maxBytes, bundle]) => {
    const { text } = bundle();
    expect(gzipSync(text, { level: 9 }).length, largest(bundle())).toBeLessThanOrEqual(maxBytes);
  });

  test("contains no helpers if it exports only createClient", () => {
    const helpers = ({ modules }: EsbuildBundle) => modules.filter((file) => file.includes("/dist/src/helpers/"));
    expect(helpers(everything).length).toBeGreaterThan(5);
    expect(helpers(createClientOnly)).toEqual([]);
  });

  test("contains neither the client nor openapi-fetch if it exports only filter", () => {
    const client = /node_modules\/openapi-fetch\/|\/dist\/src\/client\/client\.js$|\/dist\/generated\//;
    expect(createClientOnly.modules.filter((file) => client.test(file)).length).toBeGreaterThan(2);
    expect(filterOnly.modules.filter((file) => client.test(file))).toEqual([]);
    expect(filterOnly.text.length).toBeLessThan(createClientOnly.text.length / 10);
  });
});

/** Names the largest modules, for the message of a failure. */
function largest({ bytesOf }: EsbuildBundle): string {
  const lines = [...bytesOf].sort(([, a], [, b]) => b - a).map(([file, bytes]) => `${bytes} ${file}`);
  return `Largest modules, in bytes minified:\n${lines.slice(0, 10).join("\n")}\n`;
}
