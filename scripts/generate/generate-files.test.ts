import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { latestApiVersion } from "../../generated/versions.js";
import { generate, write } from "./generate-files.js";
import { BASE, OVERLAYS, VERSIONS } from "./read-descriptions.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders: string[] = [];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "generate-test-"));
  folders.push(folder);
  return folder;
}

/** A copy of the description of the newest api-version, without overlays. */
async function copyOfDescription(): Promise<string> {
  const folder = await temporaryFolder();
  for (const part of ["spec", "scripts/lint/rules.mjs", "redocly.yaml"]) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  for (const overlays of [VERSIONS, OVERLAYS]) {
    await rm(join(folder, overlays), { recursive: true });
    await mkdir(join(folder, overlays));
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Generates from a copy of the newest description with one changed file. @returns the paths of the files */
async function generateWith(path: string, change: (text: string) => string): Promise<string[]> {
  const folder = await copyOfDescription();
  const file = join(folder, path);
  const before = await readFile(file, "utf8").catch(() => "");
  const after = change(before);
  if (after === before) throw new Error(`${path} did not change.`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, after);
  return [...(await generate(folder)).keys()];
}

/** The number of the first line with the text. */
async function lineOf(path: string, text: string): Promise<number> {
  const lines = (await readFile(join(root, path), "utf8")).split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

/** The text of every file below the folder, by its path there. */
async function textsBelow(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path, "utf8")] as const),
    ),
  );
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe("generate", () => {
  const overlay = {
    overlay: "1.0.0",
    info: { title: "A test", version: latestApiVersion },
    actions: [{ target: "$.paths['/api/health'].head", update: { summary: "Overlaid" } }],
  };
  let folder: string;
  /** Generated from one api-version and an overlay of it. */
  let files: Map<string, string>;

  beforeAll(async () => {
    folder = await copyOfDescription();
    await writeFile(join(folder, "spec/overlays/test.yaml"), stringify(overlay));
    files = await generate(folder);
  }, 60_000);

  // `../generate.test.ts` checks all of generated/, with the command itself.
  test("returns the committed files for a copy of the description in another folder", async () => {
    const committed = await textsBelow(join(root, "generated"));
    const paths = ["openapi.json", "openapi-3.0.json", "operations.ts", "types.ts"].map(
      (name) => `${latestApiVersion}/${name}`,
    );
    for (const path of [...paths, "operation.ts"]) {
      expect(files.get(path), path).toBeTypeOf("string");
      expect(files.get(path) === committed.get(path), path).toBe(true);
    }
  });

  test("writes no path of this machine and no time into the files", () => {
    const machine = [root, folder, tmpdir() + sep, "file://"];
    for (const [path, text] of files) {
      expect(
        machine.filter((place) => text.includes(place)),
        path,
      ).toEqual([]);
      expect(text, path).not.toMatch(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/);
    }
  });

  test("returns tables for api-versions and overlays, but types for api-versions only", () => {
    const below = (folder: string) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).toSorted();
    expect(below(latestApiVersion)).toEqual(
      ["openapi-3.0.json", "openapi.json", "operations.ts", "types.ts"].map((name) => `${latestApiVersion}/${name}`),
    );
    expect(below("test")).toEqual(["test/openapi.json", "test/operations.ts"]);
    expect(files.get("test/operations.ts")).toContain('summary: "Overlaid"');
    expect(files.get(`${latestApiVersion}/operations.ts`)).not.toContain("Overlaid");
    expect(files.get("descriptions.ts")).toContain('"test": vtest');
    expect(files.get("index.ts")).not.toContain("/test/");
  });

  test("makes an api-version of each overlay in spec/versions", async () => {
    const old = await copyOfDescription();
    const action = { target: "$.paths['/api/health']", remove: true };
    const version = { overlay: "1.0.0", info: { title: "Old", version: "2001-02-03" }, actions: [action] };
    await writeFile(join(old, VERSIONS, "2001-02-03.yaml"), stringify(version));
    const generated = await generate(old);
    expect(generated.get("versions.ts")).toContain(`apiVersions = ["2001-02-03", "${latestApiVersion}"]`);
    expect(generated.get("2001-02-03/types.ts")).not.toContain("getServiceStatus");
    expect(generated.get("2001-02-03/openapi.json")).toContain('"version": "2001-02-03"');
    expect(generated.get("requests.ts")).toMatch(new RegExp(`getServiceStatus: .*since: "${latestApiVersion}"`));
  });
});

