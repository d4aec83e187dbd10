// A change of the description shows up as a compiler error in everything that depends on it, not at run time.
import { execFile, execFileSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Document, parseDocument, stringify } from "yaml";
import type { Operation } from "../../generated/operation.js";
import { operations } from "../../generated/operations.js";
import { latestApiVersion } from "../../generated/versions.js";
import { generate, write } from "./generate-files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const compiler = join(root, "node_modules/ts7/bin/tsc");
const folders: string[] = [];

const programs = {
  /** A user of the client. */
  "calls.ts": `import { createClient } from "webpubsub-fetch";

export const client = createClient("Endpoint=https://contoso.webpubsub.azure.com;AccessKey=key;Version=1.0;");
const params = { path: { hub: "chat" } };
export const sent = client.POST("/api/hubs/{hub}/:send", {
  params: { ...params, query: { messageTtlSeconds: 60 } },
  body: { text: "hello" },
});
export const token = client.POST("/api/hubs/{hub}/:generateToken", { params });
`,
  /** A server of the API: one object with a handler for every operation, and one with a handler for a single operation. */
  "handlers.ts": `import type { OperationId } from "./generated/operations.js";

const all = ${JSON.stringify(Object.fromEntries(Object.keys(operations).map((id) => [id, "handled"])))};
export const handlers: { [id in OperationId]: string } = all;
export const one: { [id in OperationId]?: string } = { generateClientToken: "handled" };
`,
};

/** Calls an operation that the description does not have yet. */
const ping = `import { client } from "./calls.js";

export const pinged = client.POST("/api/hubs/{hub}/:ping", { params: { path: { hub: "chat" } } });
`;

/** A copy of the repository without tests, and with the two programs. */
async function copyOfProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "change-test-"));
  folders.push(folder);
  const parts = [
    ...["spec", "generated", "src", "conformance", "scripts/lint/rules.mjs"],
    ...[
      "scripts/check-docs.ts",
      "scripts/check-docs",
      "scripts/repository",
      "scripts/openapi-tools",
      "scripts/generate/openapi-document.ts",
      "scripts/packed/tools/compile.ts",
      "scripts/packed/tools/npm.ts",
    ],
    ...["redocly.yaml", "tsconfig.json", "package.json", "README.md", "docs", ".gitignore"],
  ];
  for (const part of parts) {
    await cp(join(root, part), join(folder, part), {
      recursive: true,
      // Without overlays and older api-versions: nothing is compiled against them, and actions may no longer match.
      filter: (source) => !/\.test\.ts$|[\\/](testing|dist|node_modules)$|[\\/](overlays|versions)[\\/]/.test(source),
    });
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  // The check of the documents asks git which there are.
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  for (const [file, text] of Object.entries(programs)) await writeFile(join(folder, file), text);
  return folder;
}

/** The compiler errors in the folder: `file(line,column): error TS…: message`, without the lines that explain them. */
function errorsOf(folder: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [compiler, "--project", folder, "--pretty", "false"],
      { cwd: folder },
      (error, stdout) => {
        const errors = stdout.split("\n").filter((line) => line.includes("error TS"));
        // If the compiler fails without naming an error, it did not compile at all.
        if (error !== null && errors.length === 0) reject(error);
        else resolve(errors);
      },
    );
  });
}

