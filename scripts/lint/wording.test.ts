import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTexts, wordingProblems } from "./wording.js";

describe("wordingProblems", () => {
  test.for<[line: string, problem: string]>([
    ["// The id is no number.", '"is no": write "is not a …".'],
    ["// At the most five members.", '"At the most": write "at most", "at least".'],
    ["// The body has to be JSON.", '"has to be": write "must be".'],
    ["// Retried by meaning.", '"by meaning": write "when it is safe".'],
    ["// The server answers with 404.", '"answers with": write "returns", "returned".'],
  ])("reports file, line and replacement of a phrase: %s", ([line, problem]) => {
    expect(wordingProblems("src/planted.ts", `export {};\n${line}\n`)).toEqual([`src/planted.ts:2: ${problem}`]);
  });

  test.for(["docs/planted.md", "spec/planted.yaml", "conformance/planted.css"])("reports phrases in %s", (file) => {
    expect(wordingProblems(file, "as ever\n")).toEqual([`${file}:1: "as ever": write "as usual".`]);
  });

  test.for<[declaration: string, problem: string]>([
    ["const patience = 5;", "the name patience: write timeoutMs."],
    ["function askedFor() {}", "the name askedFor: write requested."],
    ["class Alike {}", 'the name Alike: write "equivalent" instead of "alike".'],
    ["interface Stage {}", 'the name Stage: write "context" instead of "stage".'],
    ["type MaxReply = 1;", 'the name MaxReply: write "response" instead of "reply".'],
    ["export const f = (said: string) => {};", "the name said: write message."],
    ["class A { #unkeep() {} }", "the name #unkeep: write removeKept."],
  ])("reports file, line and replacement of a name: %s", ([declaration, problem]) => {
    const problems = wordingProblems("src/planted.ts", `export {};\n\n${declaration}\n`);
    expect(problems).toEqual([`src/planted.ts:3: ${problem}`]);
  });

  test.for([
    'import { stage } from "a-library";',
    "const { answer } = question;",
    "call({ said: 1 });",
    "const stages = theater.stage.patience;",
  ])("accepts a name that other code has given: %s", (line) => {
    expect(wordingProblems("src/right.ts", `${line}\n`)).toEqual([]);
  });

  test("looks for names only in code", () => {
    expect(wordingProblems("docs/right.md", "const patience = 5;\n")).toEqual([]);
  });

  test.for([
    "`hub` is not a number, not an http address, and not JSON.",
    "could not connect to 127.0.0.1:1 (ECONNREFUSED)",
    "the response was incomplete",
    "retried when it is safe",
    "Minimum 1.",
    "at most, forever, instead of, just beyond the limit, as usual",
    "could not be determined",
    "The operation does not exist.",
    "You can use a credential instead of a key.",
    "The caller has no role that allows this (403).",
    "`close()` waits for calls in progress.",
    "says nothing about health",
    "No failures in the 1,711 cases that ran (of 4,253).",
    "There is no body.",
    "It is no longer open.",
    "The pages of 2026 are numbered from 1. The rest follows.",
    '`hub` is "my-hub": a hub name starts with a letter and may contain letters and digits (at most 128 characters).',
  ])("accepts the text: %s", (sentence) => {
    expect(wordingProblems("docs/right.md", `${sentence}\n`)).toEqual([]);
    expect(wordingProblems("src/right.ts", `// ${sentence}\n`)).toEqual([]);
  });
});

describe("readTexts", () => {
  const root = new URL("../..", import.meta.url).pathname;
  const files = readTexts(root).map(({ file }) => file);

  test("reads code, descriptions and documents", () => {
    expect(files).toEqual(
      expect.arrayContaining(["src/index.ts", "spec/evidence.yaml", "README.md", "conformance/package.json"]),
    );
    const { text } = readTexts(root).find(({ file }) => file === "src/index.ts") ?? {};
    expect(text).toBe(readFileSync(`${root}/src/index.ts`, "utf8"));
  });

  test("leaves out generated files, transcribed files and the list of phrases itself", () => {
    expect(files.filter((file) => /^generated\/|^spec\/transcripts\/|^scripts\/lint\/wording/.test(file))).toEqual([]);
  });
});
