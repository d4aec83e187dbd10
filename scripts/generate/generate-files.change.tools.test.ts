// A change of the description reaches whoever depends on it as an error of the compiler, not as a surprise at run time.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Document, parseDocument, stringify } from "yaml";
import { operations } from "../../generated/2024-12-01/operations.js";
import type { Operation } from "../../generated/operation.js";
import { generate, write } from "./generate-files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const compiler = join(root, "node_modules/ts7/bin/tsc");
const folders: string[] = [];

const programs = {
  /** Calls the service. */
  "calls.ts": `import { createClient } from "webpubsub-fetch";

export const client = createClient("Endpoint=https://contoso.webpubsub.azure.com;AccessKey=key;Version=1.0;");
const params = { path: { hub: "chat" } };
export const sent = client.POST("/api/hubs/{hub}/:send", {
  params: { ...params, query: { messageTtlSeconds: 60 } },
  body: { text: "hello" },
});
export const token = client.POST("/api/hubs/{hub}/:generateToken", { params });
`,
  /** Has something for each operation, as a server of the API has, and something for one of them. */
  "handlers.ts": `import type { OperationId } from "./generated/2024-12-01/operations.js";

const all = ${JSON.stringify(Object.fromEntries(Object.keys(operations).map((id) => [id, "handled"])))};
export const handlers: { [id in OperationId]: string } = all;
export const one: { [id in OperationId]?: string } = { generateClientToken: "handled" };
`,
};

/** Calls an operation that is yet to come. */
const ping = `import { client } from "./calls.js";

export const pinged = client.POST("/api/hubs/{hub}/:ping", { params: { path: { hub: "chat" } } });
`;

/** A copy of the project without tests, with the two programs. */
async function copyOfProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "change-test-"));
  folders.push(folder);
  const parts = [
    ...["spec", "generated", "src", "conformance", "scripts/lint/rules.mjs"],
    ...["scripts/check-docs.ts", "scripts/check-docs"],
    ...["redocly.yaml", "tsconfig.json", "package.json", "README.md"],
  ];
  for (const part of parts) {
    await cp(join(root, part), join(folder, part), {
      recursive: true,
      // Nor overlays: no client is compiled against them.
      filter: (source) => !/\.test\.ts$|[\\/](testing|overlays|dist|node_modules)$/.test(source),
    });
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [file, text] of Object.entries(programs)) await writeFile(join(folder, file), text);
  return folder;
}

/** The errors in the folder: `file(line,column): error TS…: message`, without the lines that explain a message. */
function errorsOf(folder: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [compiler, "--project", folder, "--pretty", "false"],
      { cwd: folder },
      (error, stdout) => {
        const errors = stdout.split("\n").filter((line) => line.includes("error TS"));
        // A compiler that fails without naming an error has not compiled.
        if (error !== null && errors.length === 0) reject(error);
        else resolve(errors);
      },
    );
  });
}

/** What a program of the copy says. */
function runInCopy(folder: string, program: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", program], { cwd: folder }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
}

