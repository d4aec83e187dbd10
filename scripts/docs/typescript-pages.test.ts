import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { buildTypeScriptPages } from "./typescript-pages.js";

/** Builds the pages of a module. Returns the number of exports, or the message of the error. */
async function built(source: string, internal: string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "docs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = {
    "index.ts": source,
    "README.md": "",
    "package.json": '{ "name": "sample", "type": "module" }',
    "tsconfig.json": '{ "compilerOptions": { "types": [], "lib": ["es5"] }, "files": ["index.ts"] }',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const pages = { entryPoint: "index.ts", tsconfig: "tsconfig.json", out: join(folder, "out"), internal };
  return buildTypeScriptPages(folder, pages).then(
    ({ exports }) => `${exports} exports`,
    (error: Error) => error.message,
  );
}

describe("buildTypeScriptPages", { timeout: 60_000 }, () => {
  test("rejects exports without documentation, broken links, hidden types and unknown tags", async () => {
    const problems = await built(`
      interface Hidden { a: 1 }
      export const silent = 1;
      /** Leads to {@link Nowhere}. @nonsense */
      export function leads(hidden: Hidden): void {}
    `);
    expect(problems).toMatch(/silent \(Variable\), .* does not have any documentation/);
    expect(problems).toMatch(/Failed to resolve link to "Nowhere"/);
    expect(problems).toMatch(/Hidden, .* is referenced by leads\.hidden but not included/);
    expect(problems).toMatch(/unknown block tag @nonsense/);
  });

  test("rejects an internal type that does not exist", async () => {
    expect(await built("/** A number. */\nexport const one = 1;\n", ["Gone"])).toMatch(/Gone/);
  });

  test("succeeds on complete doc comments", async () => {
    expect(await built("/** A number. */\nexport const one = 1;\n")).toBe("1 exports");
  });
});
