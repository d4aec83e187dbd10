import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { blocksOf, firstMissing } from "./code-blocks.js";
import { runProgram } from "./run-program.js";

const fenced = (code: string, language = "ts") => `\`\`\`${language}\n${code}\`\`\`\n`;

describe("the blocks of a document", () => {
  test("are its TypeScript, with the lines that they begin in", () => {
    const blocks = blocksOf(
      "A.md",
      `# A\n\n${fenced("a();\n")}\ntext\n\n${fenced("b();\n", "js")}\n${fenced("c();\n")}`,
    );
    expect(blocks.map(({ line, code }) => [line, code])).toEqual([
      [4, "a();\n"],
      [14, "c();\n"],
    ]);
  });

  test.for([
    ["test", 'import { test } from "vitest";\n'],
    ["worker", "export default {\n};\n"],
    ["program", "a();\n"],
  ] as const)("can be a %s", ([kind, code]) => {
    expect(blocksOf("A.md", fenced(code))[0]?.kind).toBe(kind);
  });

  test("say behind their calls what they print", () => {
    expect(
      blocksOf("A.md", fenced("console.log(1); // one\nconsole.log(2);\n  console.log(3) // 3\n"))[0]?.prints,
    ).toEqual(["one", "3"]);
  });

  test("or have it follow", () => {
    const blocks = blocksOf("A.md", `${fenced("a(); \n")}\n${fenced("one\n  two\n", "text")}\n${fenced("b();\n")}`);
    expect(blocks.map(({ prints }) => prints)).toEqual([["one", "  two"], []]);
  });
});

test.for([
  [["a", "c"], "a\nb\nc\n", undefined],
  [["c", "a"], "a\nb\nc\n", "a"],
  [["a", "a"], "a\n", "a"],
  [["1.5 … s"], "1.5 or 2 s\n", undefined],
  [["1.5"], "105\n", "1.5"],
  [["b"], "abc\n", "b"],
] as const)("of %j, with %j printed, missing is %j", ([expected, printed, missing]) => {
  expect(firstMissing(expected, printed)).toBe(missing);
});

describe("a program", () => {
  async function problemOf(code: string, patience?: number): Promise<string | undefined> {
    const folder = await mkdtemp(join(tmpdir(), "check-docs-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "tsconfig.json"), "{}");
    await writeFile(join(folder, "program.mts"), code);
    const [block] = blocksOf("A.md", fenced(code));
    if (block === undefined) throw new Error("There is no block.");
    return runProgram(block, join(folder, "program.mts"), join(folder, "tsconfig.json"), patience);
  }

  test("that does what its document says has no problem, and finds an emulator", { timeout: 60_000 }, async () => {
    const code = `const url = process.env.WEBPUBSUB_ENDPOINT + "/api/health?api-version=2024-12-01";
const { status } = await fetch(url, { method: "HEAD" });
console.log(status); // 200
`;
    expect(await problemOf(code)).toBeUndefined();
  });

  test.for([
    ["prints something else", 'console.log("b"); // a\n', /^A\.md, line 2: does not print “a”, but:\nb\n$/],
    ["throws", 'throw new Error("broken");\n', /^A\.md, line 2: fails:\n[\s\S]*Error: broken/],
    ["ends with another status", "process.exitCode = 3;\n", /^A\.md, line 2: fails:/],
    ["does not end", "setInterval(() => {}, 1000);\n", /^A\.md, line 2: does not end:/],
  ] as const)("that %s has one", { timeout: 60_000 }, async ([, code, problem]) => {
    expect(await problemOf(code, code.includes("setInterval") ? 2000 : undefined)).toMatch(problem);
  });
});
