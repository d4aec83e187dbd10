import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

// Both packages as users get them: built, packed, and installed into an empty project.

const root = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);
const npm = (cwd: string, ...words: string[]) =>
  run("npm", [...words, "--no-audit", "--no-fund", "--prefer-offline"], { cwd, maxBuffer: 1e8 });

interface Packed {
  name: string;
  filename: string;
  files: { path: string }[];
}
interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

let folder: string;
let client: Packed;
let suite: Packed;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "packed-"));
  await npm(root, "run", "--silent", "build");
  const pack = async (path: string) => {
    const { stdout } = await npm(path, "pack", "--json", "--pack-destination", folder);
    return (JSON.parse(stdout) as Packed[])[0] as Packed;
  };
  client = await pack(root);
  suite = await pack(join(root, "conformance"));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const readManifest = async (path: string) => JSON.parse(await readFile(join(root, path), "utf8")) as Manifest;

describe("each tarball", () => {
  test("has compiled files, the manifest, the readme and the licence, and nothing else", () => {
    for (const { files } of [client, suite]) {
      const paths = files.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
      const others = paths.filter((path) => !/^(dist\/.*\.(js|d\.ts)|LICENSE|README\.md|package\.json)$/.test(path));
      expect(others.filter((path) => !/^dist\/generated\/[^/]+\/openapi\.json$/.test(path))).toEqual([]);
      expect(paths.filter((path) => /test|bench/.test(path))).toEqual([]);
    }
    // The bundled documents are for mocks: a production server has no use for them.
    expect(client.files.filter(({ path }) => path.endsWith("openapi.json"))).toEqual([]);
    expect(suite.files.filter(({ path }) => path.endsWith("openapi.json"))).toHaveLength(3);
  });

  test.for(["client", "suite"] as const)("of the %s satisfies publint", async (which) => {
    const { messages } = await publint({ pkgDir: join(root, which === "client" ? "." : "conformance"), strict: true });
    expect(messages).toEqual([]);
  });

  test.for(["client", "suite"] as const)("of the %s satisfies attw", { timeout: 60_000 }, async (which) => {
    const tarball = join(folder, (which === "client" ? client : suite).filename);
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const { stdout } = await run(process.execPath, [
      attw,
      tarball,
      "--profile",
      "esm-only",
      "--format",
      "ascii",
      "--no-emoji",
    ]);
    expect(stdout).toMatch(/node16 \(from ESM\): OK/i);
  });
});

/** An empty project with the packages and a program, which is compiled in it. */
async function project(name: string, packages: readonly string[], program: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  await writeFile(join(path, "program.ts"), program);
  await npm(path, "install", ...packages);
  return path;
}

/** What the compiler says of the program, in one of the two ways of resolving modules, by TypeScript 5 or 7. */
async function compile(
  path: string,
  resolution: "nodenext" | "bundler",
  version: 5 | 7,
  types: string[] = [],
): Promise<string> {
  const lib = ["es2022", "dom", "dom.iterable"];
  const module = resolution === "bundler" ? "esnext" : resolution;
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    lib,
    types,
    module,
    moduleResolution: resolution,
  };
  await writeFile(join(path, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["program.ts"] }));
  return run(process.execPath, [
    join(root, "node_modules", version === 5 ? "typescript" : "ts7", "bin/tsc"),
    "-p",
    path,
  ]).then(
    () => "",
    (error: { stdout: string }) => error.stdout,
  );
}

/** How the command ends: its exit status, and what it says on standard error. */
async function ending(cwd: string, ...words: string[]): Promise<{ status: number; said: string; stdout: string }> {
  const command = join(cwd, "node_modules/.bin/webpubsub-conformance");
  return run(command, words, { cwd, maxBuffer: 1e8 }).then(
    ({ stdout, stderr }) => ({ status: 0, said: stderr, stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      status: code,
      said: stderr,
      stdout,
    }),
  );
}

