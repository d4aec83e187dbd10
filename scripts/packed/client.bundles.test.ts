import { beforeAll, describe, expect, test } from "vitest";
import type { Bundle } from "./tools/bundle.js";
import { bundlePage, MODULE_BUNDLES, makeBundleProject } from "./tools/client-bundles.js";

let folder: string;
beforeAll(async () => {
  folder = await makeBundleProject();
});

function expectNoNodeCode({ files, imports, modules, warnings }: Bundle): void {
  expect(warnings).toEqual([]);
  expect(imports).toEqual([]);
  expect(modules.filter((file) => /\/openapi-fetch\//.test(file))).toHaveLength(1);
  expect(modules.filter((file) => /\/undici\/|\/jsonwebtoken\/|\.node\.js$/.test(file))).toEqual([]);
  // `process` is allowed: openapi-fetch checks whether it exists.
  const texts = [...files.values()].filter((text) => /\bnode:|createSecretKey|\brequire\(|\bBuffer\b/.test(text));
  expect(texts).toEqual([]);
}

describe("bundle of the client", () => {
  test.for(MODULE_BUNDLES)("contains no Node.js code: %s", async ([, makeBundle]) => {
    const bundle = await makeBundle(folder);
    expectNoNodeCode(bundle);
    expect(bundle.files.size).toBe(1);
  });

  test("contains no Node.js code: Vite for a page", async () => {
    const bundle = await bundlePage(folder);
    expectNoNodeCode(bundle);
    expect([...bundle.files.keys()]).toContain("index.html");
  });
});