/** The output of a program in the copy. */
function runInCopy(folder: string, program: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", program], { cwd: folder }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

/** Edits one file of the description. */
async function edit(path: string, change: (document: Document) => void): Promise<void> {
  const document = parseDocument(await readFile(path, "utf8"));
  change(document);
  await writeFile(path, String(document));
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

test("generated/ › compiles with the client and its users while the description is unchanged", async () => {
  expect(await errorsOf(await copyOfProject())).toEqual([]);
}, 60_000);

describe("generate after a change of the description", () => {
  let folder: string;
  let errors: string[];

  // All changes at once, because generating takes seconds. Each concerns other lines of the programs.
  beforeAll(async () => {
    folder = await copyOfProject();
    await edit(join(folder, "spec/components/parameters.yaml"), (parameters) =>
      parameters.setIn(["messageTtlSeconds", "name"], "ttlSeconds"),
    );
    await edit(join(folder, "spec/openapi.yaml"), (description) =>
      description.deleteIn(["paths", "/api/hubs/{hub}/:generateToken"]),
    );
    await addPing(folder);
    await writeFile(join(folder, "ping.ts"), ping);
    await write(join(folder, "generated"), await generate(folder));
    errors = await errorsOf(folder);
  }, 60_000);

  /** The errors on the first line of the program with the text. */
  const errorsAt = (program: keyof typeof programs, text: string) => {
    const line = programs[program].split("\n").findIndex((candidate) => candidate.includes(text)) + 1;
    return errors.filter((error) => error.startsWith(`${program}(${line},`));
  };

  test("breaks a call that passes a renamed query parameter", () => {
    expect(errorsAt("calls.ts", "messageTtlSeconds")).toEqual([
      expect.stringMatching(/'messageTtlSeconds' does not exist in type .* ttlSeconds\?: number;/),
    ]);
  });

  test("breaks calls of a removed operation, and its leftovers in the client and in handlers", () => {
    expect(errorsAt("calls.ts", "/:generateToken")).toEqual([
      expect.stringMatching(/'"\/api\/hubs\/\{hub\}\/:generateToken"' is not assignable to .*"post"/),
    ]);
    expect(errors.filter((error) => error.startsWith("src/"))).toEqual([
      expect.stringMatching(/^src\/helpers\/client-access\.ts.*'generateClientToken' does not exist/),
      expect.stringMatching(
        /^src\/helpers\/client-access\.ts.*'"\/api\/hubs\/\{hub\}\/:generateToken"' is not assignable to .*"post"/,
      ),
      expect.stringMatching(/^src\/helpers\/client-access\.ts.*'token' does not exist/),
    ]);
    expect(errorsAt("handlers.ts", "const one")).toEqual([
      expect.stringMatching(/'generateClientToken' does not exist in type/),
    ]);
  });

  test("breaks a record of all operations that lacks a new one", () => {
    expect(errorsAt("handlers.ts", "const handlers")).toEqual([
      expect.stringMatching(/Property 'pingHub' is missing in type/),
    ]);
  });

  test("breaks a document that shows a call with a renamed parameter", async () => {
    const output = await runInCopy(folder, "scripts/check-docs.ts");
    expect(output).toMatch(/README-md-\d+\.ts.*'messageTtlSeconds' does not exist in type/);
  }, 60_000);

  test("derives cases for a new operation, and none for a removed one", async () => {
    await writeFile(
      join(folder, "ids.mts"),
      'import { replayCases } from "./conformance/cases/derived/replay-cases.js";\n' +
        'import { constraintCases } from "./conformance/cases/derived/constraint-cases.js";\n' +
        'import { descriptions } from "./generated/descriptions.js";\n' +
        'import { latestApiVersion as name } from "./generated/versions.js";\n' +
        "for (const make of [replayCases, constraintCases])\n" +
        "  for (const { id } of make(name, descriptions[name])) console.log(id);\n",
    );
    const ids = (await runInCopy(folder, "ids.mts")).split("\n");
    expect(ids).toContain("ping-hub/replay/204/bare");
    expect(ids).toContain("ping-hub/path-hub-pattern/refused");
    expect(ids.filter((id) => id.startsWith("generate-client-token/"))).toEqual([]);
  }, 60_000);

  test("breaks the emulator while it has a handler for a removed operation", () => {
    expect(errors.filter((error) => error.startsWith("conformance/emulator/"))).toEqual([
      expect.stringMatching(/^conformance\/emulator\/rest\/handlers\/index\.ts.*'generateClientToken' does not exist/),
    ]);
  });

  /** Code that is written for single operations. */
  const WRITTEN = /^conformance\/(cases|mutants)\//;

  test("breaks written cases of a removed operation, and the list of cases that lacks a new one", () => {
    const written = errors.filter((error) => WRITTEN.test(error));
    expect(written.filter((error) => error.includes("cases/operations/generate-client-token.ts"))).not.toEqual([]);
    expect(written.filter((error) => error.includes("cases/index.ts"))).toHaveLength(1);
  });

  test("breaks nothing else: the rest of the client, derived cases and a call of the new operation compile", () => {
    const files = errors.filter((error) => !WRITTEN.test(error)).map((error) => error.slice(0, error.indexOf("(")));
    const helper = "src/helpers/client-access.ts";
    const handlers = "conformance/emulator/rest/handlers/index.ts";
    expect(files.sort()).toEqual([
      "calls.ts",
      "calls.ts",
      handlers,
      "handlers.ts",
      "handlers.ts",
      helper,
      helper,
      helper,
    ]);
  });

  test("writes a new operation into the operation table, with its shared parts", async () => {
    const table = pathToFileURL(join(folder, `generated/${latestApiVersion}/operations.ts`));
    const { operations } = (await import(table.href)) as { operations: { [id: string]: Operation } };
    expect(operations.pingHub).toMatchObject({
      method: "POST",
      path: "/api/hubs/{hub}/:ping",
      summary: "Ping a hub",
      tokenRequired: true,
      parameters: [{ name: "api-version" }, { name: "hub", in: "path", examples: { word: "chat" } }],
      requestMediaTypes: [],
      responses: { 204: { content: {} }, default: { headers: { "x-ms-error-code": { required: false } } } },
    });
  });
});

test("generate › breaks the suite and the emulator while a new operation has no cases and no handler", async () => {
  const folder = await copyOfProject();
  await addPing(folder);
  await write(join(folder, "generated"), await generate(folder));
  expect((await errorsOf(folder)).filter((error) => error.startsWith("conformance/"))).toEqual([
    expect.stringMatching(/^conformance\/cases\/index\.ts.*Property 'pingHub' is missing/),
    expect.stringMatching(/^conformance\/emulator\/rest\/handlers\/index\.ts.*Property 'pingHub' is missing/),
  ]);
}, 60_000);

async function addPing(folder: string): Promise<void> {
  const operation = {
    operationId: "pingHub",
    tags: ["hub"],
    summary: "Ping a hub",
    description: "Does nothing.",
    parameters: [{ $ref: "../components/parameters.yaml#/hub" }],
    responses: {
      "204": { $ref: "../components/responses.yaml#/removed" },
      "400": { $ref: "../components/responses.yaml#/badRequest" },
      default: { $ref: "../components/responses.yaml#/failure" },
    },
  };
  await writeFile(join(folder, "spec/paths/ping.yaml"), stringify({ post: operation }));
  await edit(join(folder, "spec/openapi.yaml"), (description) =>
    description.setIn(["paths", "/api/hubs/{hub}/:ping"], {
      $ref: "./paths/ping.yaml",
      parameters: [{ $ref: "#/components/parameters/api-version" }],
    }),
  );
}
