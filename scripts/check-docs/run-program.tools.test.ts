import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { codeBlocks } from "./code-blocks.js";
import { runProgram } from "./run-program.js";

describe("runProgram", () => {
  async function problemOf(code: string, timeoutMs?: number): Promise<string | undefined> {
    const folder = await mkdtemp(join(tmpdir(), "check-docs-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "tsconfig.json"), "{}");
    await writeFile(join(folder, "program.mts"), code);
    const [block] = codeBlocks("A.md", `\`\`\`ts\n${code}\`\`\`\n`);
    if (block === undefined) throw new Error("The document has no block.");
    return runProgram(block, join(folder, "program.mts"), join(folder, "tsconfig.json"), timeoutMs);
  }

  test("returns undefined for a program that prints what its document says, with an emulator that runs for it", async () => {
    const code = `const url = process.env.WEBPUBSUB_ENDPOINT + "/api/health?api-version=2024-12-01";
const { status } = await fetch(url, { method: "HEAD" });
console.log(status); // 200
`;
    expect(await problemOf(code)).toBeUndefined();
  });

  test.for([
    ["prints something else", 'console.log("b"); // a\n', /^A\.md, line 2: does not print “a”, but:\nb\n$/],
    ["throws", 'throw new Error("broken");\n', /^A\.md, line 2: fails:\n[\s\S]*Error: broken/],
    ["exits with a status other than 0", "process.exitCode = 3;\n", /^A\.md, line 2: fails:/],
    ["does not exit", "setInterval(() => {}, 1000);\n", /^A\.md, line 2: does not exit within 2 s:/],
  ] as const)("returns the problem of a program that %s", async ([, code, problem]) => {
    expect(await problemOf(code, code.includes("setInterval") ? 2000 : undefined)).toMatch(problem);
  });
});