describe("generate, with a mistake in the description", { timeout: 60_000 }, () => {
  test("names file and line of broken YAML", async () => {
    const path = "spec/paths/user.yaml";
    const line = await lineOf(path, "tags: [user]");
    const broken = generateWith(path, (text) => text.replace("tags: [user]", "tags: [user]]"));
    await expect(broken).rejects.toThrow(`${path}:${line}:`);
  });

  test("names file, line and place of a reference that cannot be resolved", async () => {
    const path = "spec/paths/user.yaml";
    const line = await lineOf(path, "#/headUserNotFound");
    const broken = generateWith(path, (text) => text.replace("#/headUserNotFound", "#/nobody"));
    await expect(broken).rejects.toThrow(
      new RegExp(String.raw`^${path}:${line}:\d+ at #/head/responses/404: Can't resolve \$ref$`),
    );
  });

  test("names a description without paths", async () => {
    const broken = generateWith(BASE, (text) => text.replace(/^paths:/m, "pathz:"));
    await expect(broken).rejects.toThrow("spec/openapi.yaml: the description has no `paths`.");
  });

  const version = (name: string, actions: object[]) =>
    stringify({ overlay: "1.0.0", info: { title: "Old", version: name }, actions });

  test("names an action whose target matches nothing", async () => {
    const broken = generateWith("spec/versions/2001-02-03.yaml", () =>
      version("2001-02-03", [{ target: "$.paths['/api/nope']", remove: true }]),
    );
    await expect(broken).rejects.toThrow(
      "spec/versions/2001-02-03.yaml, action 1: the target $.paths['/api/nope'] matches nothing.",
    );
  });

  test("names an action whose target is not a JSONPath", async () => {
    const broken = generateWith("spec/versions/2001-02-03.yaml", () =>
      version("2001-02-03", [{ target: "$.components.parameters.api-version", remove: true }]),
    );
    await expect(broken).rejects.toThrow(/^spec\/versions\/2001-02-03\.yaml, action 1: /);
  });

  test("rejects a version that is not named as its file", async () => {
    const broken = generateWith("spec/versions/2001-02-03.yaml", () => version("2002-02-03", []));
    await expect(broken).rejects.toThrow("spec/versions/2001-02-03.yaml: `info.version` is 2002-02-03; it must be");
  });

  test("rejects a version that is newer than the base", async () => {
    const broken = generateWith("spec/versions/2999-02-03.yaml", () => version("2999-02-03", []));
    await expect(broken).rejects.toThrow("spec/versions/2999-02-03.yaml: `info.version` is 2999-02-03; it must be");
  });

  test("rejects a version that has what its successor lacks", async () => {
    const action = { target: "$.paths['/api/health'].head", update: { operationId: "getHealth" } };
    const broken = generateWith("spec/versions/2001-02-03.yaml", () => version("2001-02-03", [action]));
    await expect(broken).rejects.toThrow(
      `${latestApiVersion} removes what 2001-02-03 has: getHealth (HEAD /api/health)`,
    );
  });

  test("rejects an overlay of an unknown api-version", async () => {
    const broken = generateWith("spec/overlays/old.yaml", () => version("2001-02-03", []));
    await expect(broken).rejects.toThrow(
      `spec/overlays/old.yaml: \`info.version\` is 2001-02-03; it must be one of the api-versions ${latestApiVersion}.`,
    );
  });

  test.each([
    ["an empty description", /[\s\S]*/, "", "spec/openapi.yaml: the description must be an object, with `openapi`,"],
    ["a description in Swagger 2.0", /^openapi: .*$/m, 'swagger: "2.0"', "spec/openapi.yaml: `openapi` is undefined;"],
    ["a version that is a number", /^ {2}version: .*$/m, "  version: 2024", "`info.version` is 2024; it must be an"],
    ["a version that is not a date", /^ {2}version: .*$/m, "  version: new", '`info.version` is "new"; it must be an'],
    ["a description without a version", /^ {2}version: .*$/m, "", "`info.version` is undefined; it must be an"],
  ])("rejects %s", async (_title, pattern, replacement, message) => {
    await expect(generateWith(BASE, (text) => text.replace(pattern, replacement))).rejects.toThrow(message);
  });

  const HEALTH = "spec/paths/health.yaml";

  test.each([
    ["without operationId", /^ *operationId: .*$/m, "", "HEAD /api/health has no `operationId`."],
    ["without responses", /^ {2}responses:/m, "  x-responses:", "HEAD /api/health has no `responses`."],
    [
      "with the operationId of another",
      /operationId: .*/,
      "operationId: sendToAll",
      "HEAD /api/health and POST /api/hubs/{hub}/:send have the same `operationId`, sendToAll.",
    ],
  ])("rejects an operation %s", async (_title, pattern, replacement, message) => {
    const broken = generateWith(HEALTH, (text) => text.replace(pattern, replacement));
    await expect(broken).rejects.toThrow(`spec/openapi.yaml: ${message}`);
  });

  const OLD = "spec/versions/2001-02-03.yaml";

  test.each([
    ["removes the paths", { target: "$.paths", remove: true }, `${OLD}: the description has no \`paths\`.`],
    [
      "removes a component that is in use",
      { target: "$.components.schemas.GroupName", remove: true },
      `${OLD}: after its actions, #/components/parameters/group/schema: Can't resolve $ref`,
    ],
    [
      "replaces an object by a text",
      { target: "$.paths['/api/health'].head", update: "no" },
      `${OLD}, action 1: Cannot apply string to object at $['paths']['/api/health']['head'].`,
    ],
  ])("names the overlay that %s", async (_title, action, message) => {
    await expect(generateWith(OLD, () => version("2001-02-03", [action]))).rejects.toThrow(message);
  });
});

