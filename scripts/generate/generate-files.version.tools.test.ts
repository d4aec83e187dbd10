// A new api-version is a change of the description and one overlay. Everything else finds it by itself.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, parseDocument, stringify } from "yaml";
import { latestApiVersion } from "../../generated/versions.js";
import { listFiles } from "../repository/list-files.js";
import { BASE, VERSIONS } from "./read-descriptions.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);
const NEW = "2099-01-01";
const PREVIOUS = `${VERSIONS}/${latestApiVersion}.yaml`;
const PARAMETERS = "spec/components/parameters.yaml";
const SEND = "spec/paths/send.yaml";

let folder: string;
/** The environment of the commands. */
const env: NodeJS.ProcessEnv = { ...process.env };
/** What was changed by hand, by `git status`. */
let byHand: string[];

const node = (...args: string[]) => run(process.execPath, args, { cwd: folder, env, maxBuffer: 1e8 });
const script = (name: string, ...args: string[]) => node("--import", "tsx", name, ...args);
const git = (...args: string[]) => run("git", args, { cwd: folder, maxBuffer: 1e8 });

/** A copy of the repository whose packages are those that it has installed, and whose own packages are the copy's. */
async function copyRepository(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), "version-test-"));
  for (const file of listFiles(root)) await cp(join(root, file), join(folder, file));
  await mkdir(join(folder, "node_modules"));
  for (const name of await readdir(join(root, "node_modules"))) {
    if (/^(webpubsub-|\.(?!bin$))/.test(name)) continue;
    await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  await symlink("..", join(folder, "node_modules/webpubsub-fetch"));
  await symlink("../conformance", join(folder, "node_modules/webpubsub-conformance"));
  await git("init", "--quiet");
  await git("add", "--all");
  await git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "Copy");
}

/** Describes the new version, with a parameter that the previous one does not have. */
async function describeNewVersion(): Promise<void> {
  const base = parseDocument(await readFile(join(folder, BASE), "utf8"));
  base.setIn(["info", "version"], NEW);
  await writeFile(join(folder, BASE), String(base));

  const parameters = parseDocument(await readFile(join(folder, PARAMETERS), "utf8"));
  const { reason } = parse(String(parameters)) as { reason: object };
  parameters.set("priority", {
    ...reason,
    name: "priority",
    examples: { high: { summary: "A high priority", value: "high" } },
  });
  await writeFile(join(folder, PARAMETERS), String(parameters));

  const send = parseDocument(await readFile(join(folder, SEND), "utf8"));
  send.addIn(["post", "parameters"], { $ref: "../components/parameters.yaml#/priority" });
  await writeFile(join(folder, SEND), String(send));

  const action = {
    target: "$.paths['/api/hubs/{hub}/:send'].post.parameters[?@['$ref'] == '#/components/parameters/priority']",
    description: `${NEW} added \`priority\`.`,
    "x-evidence": "E08",
    remove: true,
  };
  const overlay = {
    overlay: "1.0.0",
    info: { title: "The previous version", version: latestApiVersion },
    actions: [action],
  };
  await mkdir(dirname(join(folder, PREVIOUS)), { recursive: true });
  await writeFile(join(folder, PREVIOUS), stringify(overlay));
}

beforeAll(async () => {
  await copyRepository();
  await describeNewVersion();
  await git("add", "--all");
  byHand = (await git("diff", "--cached", "--name-only")).stdout.trim().split("\n");
  await script("scripts/generate.ts");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a new api-version", () => {
  test("is a change of the description, and one overlay for the version before", () => {
    expect(byHand.toSorted()).toEqual([BASE, PARAMETERS, SEND, PREVIOUS].toSorted());
  });

  test("is one that createClient takes, and the only one that takes what it added", async () => {
    await writeFile(
      join(folder, "program.mts"),
      `import { createClient } from "./src/index.js";
      const options = { endpoint: "http://127.0.0.1:1", accessKey: "key", retry: false } as const;
      const send = async (apiVersion: any) => {
        const client = createClient({ ...options, apiVersion, fetch: async (url) => new Response(null, { status: 202, headers: { url } }) });
        const query: object = { priority: "high" };
        const { response } = await client.POST("/api/hubs/{hub}/:send", { params: { path: { hub: "chat" }, query }, body: {} });
        return response.headers.get("url");
      };
      console.log(await send("${NEW}"));
      console.log(await send("${latestApiVersion}").catch(({ message }) => message));`,
    );
    const { stdout } = await script("program.mts");
    expect(stdout.split("\n")).toEqual([
      `http://127.0.0.1:1/api/hubs/chat/:send?api-version=${NEW}&priority=high`,
      expect.stringContaining(
        `The query parameter \`priority\` was added by api-version ${NEW}; this client sends ${latestApiVersion}.`,
      ),
      "",
    ]);
    await rm(join(folder, "program.mts"));
  });

  test("is a choice of --api-version, and the default", async () => {
    const list = async (...args: string[]) => {
      const { stdout } = await script("conformance/cli/main.ts", "--list", ...args);
      return new Set(
        stdout
          .trim()
          .split("\n")
          .map((line) => line.split("\t")[0]),
      );
    };
    expect(await list("--api-version", NEW)).toEqual(new Set([NEW]));
    expect(await list("--api-version", latestApiVersion)).toEqual(new Set([latestApiVersion]));
    expect(await list()).toEqual(new Set([NEW]));
  });

  test("is in the api-supported-versions of the emulator", async () => {
    await writeFile(
      join(folder, "program.mts"),
      `import { startEmulator } from "./conformance/emulator/index.js";
      import { createClient } from "./src/index.js";
      const emulator = await startEmulator();
      const client = createClient(emulator.connectionString);
      const { response } = await client.HEAD("/api/hubs/{hub}/users/{userId}", { params: { path: { hub: "chat", userId: "alice" } } });
      console.log(response.headers.get("api-supported-versions"));
      await client.close();
      await emulator.close();`,
    );
    const { stdout } = await script("program.mts");
    expect(stdout.trim()).toMatch(new RegExp(`, ${latestApiVersion}, ${NEW}$`));
    await rm(join(folder, "program.mts"));
  });

  test("has a reference page", async () => {
    await script("scripts/docs.ts");
    const page = await readFile(join(folder, `reports/docs-site/rest/${NEW}/sendToAll.html`), "utf8");
    expect(page).toContain("<code>priority</code>");
  });

  test("leaves the types of all modules and every unit test right, once the new case ids are accepted", async () => {
    await node("node_modules/ts7/bin/tsc", "-p", ".");
    const vitest = (...args: string[]) => node("node_modules/vitest/vitest.mjs", "run", "--project", "unit", ...args);
    env.UPDATE_IDS = "1";
    await vitest("conformance/cases/cases.test.ts", "--typecheck.enabled=false");
    delete env.UPDATE_IDS;
    const { stdout } = await vitest().catch((error: { stdout: string }) => error);
    expect(stdout).toMatch(/Tests .*passed/);
    expect(stdout).not.toContain("FAIL");
  }, 900_000);
});
