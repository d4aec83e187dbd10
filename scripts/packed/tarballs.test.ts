import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { publint } from "publint";
import { beforeAll, describe, expect, test } from "vitest";
import { root, run } from "./tools/npm.js";
import type { Packages } from "./tools/pack.js";
import { packed } from "./tools/packed-project.js";

let packages: Packages;
beforeAll(async () => {
  packages = packed();
});

describe("each tarball", () => {
  test("has compiled files, the manifest, the readme and the licence, and nothing else", () => {
    const { client, suite } = packages;
    for (const { files } of [client, suite]) {
      expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
      const others = files.filter((path) => !/^(dist\/.*\.(js|d\.ts)|LICENSE|README\.md|package\.json)$/.test(path));
      expect(
        others.filter(
          (path) =>
            !/^dist\/(generated\/[^/]+\/openapi\.json|conformance\/(cli\/expectations\/\w+\.yaml|report\/html\/page\/page\.(html|css)))$/.test(
              path,
            ),
        ),
      ).toEqual([]);
      expect(files.filter((path) => /test|bench/.test(path))).toEqual([]);
    }
    expect(suite.files).toEqual(
      expect.arrayContaining(
        ["page.html", "page.css", "page.js"].map((file) => `dist/conformance/report/html/page/${file}`),
      ),
    );
    // The bundled documents are for mocks: a production server has no use for them.
    expect(client.files.filter((path) => path.endsWith("openapi.json"))).toEqual([]);
    expect(suite.files.filter((path) => path.endsWith("openapi.json"))).toHaveLength(3);
  });

  test.for(["client", "suite"] as const)("of the %s satisfies publint", async (which) => {
    const tarball = new Uint8Array(await readFile(packages[which].path)).buffer;
    const { messages } = await publint({ pack: { tarball }, strict: true });
    expect(messages).toEqual([]);
  });

  test.for(["client", "suite"] as const)("of the %s satisfies attw", async (which) => {
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const { stdout } = await run(process.execPath, [
      attw,
      packages[which].path,
      "--profile",
      "esm-only",
      "--format",
      "ascii",
      "--no-emoji",
    ]);
    expect(stdout).toMatch(/node16 \(from ESM\): OK/i);
  });
});
