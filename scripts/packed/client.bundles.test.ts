import { beforeAll, describe, expect, test } from "vitest";
import type { Bundle } from "./tools/bundle.js";
import { bundledPage, MODULE_BUNDLES, projectToBundle } from "./tools/client-bundles.js";

let folder: string;
beforeAll(async () => {
  folder = await projectToBundle();
});

function expectNothingOfNode({ files, imports, modules, warnings }: Bundle): void {
  expect(warnings).toEqual([]);
  expect(imports).toEqual([]);
  expect(modules.filter((file) => /\/openapi-fetch\//.test(file))).toHaveLength(1);
  expect(modules.filter((file) => /\/undici\/|\/jsonwebtoken\/|\.node\.js$/.test(file))).toEqual([]);
  // Not `process`: openapi-fetch checks whether it exists.
  const texts = [...files.values()].filter((text) => /\bnode:|createSecretKey|\brequire\(|\bBuffer\b/.test(text));
  expect(texts).toEqual([]);
}

describe("the bundled client", () => {
  test.for(MODULE_BUNDLES)("contains no Node.js code: %s", async ([, make]) => {
    const bundle = await make(folder);
    expectNothingOfNode(bundle);
    expect(bundle.files.size).toBe(1);
  });

  test("contains no Node.js code: Vite for a page", async () => {
    const bundle = await bundledPage(folder);
    expectNothingOfNode(bundle);
    expect([...bundle.files.keys()]).toContain("index.html");
  });
});