describe("write", () => {
  const oldTime = new Date("2001-02-03T04:05:06Z");

  async function folderWith(files: Record<string, string>): Promise<string> {
    const folder = await temporaryFolder();
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
      await utimes(join(folder, path), oldTime, oldTime);
    }
    return folder;
  }

  test("creates the folder and every file in it", async () => {
    const folder = join(await temporaryFolder(), "new/generated");
    const files = new Map([
      ["a.ts", "a"],
      ["v/b.ts", "b"],
    ]);
    await write(folder, files);
    expect(await textsBelow(folder)).toEqual(files);
  });

  test("removes every other file", async () => {
    const folder = await folderWith({ "a.ts": "a", "old.ts": "old", "v/b.ts": "b", "w/old.ts": "old" });
    const files = new Map([
      ["a.ts", "a"],
      ["v/b.ts", "b"],
    ]);
    await write(folder, files);
    expect(await textsBelow(folder)).toEqual(files);
  });

  test("removes folders without files, and puts a file where a folder was and a folder where a file was", async () => {
    const folder = await folderWith({ "a.ts/old.ts": "old", v: "old", "empty/old.ts": "old" });
    await symlink(join(folder, "v"), join(folder, "link"));
    const files = new Map([
      ["a.ts", "a"],
      ["v/b.ts", "b"],
    ]);
    await write(folder, files);
    expect(await textsBelow(folder)).toEqual(files);
    expect((await readdir(folder)).toSorted()).toEqual(["a.ts", "v"]);
  });

  test.each(["", "/", "/v/.."])("does not touch a file with the same text, in <folder>%s", async (end) => {
    const folder = await folderWith({ "same.ts": "same", "changed.ts": "before", "v/same.ts": "same" });
    const { ino } = await stat(join(folder, "v/same.ts"));
    await write(
      `${folder}${end}`,
      new Map([
        ["same.ts", "same"],
        ["changed.ts", "after"],
        ["v/same.ts", "same"],
      ]),
    );
    expect((await stat(join(folder, "same.ts"))).mtime).toEqual(oldTime);
    expect(await stat(join(folder, "v/same.ts"))).toMatchObject({ mtime: oldTime, ino });
    expect((await stat(join(folder, "changed.ts"))).mtime).not.toEqual(oldTime);
    expect(await readFile(join(folder, "changed.ts"), "utf8")).toBe("after");
  });
});
