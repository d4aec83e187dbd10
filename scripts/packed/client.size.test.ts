import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { bundled, type MinifiedBundle } from "./tools/esbuild.js";
import { packed, project } from "./tools/packed-project.js";

// What of the packed client gets into a bundle for anywhere, and how large that is.

/**
 * In bytes, minified and gzipped. Of it are 2,600 openapi-fetch, 1,300 the operations of both api-versions, and 3,000 the
 * sentences of errors. The aim is 12,000 and 8,000.
 */
const MAX_BYTES = 15_900;
const MAX_CORE_BYTES = 13_300;

let all: MinifiedBundle;
let core: MinifiedBundle;
let filterAlone: MinifiedBundle;
beforeAll(async () => {
  const path = await project([packed().client.path]);
  all = await bundled(path, 'export * from "webpubsub-fetch";');
  core = await bundled(path, 'export { createClient } from "webpubsub-fetch";');
  filterAlone = await bundled(path, 'export { filter } from "webpubsub-fetch";');
});

describe("a bundle", () => {
  test.for([
    ["everything", MAX_BYTES, () => all],
    ["createClient alone", MAX_CORE_BYTES, () => core],
  ] as const)("of %s has at most %i bytes gzipped", ([, most, bundle]) => {
    const { text } = bundle();
    expect(gzipSync(text, { level: 9 }).length, largest(bundle())).toBeLessThanOrEqual(most);
  });

  test("of createClient alone has nothing of the helpers that stand beside it", () => {
    const helpers = ({ modules }: MinifiedBundle) => modules.filter((file) => file.includes("/dist/src/helpers/"));
    expect(helpers(all).length).toBeGreaterThan(5);
    expect(helpers(core)).toEqual([]);
  });

  test("of filter alone has neither a client nor openapi-fetch", () => {
    const client = /node_modules\/openapi-fetch\/|\/dist\/src\/client\/client\.js$|\/dist\/generated\//;
    expect(core.modules.filter((file) => client.test(file)).length).toBeGreaterThan(2);
    expect(filterAlone.modules.filter((file) => client.test(file))).toEqual([]);
    expect(filterAlone.text.length).toBeLessThan(core.text.length / 10);
  });
});

/** The largest modules, to show where to save. */
function largest({ bytesOf }: MinifiedBundle): string {
  const lines = [...bytesOf].sort(([, a], [, b]) => b - a).map(([file, bytes]) => `${bytes} ${file}`);
  return `Largest, in bytes minified:\n${lines.slice(0, 10).join("\n")}\n`;
}
