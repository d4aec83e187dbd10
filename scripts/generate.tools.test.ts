import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { generate, write } from "./generate/generate-files.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const folders: string[] = [];

const config = "apis: { newest: { root: spec/openapi.yaml } }\n";
const description = `openapi: 3.1.0
info: { title: A small one, version: "2001-02-03" }
paths:
  /health: { $ref: ./paths/health.yaml }
components:
  parameters: {}
`;
const health = (summary: string) => `head:
  operationId: check
  summary: ${summary}
  responses:
    "200": { description: Healthy. }
`;

/** A copy of the scripts with a small description. */
async function smallProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "generate-command-test-"));
  folders.push(folder);
  await cp(join(root, "scripts"), join(folder, "scripts"), { recursive: true });
  await cp(join(root, "package.json"), join(folder, "package.json"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const part of ["paths", "versions", "overlays"]) await mkdir(join(folder, "spec", part), { recursive: true });
  await writeFile(join(folder, "redocly.yaml"), config);
  await writeFile(join(folder, "spec/openapi.yaml"), description);
  await writeFile(join(folder, "spec/paths/health.yaml"), health("First"));
  return folder;
}

const commandLine = (folder: string, args: string[]) => [
  "--import",
  "tsx",
  join(folder, "scripts/generate.ts"),
  ...args,
];

interface CommandResult {
  status: number | string | null | undefined;
  stdout: string;
  stderr: string;
}

/** Runs the command in the project until it exits. */
function run(folder: string, ...args: string[]): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      commandLine(folder, args),
      { cwd: folder, maxBuffer: Infinity },
      (error, stdout, stderr) => resolve({ status: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe("npm run generate", { timeout: 60_000 }, () => {
  test("prints its help and exits with 0 for --help", async () => {
    const { status, stdout } = await run(root, "--help");
    expect(stdout).toMatch(/npm run generate[\s\S]*--watch[\s\S]*npm run check:generated[\s\S]*Exit status/);
    expect(status).toBe(0);
  });

  test("prints its help and exits with 2 for an unknown option", async () => {
    const { status, stdout, stderr } = await run(root, "--chek");
    expect(stderr).toMatch(/'--chek'[\s\S]*npm run generate -- --watch/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  test("writes nothing and exits with 2 for --check with --watch", async () => {
    const { status, stderr } = await run(root, "--check", "--watch");
    expect(stderr).toContain("--check writes nothing, so that --watch cannot go with it.");
    expect(status).toBe(2);
  });

  test("exits with 1 for --check where generated/ does not exist", async () => {
    const { status, stderr } = await run(await smallProject(), "--check");
    expect(stderr).toBe("generated/ does not exist. Run `npm run generate` and commit the result.\n");
    expect(status).toBe(1);
  });

  test("exits with 0 for --check on the committed generated/", async () => {
    const { status, stdout } = await run(root, "--check");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "generated/ is up to date.\n" });
  });

  test("exits with 1 for --check on an edited file, shows the difference and leaves the file; exits with 2 if redocly.yaml is broken", async () => {
    const folder = await smallProject();
    const table = join(folder, "generated/2001-02-03/operations.ts");
    await write(join(folder, "generated"), await generate(folder));
    const altered = (await readFile(table, "utf8")).replace('summary: "First"', 'summary: "By hand"');
    await writeFile(table, altered);
    const { status, stdout, stderr } = await run(folder, "--check");
    expect(stdout).toMatch(/^diff --git .*generated\/2001-02-03\/operations\.ts/m);
    expect(stdout).toMatch(/^- +summary: "By hand",\n\+ +summary: "First",$/m);
    expect(stdout.match(/^diff --git/gm)).toHaveLength(1);
    expect(stderr).toContain("generated/ is out of date. Run `npm run generate`");
    expect(status).toBe(1);

    await writeFile(join(folder, "redocly.yaml"), "apis: [");
    expect(await run(folder, "--check")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^redocly\.yaml: /),
    });
    expect(await readFile(table, "utf8")).toBe(altered);
  });

  test("generates again after each change with --watch, and after an error, until it is stopped", async ({
    onTestFinished,
  }) => {
    const folder = await smallProject();
    const child = spawn(process.execPath, commandLine(folder, ["--watch"]), { cwd: folder });
    onTestFinished(() => void child.kill("SIGKILL"));
    const closed = once(child, "close");
    const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const errors = createInterface({ input: child.stderr })[Symbol.asyncIterator]();

    /** Reads lines until one passes the test. */
    async function until(lines: AsyncIterator<string>, isLast: (line: string) => boolean | Promise<boolean>) {
      for (let next = await lines.next(); ; next = await lines.next()) {
        if (next.done) throw new Error("The command has exited.");
        if (await isLast(next.value)) return;
      }
    }
    const generated = (summary: string) =>
      until(printed, async (line) => {
        if (!line.startsWith("generated/: ")) return false;
        return (await readFile(join(folder, "generated/2001-02-03/operations.ts"), "utf8")).includes(
          `summary: "${summary}"`,
        );
      });
    /** Replaces a file as editors do: by renaming a new one. */
    async function replace(path: string, text: string): Promise<void> {
      await writeFile(join(folder, "new"), text);
      await rename(join(folder, "new"), join(folder, path));
    }

    await generated("First");
    await until(printed, (line) => line.startsWith("Watching "));
    await replace("spec/paths/health.yaml", health("Second"));
    await generated("Second");
    await replace("spec/paths/health.yaml", health("Third"));
    await generated("Third");

    // An error is printed and does not end the command.
    await replace("redocly.yaml", "apis: [");
    await until(errors, (line) => line.startsWith("redocly.yaml: "));
    await replace("redocly.yaml", config);
    await generated("Third");

    child.kill("SIGINT");
    expect(await closed).toEqual([null, "SIGINT"]);
  });
});
