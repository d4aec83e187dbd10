import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { publint } from "publint";
import { beforeAll, describe, expect, test } from "vitest";
import { descriptions } from "../../generated/descriptions.js";
import { apiVersions } from "../../generated/versions.js";
import { root, run } from "./tools/npm.js";
import type { Packages } from "./tools/pack.js";
import { packedPackages } from "./tools/packed-project.js";

let packages: Packages;
beforeAll(async () => {
  packages = packedPackages();
});

describe("npm pack", () => {
  test("packs compiled files, descriptions, package.json, README.md and LICENSE only", () => {
    const { client, suite } = packages;
    for (const { files } of [client, suite]) {
      expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
      const others = files.filter((path) => !/^(dist\/.*\.(js|d\.ts)|LICENSE|README\.md|package\.json)$/.test(path));
      expect(
        others.filter(
          (path) =>
            !/^openapi\/[\d.-]+\.json$|^dist\/(generated\/[^/]+\/openapi\.json|conformance\/(cli\/expectations\/\w+\.yaml|report\/html\/page\/page\.(html|css)))$/.test(
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
    const documents = apiVersions.flatMap((version) => [`openapi/${version}-3.0.json`, `openapi/${version}.json`]);
    expect(client.files.filter((path) => path.endsWith(".json")).toSorted()).toEqual([...documents, "package.json"]);
    const mocked = Object.keys(descriptions).map((name) => `dist/generated/${name}/openapi.json`);
    expect(suite.files.filter((path) => path.endsWith("openapi.json")).toSorted()).toEqual(mocked.toSorted());
  });

  test.for(["client", "suite"] as const)("packs a %s that satisfies publint", async (name) => {
    const tarball = new Uint8Array(await readFile(packages[name].path)).buffer;
    const { messages } = await publint({ pack: { tarball }, strict: true });
    expect(messages).toEqual([]);
  });

  test.for(["client", "suite"] as const)("packs a %s that satisfies attw", async (name) => {
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const { stdout } = await run(process.execPath, [
      attw,
      packages[name].path,
      "--profile",
      "esm-only",
      "--format",
      "ascii",
      "--no-emoji",
    ]);
    expect(stdout).toMatch(/node16 \(from ESM\): OK/i);
  });
});
