import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

function mutants(...words: readonly string[]) {
  const tsx = ["--import", "tsx", "scripts/mutants.ts", ...words];
  return spawnSync(process.execPath, tsx, { cwd: root, encoding: "utf8" });
}

test("what cannot be run is said in a line, with the status 2", { timeout: 60_000 }, () => {
  for (const words of [["--only", "no-such-mutant"], ["--unknown"]]) {
    const { status, stdout, stderr } = mutants(...words);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^(No mutant has an id like no-such-mutant\.|Unknown option '--unknown'.*)\n/);
  }
});

test("--list tells what is wrong with each mutant", { timeout: 60_000 }, () => {
  const { status, stdout } = mutants("--list", "--only", "filters/and-*");
  expect(status).toBe(0);
  expect(stdout).toBe("filters/and-is-or\n  and is taken for or.\n");
});