/** Changes one file of the description. */
async function edit(path: string, change: (document: Document) => void): Promise<void> {
  const document = parseDocument(await readFile(path, "utf8"));
  change(document);
  await writeFile(path, String(document));
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

test("while the description stays as it is, the client and the programs that use it compile", async () => {
  expect(await errorsOf(await copyOfProject())).toEqual([]);
}, 60_000);

describe("when the description changes", () => {
  let folder: string;
  let errors: string[];

  // All the changes at once, because a generation takes its time; each has its own lines of the programs.
  beforeAll(async () => {
    folder = await copyOfProject();
    await edit(join(folder, "spec/components/parameters.yaml"), (parameters) =>
      parameters.setIn(["messageTtlSeconds", "name"], "ttlSeconds"),
    );
    await edit(join(folder, "spec/2024-12-01/openapi.yaml"), (description) =>
      description.deleteIn(["paths", "/api/hubs/{hub}/:generateToken"]),
    );
    await addPing(folder);
    await writeFile(join(folder, "ping.ts"), ping);
    await write(join(folder, "generated"), await generate(folder));
    errors = await errorsOf(folder);
  }, 60_000);

  /** The errors on the line of the program that has the text. */
  const errorsAt = (program: keyof typeof programs, text: string) => {
    const line = programs[program].split("\n").findIndex((candidate) => candidate.includes(text)) + 1;
    return errors.filter((error) => error.startsWith(`${program}(${line},`));
  };

  test("a call that passes a renamed query parameter does not compile", () => {
    expect(errorsAt("calls.ts", "messageTtlSeconds")).toEqual([
      expect.stringMatching(/'messageTtlSeconds' does not exist in type .* ttlSeconds\?: number;/),
    ]);
  });

  test("a call of a removed operation does not compile, nor does what is left over for it", () => {
    expect(errorsAt("calls.ts", "/:generateToken")).toEqual([
      expect.stringMatching(/'"\/api\/hubs\/\{hub\}\/:generateToken"' is not assignable to .*"post"/),
    ]);
    expect(errors.filter((error) => error.startsWith("src/"))).toEqual([
      expect.stringMatching(
        /^src\/helpers\/client-access\.ts.*'"\/api\/hubs\/\{hub\}\/:generateToken"' is not assignable to .*"post"/,
      ),
      expect.stringMatching(/^src\/helpers\/client-access\.ts.*'token' does not exist/),
    ]);
    expect(errorsAt("handlers.ts", "const one")).toEqual([
      expect.stringMatching(/'generateClientToken' does not exist in type/),
    ]);
  });

  test("what has something for each operation does not compile before it has something for a new one", () => {
    expect(errorsAt("handlers.ts", "const handlers")).toEqual([
      expect.stringMatching(/Property 'pingHub' is missing in type/),
    ]);
  });

  test("a document that shows a call with the renamed parameter fails its check", async () => {
    const said = await runInCopy(folder, "scripts/check-docs.ts");
    expect(said).toMatch(/README-md-\d+\.ts.*'messageTtlSeconds' does not exist in type/);
  }, 60_000);

  test("a new operation has derived cases, and a removed one has none any more", async () => {
    await writeFile(
      join(folder, "ids.mts"),
      'import { replayCases } from "./conformance/cases/derived/replay-cases.js";\n' +
        'import { constraintCases } from "./conformance/cases/derived/constraint-cases.js";\n' +
        'import { descriptions } from "./generated/descriptions.js";\n' +
        'const name = "2024-12-01";\n' +
        "for (const make of [replayCases, constraintCases])\n" +
        "  for (const { id } of make(name, descriptions[name])) console.log(id);\n",
    );
    const ids = (await runInCopy(folder, "ids.mts")).split("\n");
    expect(ids).toContain("ping-hub/replay/204/bare");
    expect(ids).toContain("ping-hub/path-hub-pattern/refused");
    expect(ids.filter((id) => id.startsWith("generate-client-token/"))).toEqual([]);
  }, 60_000);

  test("the emulator does not compile with a handler that is left over for a removed operation", () => {
    expect(errors.filter((error) => error.startsWith("conformance/emulator/"))).toEqual([
      expect.stringMatching(/^conformance\/emulator\/rest\/handlers\/index\.ts.*'generateClientToken' does not exist/),
    ]);
  });

  /** What is written about single operations. */
  const WRITTEN = /^conformance\/(cases|mutants)\//;

  test("cases that are written for a removed operation do not compile, nor the list of those without any for a new one", () => {
    const written = errors.filter((error) => WRITTEN.test(error));
    expect(
      written.filter((error) => error.includes("cases/operations/generate-client-token.ts")).length,
    ).toBeGreaterThan(0);
    expect(written.filter((error) => error.includes("cases/index.ts"))).toHaveLength(1);
  });

  test("everything else compiles: the rest of the client, what is derived, and a call of the new operation", () => {
    const files = errors.filter((error) => !WRITTEN.test(error)).map((error) => error.slice(0, error.indexOf("(")));
    const helper = "src/helpers/client-access.ts";
    const handlers = "conformance/emulator/rest/handlers/index.ts";
    expect(files.sort()).toEqual(["calls.ts", "calls.ts", handlers, "handlers.ts", "handlers.ts", helper, helper]);
  });

  test("a new operation is in the operation table, with what its parts say elsewhere", async () => {
    const table = pathToFileURL(join(folder, "generated/2024-12-01/operations.ts"));
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

test("a new operation does not compile before it has cases of its own, and a handler in the emulator", async () => {
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
      "204": { $ref: "../components/responses.yaml#/gone" },
      "400": { $ref: "../components/responses.yaml#/badRequest" },
      default: { $ref: "../components/responses.yaml#/failure" },
    },
  };
  await writeFile(join(folder, "spec/paths/ping.yaml"), stringify({ post: operation }));
  await edit(join(folder, "spec/2024-12-01/openapi.yaml"), (description) =>
    description.setIn(["paths", "/api/hubs/{hub}/:ping"], {
      $ref: "../paths/ping.yaml",
      parameters: [{ $ref: "#/components/parameters/api-version" }],
    }),
  );
}
