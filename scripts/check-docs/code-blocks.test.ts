import { describe, expect, test } from "vitest";
import { codeBlocks, firstMissingLine } from "./code-blocks.js";

const fenced = (code: string, language = "ts") => `\`\`\`${language}\n${code}\`\`\`\n`;

describe("codeBlocks", () => {
  test("returns the blocks of TypeScript with the numbers of their first lines", () => {
    const blocks = codeBlocks(
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
  ] as const)("recognizes a %s", ([kind, code]) => {
    expect(codeBlocks("A.md", fenced(code))[0]?.kind).toBe(kind);
  });

  test("reads expected output from comments after console.log", () => {
    const code = "console.log(1); // one\nconsole.log(2);\n  console.log(3) // 3\n";
    expect(codeBlocks("A.md", fenced(code))[0]?.prints).toEqual(["one", "3"]);
  });

  test("reads expected output from a following text block", () => {
    const blocks = codeBlocks("A.md", `${fenced("a(); \n")}\n${fenced("one\n  two\n", "text")}\n${fenced("b();\n")}`);
    expect(blocks.map(({ prints }) => prints)).toEqual([["one", "  two"], []]);
  });
});

test.for([
  ["undefined for lines with others between them", ["a", "c"], "a\nb\nc\n", undefined],
  ["a line that comes too early", ["c", "a"], "a\nb\nc\n", "a"],
  ["a line that comes once and is expected twice", ["a", "a"], "a\n", "a"],
  ["undefined where … stands for a text", ["1.5 … s"], "1.5 or 2 s\n", undefined],
  ["a line whose dot is another character", ["1.5"], "105\n", "1.5"],
  ["a line that is part of another", ["b"], "abc\n", "b"],
] as const)("firstMissingLine › returns %s", ([, expected, output, missing]) => {
  expect(firstMissingLine(expected, output)).toBe(missing);
});