describe("the client, installed alone", () => {
  const program = `
    import { createServer } from "node:http";
    import { createClient } from "webpubsub-fetch";
    const server = createServer((request, response) => {
      response.writeHead(request.headers.authorization?.startsWith("Bearer ey") ? 202 : 401).end();
    });
    server.listen(0, "127.0.0.1", async () => {
      const { port } = server.address();
      const client = createClient(\`Endpoint=http://127.0.0.1:\${port};AccessKey=abcdefghijklmnopqrstuvwxyz;Version=1.0;\`);
      const { response } = await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, body: { a: 1 } });
      console.log(response.status);
      server.close();
      server.closeAllConnections();
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
  let path: string;
  beforeAll(async () => {
    path = await project("client", [join(folder, client.filename)], typed);
  });

  test("brings openapi-fetch and jsonwebtoken, and no other dependency of its own", async () => {
    expect(Object.keys((await readManifest("package.json")).dependencies)).toEqual(["jsonwebtoken", "openapi-fetch"]);
    expect(await readdir(join(path, "node_modules"))).toEqual(
      expect.arrayContaining(["jsonwebtoken", "openapi-fetch", "webpubsub-fetch"]),
    );
  });

  test("type-checks under both ways of resolving modules, with TypeScript 5 and 7, without skipLibCheck", async () => {
    expect(await compile(path, "nodenext", 5)).toBe("");
    expect(await compile(path, "bundler", 7)).toBe("");
  }, 60_000);

  test("signs and sends", async () => {
    await writeFile(join(path, "program.mjs"), program);
    const { stdout } = await run(process.execPath, ["program.mjs"], { cwd: path });
    expect(stdout.trim()).toBe("202");
  });
});

describe("the suite, installed with its peers", () => {
  const typed = `
    import { type Case, conformanceCases } from "webpubsub-conformance";
    export const cases: readonly Case[] = conformanceCases("2024-12-01");
    // @ts-expect-error: no such description
    conformanceCases("2020-01-01");
  `;
  let path: string;
  beforeAll(async () => {
    const { devDependencies } = await readManifest("conformance/package.json");
    const peers = Object.entries(devDependencies)
      .filter(([name]) => name !== "webpubsub-fetch")
      .map(([name, version]) => `${name}@${version}`);
    path = await project("suite", [join(folder, client.filename), join(folder, suite.filename), ...peers], typed);
  }, 180_000);

  test("type-checks", async () => {
    expect(await compile(path, "nodenext", 7)).toBe("");
  }, 60_000);

  test("replays through its command, from its own folder of node_modules", async () => {
    const command = join(path, "node_modules/.bin/webpubsub-conformance");
    const { stdout } = await run(command, ["--api", "2023-07-01", "--report", "json=report.json,junit=junit.xml"], {
      cwd: path,
      maxBuffer: 1e8,
    });
    expect(stdout).toMatch(/24\/24 operations/);
    const report = JSON.parse(await readFile(join(path, "report.json"), "utf8")) as { outcomes: { status: string }[] };
    expect(report.outcomes.filter(({ status }) => status === "failed")).toEqual([]);
    const junit = await readFile(join(path, "junit.xml"), "utf8");
    expect(junit.match(/<testcase /g)).toHaveLength(report.outcomes.length);
  }, 120_000);

  async function server(answer: (response: ServerResponse) => void): Promise<string> {
    const started = createServer((_, response) => answer(response));
    servers.push(started);
    await new Promise<void>((done) => started.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }
  const servers: Server[] = [];
  afterEach(() => {
    for (const each of servers.splice(0)) each.close().closeAllConnections();
  });

  test("ends with 0 after its help", async () => {
    const { status, stdout } = await ending(path, "--help");
    expect([status, stdout]).toEqual([0, expect.stringContaining("--url ADDRESS")]);
  });

  test.for([
    [
      "an api-version that is not described",
      ["--api", "2020-01-01"],
      /^--api is "2020-01-01", which is not described\. Choose one of .*\nSee --help\.\n$/,
    ],
    ["an unknown option", ["--colour"], /'--colour'.*\nSee --help\.\n$/],
    [
      "a target that does not answer",
      ["--api", "2024-12-01", "--url", "http://127.0.0.1:1"],
      /^Nothing answers at http:\/\/127\.0\.0\.1:1 \(.+\)\. Start the server, or correct --url\.\n$/,
    ],
  ] as const)("ends with 2 and one clear message on %s", async ([, words, message]) => {
    const { status, said } = await ending(path, ...words);
    expect(said).toMatch(message);
    expect(status).toBe(2);
  });

  test("ends with 2 on a server that is no mock", async () => {
    const url = await server((response) => response.writeHead(200).end());
    const { status, said } = await ending(path, "--api", "2024-12-01", "--url", url);
    expect(said).toMatch(/answered 200 where .* asked for 503: it is no Prism mock/);
    expect(status).toBe(2);
  });

  test("ends with 1 on a target that answers the wrong thing, and names what it broke", async () => {
    const url = await server((response) => response.writeHead(503).end());
    const { status, stdout } = await ending(path, "--api", "2023-07-01", "--url", url);
    expect(stdout).toMatch(
      /FAILED 2023-07-01 get-service-status\/replay\/200\/bare\n\n {2}The status is 503, and should be 200\./,
    );
    expect(stdout).toMatch(/and \d+ more failed/);
    expect(stdout).toMatch(/Documented and not exercised/);
    expect(status).toBe(1);
  }, 120_000);

  test("opens its bundled descriptions to mocks of one's own", async () => {
    const { stdout } = await run(
      process.execPath,
      ["-p", "require.resolve('webpubsub-conformance/openapi/2024-12-01.json')"],
      { cwd: path },
    );
    expect(stdout).toMatch(/openapi\.json/);
  });
});

describe("the suite, installed without its peers", () => {
  const typed = `
    import { startEmulator } from "webpubsub-conformance/emulator";
    const emulator = await startEmulator({ clock: "manual" });
    await emulator.clock.advance(1);
    const real = await startEmulator();
    // @ts-expect-error: real time moves by itself
    await real.clock.advance(1);
  `;
  const program = `
    import { once } from "node:events";
    import { startEmulator } from "webpubsub-conformance/emulator";
    import { createClient } from "webpubsub-fetch";
    import WebSocket from "ws";
    const emulator = await startEmulator();
    const socket = new WebSocket(emulator.clientUrl("chat", { userId: "ada" }));
    const received = once(socket, "message");
    await once(socket, "open");
    const client = createClient(emulator.connectionString);
    await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" } }, body: { a: 1 } });
    console.log(String((await received)[0]));
    await emulator.close();
  `;
  let path: string;
  beforeAll(async () => {
    const nodeTypes = `@types/node@${(await readManifest("package.json")).devDependencies["@types/node"]}`;
    path = await project("bare", [join(folder, client.filename), join(folder, suite.filename), nodeTypes], typed);
  }, 120_000);

  test("has an emulator that type-checks", async () => {
    expect(await compile(path, "nodenext", 5, ["node"])).toBe("");
  }, 60_000);

  test("has an emulator that delivers", async () => {
    await writeFile(join(path, "program.mjs"), program);
    const { stdout } = await run(process.execPath, ["program.mjs"], { cwd: path });
    expect(stdout.trim()).toBe('{"a":1}');
  });

  test("has an emulator as a command", async () => {
    const { stdout } = await run(join(path, "node_modules/.bin/webpubsub-emulator"), ["--help"], { cwd: path });
    expect(stdout).toContain("--port PORT");
  });

  test("ends a replay with 2, and says what to install", async () => {
    const { status, said } = await ending(path);
    expect(said).toMatch(/^Not installed: @stoplight\/prism-core .* Install with: npm install --save-dev /);
    expect(status).toBe(2);
  });
});
