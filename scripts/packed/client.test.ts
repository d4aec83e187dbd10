import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compile, TYPESCRIPT_5, TYPESCRIPT_7 } from "./tools/compile.js";
import { startService } from "./tools/fake-service.js";
import { root, run } from "./tools/npm.js";
import type { Tarball } from "./tools/pack.js";
import { packed, project, readManifest } from "./tools/packed-project.js";
import { publishedSources } from "./tools/published-sources.js";

describe("the client, installed alone", () => {
  const program = `
    const client = createClient(process.argv[2]);
    client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, body: { a: 1 } }).then(async ({ response }) => {
      console.log(response.status);
      await client.close();
    });
  `;
  const typed = `
    import { createClient, type ServiceError } from "webpubsub-fetch";
    import type { components } from "webpubsub-fetch/2024-12-01";
    const client = createClient({ endpoint: "https://a.example", accessKey: "k", apiVersion: "2024-12-01" });
    const { data, error } = await client.GET("/api/hubs/{hub}/groups/{group}/connections", { params: { path: { hub: "a", group: "b" } } });
    export const page: components["schemas"]["GroupMemberPagedValues"] | undefined = data;
    export const why: ServiceError | undefined = error;
    // @ts-expect-error: a hub is a string
    await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: 1 } }, body: {} });
  `;
  let client: Tarball;
  let path: string;
  let installed: string;
  beforeAll(async () => {
    client = packed().client;
    path = await project([client.path]);
    installed = join(path, "node_modules/webpubsub-fetch");
    await writeFile(join(path, "program.ts"), typed);
  });

  test("brings openapi-fetch and jsonwebtoken, and no other dependency of its own", async () => {
    expect(Object.keys((await readManifest(installed)).dependencies)).toEqual([
      "jsonwebtoken",
      "openapi-fetch",
      "undici",
    ]);
    expect(await readdir(join(path, "node_modules"))).toEqual(
      expect.arrayContaining(["jsonwebtoken", "openapi-fetch", "undici", "webpubsub-fetch"]),
    );
  });

  test("is what its sources make and what npm adds, and nothing else", () => {
    const compiled = publishedSources().flatMap((source) => [`dist/${source}.js`, `dist/${source}.d.ts`]);
    expect(client.files.toSorted()).toEqual([...compiled, "LICENSE", "README.md", "package.json"].sort());
  });

  test("names no file of the computer that it was packed on, and no source", async () => {
    const read = (file: string) => readFile(join(installed, file), "utf8");
    // The compiler writes paths into node_modules where a type that it infers has no name that can be imported.
    const foreign = [root, "file:/", "sourceMappingURL", "node_modules"];
    for (const file of client.files.filter((each) => each.startsWith("dist/"))) {
      const text = await read(file);
      expect(
        foreign.filter((each) => text.includes(each)),
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

  test("is small enough to be looked through", () => {
    expect(client.size).toBeLessThan(80_000);
    expect(client.unpackedSize).toBeLessThan(400_000);
  });

  test("type-checks under both ways of resolving modules, with TypeScript 5 and 7, without skipLibCheck", async () => {
    expect(await compile(path, { resolution: "nodenext", typescript: TYPESCRIPT_5 })).toBe("");
    expect(await compile(path, { resolution: "bundler", typescript: TYPESCRIPT_7 })).toBe("");
  });

  test("type-checks in a CommonJS module, which requires it", async () => {
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

  test("signs and sends", async () => {
    await using service = await startService();
    await writeFile(join(path, "program.mjs"), `import { createClient } from "webpubsub-fetch";${program}`);
    const { stdout, stderr } = await run(process.execPath, ["program.mjs", service.connectionString], { cwd: path });
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("202");
  });

  test("signs and sends from a CommonJS module, which requires it", async () => {
    await using service = await startService();
    await writeFile(join(path, "program.cjs"), `const { createClient } = require("webpubsub-fetch");${program}`);
    const { stdout, stderr } = await run(process.execPath, ["program.cjs", service.connectionString], { cwd: path });
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe("202");
  });
});
