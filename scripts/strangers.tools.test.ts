import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Starting it loads the emulator and every case, which takes seconds on a machine that does other work. */
const TIMEOUT_MS = 120_000;

function run(...words: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const program = ["--import", "tsx", "scripts/strangers.ts", ...words];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, program, { cwd: root }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe("npm run strangers", { concurrent: true, timeout: TIMEOUT_MS }, () => {
  test.for([
    ["--only no-such-stranger", '--only is "no-such-stranger", which matches no stranger. List the ids with --list.'],
    ["--runs 0", '--runs is "0"; it must be an integer of at least 1.'],
    ["--unknown", "Unknown option '--unknown'"],
  ] as const)("exits with 2 and one line for the arguments %s", async ([words, message], { expect }) => {
    const { status, stdout, stderr } = await run(...words.split(" "));
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("lists how a stranger differs, and why it may", async ({ expect }) => {
    const { status, stdout } = await run("--list", "--only", "indented-json");
    expect(stdout).toBe(
      "indented-json\n  JSON is indented.\n  White space between tokens means nothing (RFC 8259, 2).\n",
    );
    expect(status).toBe(0);
  });

  test("prints its options and exit statuses for --help", async ({ expect }) => {
    const { status, stdout } = await run("--help");
    expect(stdout).toContain("--runs N");
    expect(stdout).toContain("Exit status: 0");
    expect(status).toBe(0);
  });
});
