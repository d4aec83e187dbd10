import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

// What an editor shows: the language service is what editors ask.

const folder = fileURLToPath(new URL(".", import.meta.url));
const file = `${folder}completion-probe.ts`;
const CURSOR = "|";

let source = "";
let version = 0;
const service = ts.createLanguageService({
  getCompilationSettings: () => ({
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    types: ["node"],
  }),
  getScriptFileNames: () => [file],
  getScriptVersion: (name) => (name === file ? String(version) : "1"),
  getScriptSnapshot: (name) => {
    const text = name === file ? source : ts.sys.readFile(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => folder,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => name === file || ts.sys.fileExists(name),
  readFile: ts.sys.readFile,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
});

/** Puts a program into the editor, with the cursor at the `|`. @returns the position of the cursor */
function edit(program: string): number {
  const text = `import { createClient } from "./client.js"; import * as functions from "../../generated/functions.js"; ${program}`;
  source = text.replace(CURSOR, "");
  version += 1;
  return text.indexOf(CURSOR);
}

function completions(program: string): string[] {
  return service.getCompletionsAtPosition(file, edit(program), {})?.entries.map(({ name }) => name) ?? [];
}

/** The documentation of the name at the cursor. */
function documentation(program: string): string {
  return ts.displayPartsToString(service.getQuickInfoAtPosition(file, edit(program))?.documentation);
}

const OPTIONS =
  "accessKey allowInsecureConnection apiVersion connections credential deadline dispatcher endpoint fetch headers hooks now retry reverseProxyEndpoint throwOnError timeout";

describe("an editor", { timeout: 30_000 }, () => {
  test("completes the options of createClient in an empty object", () => {
    expect(completions("createClient({ | });").toSorted().join(" ")).toBe(OPTIONS);
  });

  test("completes the rest of the options after an endpoint", () => {
    expect(completions('createClient({ endpoint: "", | });')).toContain("credential");
  });

  test("completes the options beside a connection string", () => {
    const expected = OPTIONS.split(" ").filter((name) => !/^(accessKey|credential|endpoint)$/.test(name));
    expect(completions('createClient("x", { | });').toSorted()).toEqual(expected);
  });

  test("completes the paths of a method", () => {
    expect(completions('createClient("x").POST("|");')).toContain("/api/hubs/{hub}/users/{userId}/:send");
  });

  test("completes the query parameters of an operation", () => {
    const call = 'createClient("x").POST("/api/hubs/{hub}/:send", { params: { path: { hub: "a" }, query: { | } } });';
    expect(completions(call)).toEqual(expect.arrayContaining(["excluded", "filter", "messageTtlSeconds"]));
  });

  const LIMITS = "deadline dispatcher fetch headers retry signal timeout";

  test("completes the options of an operation function, side by side", () => {
    const options = `body excluded filter group hub messageTtlSeconds ${LIMITS}`.split(" ").toSorted();
    expect(completions('functions.sendToGroup(createClient("x"), { | });').toSorted()).toEqual(options);
  });

  test("completes the names of the operation functions", () => {
    expect(completions("functions.|")).toEqual(expect.arrayContaining(["sendToGroup", "grantPermission"]));
  });

  test("completes the members of an error", () => {
    const result = 'const { error } = await createClient("x").HEAD("/api/health"); if (error) error.|';
    expect(completions(result)).toEqual(
      expect.arrayContaining(["status", "code", "message", "target", "details", "retryAfter", "requestId", "attempts"]),
    );
  });

  test("shows what an operation function does, with its route", () => {
    expect(documentation("functions.sendToGroup|")).toMatch(
      /^Sends the message to every connection in the group[\s\S]*`POST \/api\/hubs\/\{hub\}\/groups\/\{group\}\/:send`/,
    );
  });

  test.for([
    ["messageTtlSeconds", "in seconds"],
    ["messageTtlSeconds", "Minimum 0. Maximum 300. Default: 0."],
    ["group", "1 to 1024 characters."],
    ["filter", "Only the connections that match this filter"],
    ["timeout", "in milliseconds"],
  ])("shows what the option %s of an operation function means", ([name, text]) => {
    const call = `functions.sendToGroup(createClient("x"), { hub: "a", group: "b", body: {}, ${name}|: 1 as never });`;
    expect(documentation(call)).toContain(text);
  });

  test.for(["GET", "PUT", "POST", "DELETE", "HEAD"])("shows what %s is for", (method) => {
    expect(documentation(`createClient("x").${method}|;`)).toMatch(/^Calls an operation that /);
  });
});
