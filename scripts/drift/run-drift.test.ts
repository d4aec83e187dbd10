import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { runDrift } from "./run-drift.js";

const operation = (description: string) => ({ operationId: "getItem", description, responses: {} });
const documentOf = (version: string, methods: object) => ({
  openapi: "3.1.0",
  info: { version },
  paths: { "/": methods },
});
const OLD = documentOf("2001-01-01", { get: operation("Old.") });
const NEW = documentOf("2002-01-01", { get: operation("New."), put: { ...operation(""), operationId: "putItem" } });

const response = { description: "The item.", headers: { "X-Total": { schema: { type: "string" } } } };
const content = { "application/json": { schema: { type: "string" } } };
const FULL = documentOf("3", { get: { operationId: "getItem", responses: { 200: { ...response, content } } } });
const CONTROL = documentOf("4", { get: { ...operation("Old."), operationId: "\u001b[31mred\u0007" } });
const SWAGGER = {
  swagger: "2.0",
  info: { version: "3" },
  paths: {
    "/": {
      get: { operationId: "getItem", responses: { 200: { description: "The item.", schema: { type: "string" } } } },
    },
  },
};

/** Runs the command where generated/ has an old and a new api-version, and `other.json` has what the old one has. */
async function run(...args: string[]) {
  const root = await mkdtemp(join(tmpdir(), "drift-"));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const document of [OLD, NEW]) {
    const folder = join(root, "generated", document.info.version);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "openapi.json"), JSON.stringify(document));
  }
  for (const [name, document] of Object.entries({
    "other.json": OLD,
    "full.json": FULL,
    "swagger.json": SWAGGER,
    "control.json": CONTROL,
  })) {
    await writeFile(join(root, name), JSON.stringify(document));
  }
  const printed: string[] = [];
  const errors: string[] = [];
  const print = (text: string) => void printed.push(text);
  const printError = (text: string) => void errors.push(text);
  const status = await runDrift(args, { root, folder: root, print, printError });
  return { status, printed: printed.join("\n"), errors: errors.join("\n") };
}

describe("runDrift", () => {
  test("exits with 0 if nothing breaks a caller", async () => {
    expect(await run("2001-01-01", "2002-01-01")).toEqual({
      status: 0,
      printed: [
        "From 2001-01-01 to 2002-01-01: 0 changes that break a caller, 1 that does not and 1 text that differs (--all lists them).",
        "",
        "Does not break a caller:",
        "  putItem: the operation was added (`PUT /`).",
      ].join("\n"),
      errors: "",
    });
  });

  test("exits with 1 if something breaks a caller", async () => {
    const { status, printed } = await run("2002-01-01", "2001-01-01");
    expect(printed).toContain("\nBreaks a caller:\n  putItem: the operation was removed.");
    expect(status).toBe(1);
  });

  test("exits with 0 and says so if nothing differs", async () => {
    expect(await run("2001-01-01", "other.json")).toMatchObject({
      status: 0,
      printed: "From 2001-01-01 to other.json (2001-01-01): no difference.",
    });
  });

  test("compares one of ours with our newest api-version", async () => {
    expect((await run("2001-01-01")).printed).toMatch(/^From 2001-01-01 to 2002-01-01: /);
  });

  test("takes what a Swagger 2.0 document without headers and `produces` leaves out for unsaid", async () => {
    const { printed } = await run("full.json", "swagger.json");
    expect(printed).toBe("From full.json (3) to swagger.json (3): no difference.");
  });

  test("prints no control character of a document", async () => {
    const { printed } = await run("other.json", "control.json");
    expect(printed).toContain("the operation is called `␛[31mred␇` now");
  });

  test("compares our newest api-version with a document of someone else", async () => {
    expect((await run("other.json")).printed).toMatch(/^From 2002-01-01 to other\.json \(2001-01-01\): /);
  });

  test("lists the texts that differ with --all", async () => {
    const { printed } = await run("2001-01-01", "--all");
    expect(printed).toMatch(/1 text that differs\.\n/);
    expect(printed).toContain("\nTexts:\n  getItem: the operation has another description.");
  });

  test("prints one JSON document with --json", async () => {
    const { status, printed } = await run("2002-01-01", "2001-01-01", "--json");
    expect(JSON.parse(printed)).toEqual({
      older: { name: "2002-01-01", version: "2002-01-01" },
      newer: { name: "2001-01-01", version: "2001-01-01" },
      breaksCallers: true,
      changes: [
        {
          operation: "getItem",
          kind: "text",
          effect: "text",
          subject: "the operation",
          what: "has another description",
          sentence: "getItem: the operation has another description.",
        },
        {
          operation: "putItem",
          kind: "operation",
          effect: "breaking",
          subject: "the operation",
          what: "was removed",
          sentence: "putItem: the operation was removed.",
        },
      ],
    });
    expect(status).toBe(1);
  });

  test("exits with its status if its reader has had enough", async () => {
    const command = fileURLToPath(new URL("../drift.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", command, "2024-12-01", "2021-10-01", "--json"]);
    child.stdout.destroy();
    const errors = text(child.stderr);
    const [status] = await once(child, "close");
    expect({ status, errors: await errors }).toEqual({ status: 1, errors: "" });
  }, 30_000);

  test("explains itself with --help", async () => {
    const { status, printed } = await run("--help");
    expect(printed).toContain(
      "Exit status: 0 nothing breaks a caller, 1 something does, 2 the descriptions cannot be compared.",
    );
    expect(status).toBe(0);
  });

  test.each([
    ["nothing to compare", [], "Nothing to compare: pass one or two descriptions. See npm run drift -- --help."],
    [
      "three descriptions",
      ["a", "b", "c"],
      "3 descriptions given: pass one or two descriptions. See npm run drift -- --help.",
    ],
    ["an unknown option", ["--nope"], /'--nope'.* See npm run drift -- --help\.$/],
    ["a description that does not exist", ["2009-01-01"], /^"2009-01-01" is not a description and not a file: pass /],
  ])("exits with 2 for %s", async (_title, args, message) => {
    const { status, printed, errors } = await run(...args);
    expect(errors).toMatch(message);
    expect({ status, printed }).toEqual({ status: 2, printed: "" });
  });
});
