import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import { readSource } from "./sources.js";

const PATHS = { "/": { get: { operationId: "getItem", responses: { 200: { description: "OK." } } } } };
const OPENAPI = { openapi: "3.1.0", info: { title: "Items", version: "7" }, paths: PATHS };
const SWAGGER = { swagger: "2.0", info: { title: "Items", version: "8" }, paths: PATHS };

/** A folder with these files. */
async function scratch(files: Record<string, unknown>) {
  const root = await mkdtemp(join(tmpdir(), "drift-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const write = async (changes: Record<string, unknown>) => {
    for (const [file, content] of Object.entries(changes)) {
      await mkdir(join(root, file, ".."), { recursive: true });
      await writeFile(join(root, file), typeof content === "string" ? content : JSON.stringify(content));
    }
  };
  await write(files);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: root });
  const commit = () => {
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "First");
    git("tag", "v1");
  };
  return { root, write, commit, read: (argument: string) => readSource(argument, { root, folder: root }) };
}

/** What identifies a source, without its description. */
async function summaryOf(source: ReturnType<typeof readSource>) {
  const { name, version, isOurs, description } = await source;
  return { name, version, isOurs, operations: description.operations.map(({ id }) => id) };
}

describe("readSource", () => {
  test.each([
    ["an OpenAPI document in JSON", "a.json", OPENAPI, "7"],
    ["an OpenAPI document in YAML", "a.yaml", stringify(OPENAPI), "7"],
    ["a Swagger 2.0 document in JSON", "a.json", SWAGGER, "8"],
    ["a Swagger 2.0 document in YAML", "a.yml", stringify(SWAGGER), "8"],
  ])("reads %s", async (_title, file, content, version) => {
    const { read } = await scratch({ [file]: content });
    expect(await summaryOf(read(file))).toEqual({ name: file, version, isOurs: false, operations: ["getItem"] });
  });

  test("reads the files that a document refers to", async () => {
    const parameter = { name: "size", in: "query", schema: { type: "integer" } };
    const item = { get: { ...PATHS["/"].get, parameters: [{ $ref: "parts/common.json#/size" }] } };
    const { read } = await scratch({
      "a.json": { ...OPENAPI, paths: { "/": item } },
      "parts/common.json": { size: parameter },
    });
    const { description } = await read("a.json");
    expect(description.operations[0]?.parameters.map(({ name }) => name)).toEqual(["size"]);
  });

  const withReference = (reference: string) => ({
    ...OPENAPI,
    paths: { "/": { parameters: [{ $ref: reference }], ...PATHS["/"] } },
  });

  test("does not ask a server for what a document refers to", async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.end("{}");
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.json#/size`;
    const { read } = await scratch({ "a.json": withReference(url) });
    await expect(read("a.json")).rejects.toThrow(
      `a.json cannot be compared. The reference ${url} is to a URL, which is not read: download the document that it names.`,
    );
    expect(requests).toBe(0);
  });

  test.skipIf(process.platform === "win32")("does not read a device without an end", async () => {
    const { root, read } = await scratch({});
    await symlink("/dev/zero", join(root, "a.yaml"));
    await expect(read("a.yaml")).rejects.toThrow(/^a\.yaml is not an OpenAPI .*: it is not a file\.$/);
  });

  test("does not need the examples that a document refers to", async () => {
    const get = { ...PATHS["/"].get, "x-ms-examples": { one: { $ref: "./examples/none.json" } } };
    const { read } = await scratch({ "a.json": { ...SWAGGER, paths: { "/": { get } } } });
    expect((await read("a.json")).description.operations).toHaveLength(1);
  });

  test("reads a description of generated/ by its name", async () => {
    const { read } = await scratch({ "generated/2001-01-01/openapi.json": OPENAPI });
    expect(await summaryOf(read("2001-01-01"))).toMatchObject({ name: "2001-01-01", version: "7", isOurs: true });
  });

  test("reads the newest api-version of a commit, not what is in the folder now", async () => {
    const { read, write, commit } = await scratch({
      "generated/2001-01-01/openapi.json": OPENAPI,
      "generated/2002-01-01/openapi.json": { ...OPENAPI, info: { version: "9" } },
      "generated/listing/openapi.json": OPENAPI,
    });
    commit();
    await write({ "generated/2003-01-01/openapi.json": OPENAPI });
    expect(await summaryOf(read("git:v1"))).toMatchObject({ name: "git:v1", version: "9", isOurs: true });
  });

  test("reads a description of a commit by its name", async () => {
    const { read, commit } = await scratch({
      "generated/2001-01-01/openapi.json": OPENAPI,
      "generated/2002-01-01/openapi.json": { ...OPENAPI, info: { version: "9" } },
    });
    commit();
    expect(await summaryOf(read("git:HEAD:2001-01-01"))).toMatchObject({ version: "7" });
  });

  test.each([
    [
      "a name that nothing has",
      "2009-01-01",
      '"2009-01-01" is not a description and not a file: pass 2001-01-01, the path of a file, or git:REF for a tag or commit.',
    ],
    [
      "a commit that does not exist",
      "git:v9",
      '"v9" is not a tag, branch or commit of this repository: pass git:REF with one of them; git tag and git log list them.',
    ],
    [
      "a URL",
      "https://example.org/a.json",
      "https://example.org/a.json is a URL: download the document, and pass the path of the file.",
    ],
    ["an option instead of a commit", "git:--all", /^"--all" is not a tag, branch or commit/],
    [
      "a description that the commit does not have",
      "git:v1:2009-01-01",
      'git:v1:2009-01-01: the commit does not have the description "2009-01-01" in generated/: pass one of 2001-01-01.',
    ],
    [
      "a file that is not JSON or YAML",
      "broken.json",
      /^broken\.json is not an OpenAPI 3\.x or Swagger 2\.0 document in JSON or YAML: /,
    ],
    [
      "a document without paths",
      "empty.json",
      /^empty\.json cannot be compared\. It must have "paths", and "openapi": "3\.…" or "swagger": "2\.0"\.$/,
    ],
    [
      "aliases that stand for billions of nodes",
      "bomb.yaml",
      /^bomb\.yaml is not an OpenAPI .*: Excessive alias count/,
    ],
    [
      "an alias of itself",
      "self.yaml",
      /^self\.yaml is not an OpenAPI .*: an alias stands for a part of the document that has the alias itself\.$/,
    ],
    ["a text", "text.md", /^text\.md is not an OpenAPI 3\.x or Swagger 2\.0 document in JSON or YAML: /],
    [
      "a document with a reference to a file that does not exist",
      "far.json",
      "far.json cannot be compared. The reference none.json#/size is to another file, which was not found, or has no such part.",
    ],
    [
      "a document with a reference that leads nowhere",
      "lost.json",
      "lost.json cannot be compared. The reference #/components/parameters/none leads nowhere in the document: a reference must name a part of it.",
    ],
  ])("rejects %s", async (_title, argument, message) => {
    const bomb = Array.from({ length: 9 }, (_, index) => {
      const level = `a${index + 1}: &a${index + 1}`;
      return `${level} [${Array(9).fill(`*a${index}`).join(", ")}]\n`;
    }).join("");
    const lost = { "/": { parameters: [{ $ref: "#/components/parameters/none" }], ...PATHS["/"] } };
    const { read, commit } = await scratch({
      "generated/2001-01-01/openapi.json": OPENAPI,
      "broken.json": "{ [",
      "empty.json": { openapi: "3.1.0" },
      "text.md": "A text.",
      "bomb.yaml": `openapi: 3.1.0\na0: &a0 [l]\n${bomb}paths: {}\n`,
      "self.yaml": "openapi: 3.1.0\nx-a: &a { b: *a }\npaths: {}\n",
      "lost.json": { ...OPENAPI, paths: lost },
      "far.json": { ...OPENAPI, paths: { "/": { parameters: [{ $ref: "none.json#/size" }], ...PATHS["/"] } } },
    });
    commit();
    await expect(read(argument)).rejects.toThrow(message);
  });
});
