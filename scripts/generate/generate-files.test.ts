import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { generate, write } from "./generate-files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders: string[] = [];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "generate-test-"));
  folders.push(folder);
  return folder;
}

/** A copy of the description of one api-version, without overlays. */
async function copyOfDescription(version: string): Promise<string> {
  const folder = await temporaryFolder();
  for (const part of ["spec", "scripts/lint/rules.mjs"]) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  await rm(join(folder, "spec/overlays"), { recursive: true, force: true });
  const config = parse(await readFile(join(root, "redocly.yaml"), "utf8")) as { apis: Record<string, unknown> };
  await writeFile(join(folder, "redocly.yaml"), stringify({ ...config, apis: { [version]: config.apis[version] } }));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Generates from a copy of the 2023-07-01 description with one changed file. @returns the paths of the files */
async function generateWith(path: string, change: (text: string) => string): Promise<string[]> {
  const folder = await copyOfDescription("2023-07-01");
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
    info: { title: "A test", version: "1" },
    extends: "../2023-07-01/openapi.yaml",
    actions: [{ target: "$.paths['/api/health'].head", update: { summary: "Overlaid" } }],
  };
  let folder: string;
  /** Generated from one api-version and an overlay of it. */
  let files: Map<string, string>;

  beforeAll(async () => {
    folder = await copyOfDescription("2023-07-01");
    await mkdir(join(folder, "spec/overlays"));
    await writeFile(join(folder, "spec/overlays/test.yaml"), stringify(overlay));
    files = await generate(folder);
  }, 60_000);

  // `../generate.test.ts` checks all of generated/, with the command itself.
  test("returns the committed files for a copy of the description in another folder", async () => {
    const committed = await textsBelow(join(root, "generated"));
    const paths = ["openapi.json", "requests.ts", "operations.ts", "types.ts"].map((name) => `2023-07-01/${name}`);
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
    expect([...files.keys()].sort()).toEqual([
      "2023-07-01/openapi.json",
      "2023-07-01/operations.ts",
      "2023-07-01/requests.ts",
      "2023-07-01/types.ts",
      "README.md",
      "descriptions.ts",
      "index.ts",
      "operation.ts",
      "test/openapi.json",
      "test/operations.ts",
      "test/requests.ts",
    ]);
    expect(files.get("test/operations.ts")).toContain('summary: "Overlaid"');
    expect(files.get("2023-07-01/operations.ts")).not.toContain("Overlaid");
    expect(files.get("descriptions.ts")).toContain('"test": vtest');
    expect(files.get("index.ts")).not.toContain("/test/");
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
    const broken = generateWith("spec/2023-07-01/openapi.yaml", (text) => text.replace(/^paths:/m, "pathz:"));
    await expect(broken).rejects.toThrow("2023-07-01: the description has no `paths`.");
  });

  test("names file and line of a mistake in redocly.yaml", async () => {
    const broken = generateWith("redocly.yaml", (text) => text.replace("extends:", "extends: ["));
    await expect(broken).rejects.toThrow(/^redocly\.yaml: .* at line \d+/);
    await expect(generateWith("redocly.yaml", () => "")).rejects.toThrow("redocly.yaml has no `apis`.");
  });

  test("rejects an overlay that extends no description in redocly.yaml", async () => {
    const broken = generateWith(
      "spec/overlays/old.yaml",
      () => "overlay: 1.0.0\nextends: ../2022-11-01/openapi.yaml\n",
    );
    await expect(broken).rejects.toThrow(
      "spec/overlays/old.yaml: `extends` must name a description that redocly.yaml lists: spec/2023-07-01/openapi.yaml.",
    );
    const vague = generateWith("spec/overlays/vague.yaml", () => "overlay: 1.0.0\n");
    await expect(vague).rejects.toThrow("spec/overlays/vague.yaml: `extends` must name");
  });

  test("names file and line of broken YAML in an overlay", async () => {
    const broken = generateWith("spec/overlays/old.yaml", () => "overlay: 1.0.0\nextends: [\n");
    await expect(broken).rejects.toThrow(/^spec\/overlays\/old\.yaml: .* at line \d+/);
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
