import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const readme = read("README.md");
const { scripts } = JSON.parse(read("../package.json")) as { scripts: Record<string, string> };

test("scripts/README.md › lists every npm command that runs a script", () => {
  const commands = Object.keys(scripts).filter((name) => /\btsx scripts\//.test(scripts[name] ?? ""));
  expect(commands).toContain("generate");
  expect(commands.filter((name) => !readme.includes(`\n| \`npm run ${name}\` |`))).toEqual([]);
});

test("scripts/README.md › names commands and scripts that exist", () => {
  const rows = [...readme.matchAll(/^\| `npm run ([\w:-]+)` \| `([^`]+)` \|/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(11);
  for (const [, command = "", script = ""] of rows) {
    expect(Object.keys(scripts)).toContain(command);
    expect(existsSync(new URL(script, import.meta.url)), script).toBe(true);
  }
});
