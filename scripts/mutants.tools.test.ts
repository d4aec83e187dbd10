import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Starting it loads the emulator and every case, which takes seconds on a machine that does other work. */
const TIMEOUT_MS = 120_000;

function run(...words: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const program = ["--import", "tsx", "scripts/mutants.ts", ...words];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, program, { cwd: root }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe("npm run mutants", { concurrent: true, timeout: TIMEOUT_MS }, () => {
  test.for([
    ["--only no-such-mutant", '--only is "no-such-mutant", which matches no mutant. List the ids with --list;'],
    ["--unknown", "Unknown option '--unknown'"],
    ["errors/*", "Unexpected argument 'errors/*'"],
  ] as const)("exits with 2 and one line for the arguments %s", async ([words, message], { expect }) => {
    const { status, stdout, stderr } = await run(...words.split(" "));
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("lists the problems of the mutants that --only selects", async ({ expect }) => {
    const { status, stdout } = await run("--list", "--only", "filters/and-*");
    expect(stdout).toBe("filters/and-is-or\n  and is evaluated as or.\n");
    expect(status).toBe(0);
  });

  test("prints its options and exit statuses for --help", async ({ expect }) => {
    const { status, stdout } = await run("--help");
    expect(stdout).toContain("--only GLOB");
    expect(stdout).toContain("Exit status: 0");
    expect(status).toBe(0);
  });
});
