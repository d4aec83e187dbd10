import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Emulator, startEmulator } from "../conformance/emulator/index.js";
import { BAD, type RunReport } from "../conformance/report/run-report.js";

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
      expect(
        others.filter(
          (path) => !/^dist\/(generated\/[^/]+\/openapi\.json|conformance\/expectations\/\w+\.yaml)$/.test(path),
        ),
      ).toEqual([]);
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

const KEY = "the-access-key-that-nobody-may-see-0123456789";

/** A token of the form of Microsoft Entra's, which nobody signed. */
function entraToken(): string {
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { aud: "https://webpubsub.azure.com", exp: Math.floor(Date.now() / 1000) + 3600 },
  ];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")), "c2lnbmF0dXJl"].join(".");
}

/** How the command ends: its exit status, and what it says on standard error. */
async function ending(cwd: string, ...words: string[]): Promise<{ status: number; said: string; stdout: string }> {
  const command = join(cwd, "node_modules/.bin/webpubsub-conformance");
  const env = { ...process.env, ACCESS_KEY: KEY, WRONG_KEY: `${KEY}-not`, TOKEN: entraToken() };
  return run(command, words, { cwd, maxBuffer: 1e8, env }).then(
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
    expect(Object.keys((await readManifest("package.json")).dependencies)).toEqual([
      "jsonwebtoken",
      "openapi-fetch",
      "undici",
    ]);
    expect(await readdir(join(path, "node_modules"))).toEqual(
      expect.arrayContaining(["jsonwebtoken", "openapi-fetch", "undici", "webpubsub-fetch"]),
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
    const report = JSON.parse(await readFile(join(path, "report.json"), "utf8")) as RunReport;
    expect(report.cases.filter(({ status }) => BAD.includes(status))).toEqual([]);
    expect(report.cases.length).toBeGreaterThan(1000);
    const junit = await readFile(join(path, "junit.xml"), "utf8");
    expect(junit.match(/<testcase /g)).toHaveLength(report.cases.length);
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
      ["--target", "prism", "--api", "2024-12-01", "--url", "http://127.0.0.1:1"],
      /^Nothing answers at http:\/\/127\.0\.0\.1:1 \(.+\)\. Start the server, or correct --url\.\n$/,
    ],
  ] as const)("ends with 2 and one clear message on %s", async ([, words, message]) => {
    const { status, said } = await ending(path, ...words);
    expect(said).toMatch(message);
    expect(status).toBe(2);
  });

  test("ends with 2 on a server that is no mock", async () => {
    const url = await server((response) => response.writeHead(200).end());
    const { status, said } = await ending(path, "--target", "prism", "--api", "2024-12-01", "--url", url);
    expect(said).toMatch(/answered 200 where .* asked for 503: it is no Prism mock/);
    expect(status).toBe(2);
  });

  test("ends with 1 on a target that answers the wrong thing, and names what it broke", async () => {
    const url = await server((response) => response.writeHead(503).end());
    const { status, stdout } = await ending(path, "--target", "prism", "--api", "2023-07-01", "--url", url);
    expect(stdout).toMatch(
      /FAILED 2023-07-01 get-service-status\/replay\/200\/bare\n\n {2}The status is 503, and should be 200\./,
    );
    expect(stdout).toMatch(/^… and [\d,]+ more;/m);
    expect(stdout).toMatch(/Documented and not exercised/);
    expect(status).toBe(1);
  }, 120_000);

  describe("against a server", () => {
    const reports = ["html=r.html", "junit=r.xml", "json=r.json", "md=r.md"];

    async function started(options: Parameters<typeof startEmulator>[0] = {}): Promise<Emulator> {
      const emulator = await startEmulator({ accessKey: KEY, ...options });
      onTestFinished(() => emulator.close());
      return emulator;
    }

    async function report(): Promise<RunReport> {
      return JSON.parse(await readFile(join(path, "r.json"), "utf8")) as RunReport;
    }

    /** Everything that the command wrote. */
    async function written({ stdout, said }: { stdout: string; said: string }): Promise<string> {
      const files = await Promise.all(reports.map((each) => readFile(join(path, each.split("=")[1] ?? ""), "utf8")));
      return [stdout, said, ...files].join("\n");
    }

    const secrets = () => [KEY, encodeURIComponent(KEY), KEY.slice(4, 30), "c2lnbmF0dXJl"];

    test("that conforms, it ends with 0 and writes no secret anywhere", async () => {
      const { endpoint } = await started();
      const words = ["--url", endpoint, "--access-key-env", "ACCESS_KEY", "--only", "send-to-*", "--only", "auth*"];
      const ended = await ending(path, ...words, "--report", reports.join(","));
      expect(ended.stdout).toMatch(/conforms, so far as [\d,]+ of [\d,]+ cases tell\.\n$/);
      expect(ended.status).toBe(0);
      const text = await written(ended);
      for (const secret of secrets()) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
    }, 120_000);

    test("that does not, it ends with 1, says how to see it, and writes no secret anywhere", async () => {
      const emulator = await started();
      emulator.fault({ match: { operation: "sendToUser" }, action: "status", status: 500, times: 1_000_000 });
      const words = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--only", "send-to-user/*"];
      const ended = await ending(path, ...words, "--report", reports.join(","));
      expect(ended.stdout).toMatch(/^FAILED 2024-12-01 send-to-user\//);
      expect(ended.stdout).toContain("The status is 500, and should be 202.");
      expect(ended.stdout).toMatch(/^ {2}curl --request POST /m);
      expect(ended.status).toBe(1);
      const text = await written(ended);
      for (const secret of secrets()) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+/);
    }, 120_000);

    test("a token of Microsoft Entra takes the place of the key", async () => {
      const { endpoint } = await started({ acceptUnverifiedEntra: true, generateTokenNeedsEntra: true });
      const words = ["--url", endpoint, "--token-env", "TOKEN", "--only", "send-to-*", "--only", "generate*"];
      const ended = await ending(path, ...words, "--report", reports.join(","));
      expect(ended.stdout).toMatch(/conforms, so far as/);
      const text = await written(ended);
      for (const secret of secrets()) expect(text).not.toContain(secret);
    }, 120_000);

    test.for([
      [
        "a wrong key",
        ["--access-key-env", "WRONG_KEY"],
        /answered 401: it does not accept tokens signed with this access key/,
      ],
      ["a choice of no case", ["--access-key-env", "ACCESS_KEY", "--only", ""], /--only is "", which fits no case/],
    ] as const)("ends with 2 and one clear line on %s", async ([, words, message]) => {
      const { endpoint } = await started();
      const { status, said } = await ending(path, "--url", endpoint, ...words);
      expect(said).toMatch(message);
      expect(said.trim().split("\n").length).toBeLessThan(3);
      expect(status).toBe(2);
    });

    test("ends with 2 and one clear line where TLS fails", async () => {
      const { endpoint } = await started();
      const url = endpoint.replace("http:", "https:");
      const { status, said } = await ending(path, "--url", url, "--access-key-env", "ACCESS_KEY");
      expect(said).toMatch(
        /^Nothing answers at https:.*\((EPROTO|.*SSL.*)\)\. Start the server, or correct --url\.\n$/,
      );
      expect(status).toBe(2);
    });

    test("that stops half-way, it says so, ends with 2, and still writes what it has", async () => {
      const emulator = await started();
      emulator.log.listener = ({ sequence }) => {
        if (sequence === 300) void emulator.close();
      };
      const words = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--api", "2024-12-01"];
      const { status, said } = await ending(path, ...words, "--report", "json=r.json");
      expect(said).toMatch(/^Not all cases could run\. Nothing answers at http:.* \(ECONNREFUSED\)\.$/m);
      const { cases } = await report();
      expect(cases.filter((each) => each.status === "passed").length).toBeGreaterThan(10);
      expect(cases.filter((each) => each.status === "could not run").length).toBeGreaterThan(100);
      // What was on its way when it stopped got no answer: that is the server's fault.
      expect(status).toBe(cases.some((each) => each.status === "failed") ? 1 : 2);
    }, 120_000);

    test("what it is known to do otherwise is expected; what it no longer does is a failure", async () => {
      const emulator = await started();
      emulator.fault({ match: { operation: "groupExists" }, action: "status", status: 500, times: 1_000_000 });
      const entry = (id: string) => `  - { id: ${id}, reason: It is known., link: "https://example.org/1" }\n`;
      const words = ["--url", emulator.endpoint, "--access-key-env", "ACCESS_KEY", "--api", "2024-12-01"];
      const chosen = [...words, "--expectations", "mine.yaml", "--only", "*-exists/replay/200/bare"];
      await writeFile(join(path, "mine.yaml"), `cases:\n${entry("group-exists/replay/200/bare")}`);
      expect((await ending(path, ...chosen)).stdout).toMatch(/2 passed, 0 failed, 0 undecidable, 1 expected failure/);
      const both = ["user-exists/replay/200/bare", "group-exists/replay/200/bare"].map(entry).join("");
      await writeFile(join(path, "mine.yaml"), `cases:\n${both}`);
      const outdated = await ending(path, ...chosen);
      expect(outdated.stdout).toMatch(
        /^UNEXPECTED PASS 2024-12-01 user-exists\/replay\/200\/bare\n\n {2}It passes, and/m,
      );
      expect(outdated.status).toBe(1);
      await writeFile(join(path, "mine.yaml"), `cases:\n${entry("user-exists/never")}`);
      const unknown = await ending(path, ...chosen);
      expect(unknown.said).toMatch(/^mine\.yaml expects the case "user-exists\/never", which there is not\./);
      expect(unknown.status).toBe(2);
    }, 120_000);
  });

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
