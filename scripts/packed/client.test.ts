import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { apiVersions } from "../../generated/versions.js";
import { compile, TYPESCRIPT_5, TYPESCRIPT_7 } from "./tools/compile.js";
import { startFakeService } from "./tools/fake-service.js";
import { root, run } from "./tools/npm.js";
import type { Tarball } from "./tools/pack.js";
import { installedProject, packedPackages, readManifest } from "./tools/packed-project.js";
import { publishedSources } from "./tools/published-sources.js";

describe("webpubsub-fetch, installed alone", () => {
  const program = `
    const client = createClient(process.argv[2]);
    client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, body: { a: 1 } }).then(async ({ response }) => {
      console.log(response.status);
      await client.close();
    });
  `;
  const typed = `
    import { createClient, type WebPubSubError } from "webpubsub-fetch";
    import type { components } from "webpubsub-fetch/2024-12-01";
    const client = createClient({ endpoint: "https://a.example", accessKey: "k", apiVersion: "2024-12-01" });
    const { data, error } = await client.GET("/api/hubs/{hub}/groups/{group}/connections", { params: { path: { hub: "a", group: "b" } } });
    export const page: components["schemas"]["GroupMemberPagedValues"] | undefined = data;
    export const why: WebPubSubError | undefined = error;
    // @ts-expect-error: a hub is a string
    await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: 1 } }, body: {} });
  `;
  let client: Tarball;
  let path: string;
  let installed: string;
  beforeAll(async () => {
    client = packedPackages().client;
    path = await installedProject([client.path]);
    installed = join(path, "node_modules/webpubsub-fetch");
    await writeFile(join(path, "program.ts"), typed);
  });

  test("depends on jsonwebtoken, openapi-fetch and undici only", async () => {
    expect(Object.keys((await readManifest(installed)).dependencies)).toEqual([
      "jsonwebtoken",
      "openapi-fetch",
      "undici",
    ]);
    expect(await readdir(join(path, "node_modules"))).toEqual(
      expect.arrayContaining(["jsonwebtoken", "openapi-fetch", "undici", "webpubsub-fetch"]),
    );
  });

  test("contains its compiled sources, the descriptions, LICENSE, README.md and package.json only", () => {
    const compiled = publishedSources().flatMap((source) => [`dist/${source}.js`, `dist/${source}.d.ts`]);
    const documents = apiVersions.flatMap((version) => [`openapi/${version}.json`, `openapi/${version}-3.0.json`]);
    expect(client.files.toSorted()).toEqual([...compiled, ...documents, "LICENSE", "README.md", "package.json"].sort());
  });

  test.for(apiVersions)("exports the types and both documents of %s", async (version) => {
    const program = `
      import type { paths } from "webpubsub-fetch/${version}";
      import document from "webpubsub-fetch/openapi/${version}.json" with { type: "json" };
      import older from "webpubsub-fetch/openapi/${version}-3.0.json" with { type: "json" };
      export const health: keyof paths = "/api/health";
      console.log(document.openapi, older.openapi, document.info.version, older.info.version);
    `;
    const file = `version-${version}.mts`;
    await writeFile(join(path, file), program);
    expect(await compile(path, { resolution: "nodenext", typescript: TYPESCRIPT_7, file })).toBe("");
    await writeFile(join(path, `version-${version}.mjs`), program.replaceAll(/^.*(import type|export const).*$/gm, ""));
    const { stdout } = await run(process.execPath, [`version-${version}.mjs`], { cwd: path });
    expect(stdout.trim()).toBe(`3.1.0 3.0.3 ${version} ${version}`);
  });

  test("contains no path of the machine that packed it, and imports no source file", async () => {
    const read = (file: string) => readFile(join(installed, file), "utf8");
    // The compiler writes paths into node_modules if it infers a type that cannot be imported by name.
    const forbidden = [root, "file:/", "sourceMappingURL", "node_modules"];
    for (const file of client.files.filter((each) => each.startsWith("dist/"))) {
      const text = await read(file);
      expect(
        forbidden.filter((part) => text.includes(part)),
        file,
      ).toEqual([]);
      const imported = [...text.matchAll(/(?:from|import|import\() ?"(\.[^"]*)"/g)].map(([, name = ""]) => name);
      expect(
        imported.filter((name) => !name.endsWith(".js")),
        file,
      ).toEqual([]);
    }
    for (const file of ["README.md", "package.json"]) expect(await read(file), file).not.toContain(root);
  });

  test("stays below 195 kB packed and 1,500 kB unpacked", () => {
    expect(client.size).toBeLessThan(195_000);
    expect(client.unpackedSize).toBeLessThan(1_500_000);
  });

  test("type-checks with nodenext in TypeScript 5 and bundler in TypeScript 7, without skipLibCheck", async () => {
    expect(await compile(path, { resolution: "nodenext", typescript: TYPESCRIPT_5 })).toBe("");
    expect(await compile(path, { resolution: "bundler", typescript: TYPESCRIPT_7 })).toBe("");
  });

  test("type-checks in a CommonJS module that requires it", async () => {
    const required = `
      import { createClient, type Client } from "webpubsub-fetch";
      import whole = require("webpubsub-fetch");
      const client: ReturnType<typeof whole.createClient> = createClient("Endpoint=https://a.example;AccessKey=k;");
      export const paths: keyof (typeof client extends Client<infer Paths> ? Paths : never) = "/api/health";
    `;
    await writeFile(join(path, "program.cts"), required);
    for (const typescript of [TYPESCRIPT_5, TYPESCRIPT_7]) {
      expect(await compile(path, { resolution: "nodenext", typescript, file: "program.cts" })).toBe("");
    }
  });

  test("sends a signed request from an ES module", async () => {
    await using service = await startFakeService();
    await writeFile(join(path, "program.mjs"), `import { createClient } from "webpubsub-fetch";${program}`);
    const { stdout, stderr } = await run(process.execPath, ["program.mjs", service.connectionString], { cwd: path });
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("202");
  });

  test("sends a signed request from a CommonJS module that requires it", async () => {
    await using service = await startFakeService();
    await writeFile(join(path, "program.cjs"), `const { createClient } = require("webpubsub-fetch");${program}`);
    const { stdout, stderr } = await run(process.execPath, ["program.cjs", service.connectionString], { cwd: path });
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("202");
  });
});
