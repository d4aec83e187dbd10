/**
 * `npm run generate`: writes `generated/` from the description in `spec/`, so that nothing else restates the API.
 * `npm run check:generated` (`--check`) writes nothing and fails if anything would change.
 */
import { execFileSync } from "node:child_process";
import { existsSync, type FSWatcher, mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HELP = `Generates generated/ from the description in spec/.

  npm run generate              Write generated/.
  npm run generate -- --watch   Write it again after each change in spec/, until Ctrl-C.
  npm run check:generated       Write nothing; print the differences and fail if there are any.

Exit status: 0 success, 1 generated/ is out of date, 2 wrong option or the description could not be read.`;

const options = {
  watch: { type: "boolean" },
  check: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "generated");

/** @returns the exit status */
async function generateOnce(): Promise<number> {
  const start = performance.now();
  try {
    const { generate, write } = await import("./generate/generate-files.js");
    const files = await generate(root);
    await write(target, files);
    console.log(`generated/: ${files.size} files in ${((performance.now() - start) / 1000).toFixed(1)} s`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

/** @returns the exit status */
async function check(): Promise<number> {
  if (!existsSync(target)) {
    console.error("generated/ does not exist. Run `npm run generate` and commit the result.");
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), "generated-"));
  try {
    const { generate, write } = await import("./generate/generate-files.js");
    await write(folder, await generate(root));
    execFileSync("git", ["diff", "--no-index", "--stat", "--patch", target, folder], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    console.log("generated/ is up to date.");
    return 0;
  } catch (error) {
    if ((error as { status?: number }).status === 1) {
      console.error("\ngenerated/ is out of date. Run `npm run generate` and commit the result.");
      return 1;
    }
    console.error(error instanceof Error ? error.message : error);
    return 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function foldersBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return [
    folder,
    ...entries.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name)),
  ];
}

async function generateOnChange(): Promise<void> {
  let running = false;
  let again = false;
  const run = async () => {
    again = true;
    if (running) return;
    running = true;
    while (again) {
      again = false;
      watchFolders();
      await generateOnce();
    }
    running = false;
  };
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    // Editors save in several steps; wait for the last one.
    timer = setTimeout(run, 50);
  };
  let watchers: FSWatcher[] = [];
  // Each folder has a watcher: one of a file, or a recursive one on Linux, loses a file that an editor replaces.
  const watchFolders = () => {
    const previous = watchers;
    watchers = foldersBelow(join(root, "spec")).map((folder) => watch(folder, changed));
    watchers.push(watch(root, (_event, name) => name === "redocly.yaml" && changed()));
    for (const watcher of previous) watcher.close();
  };
  await run();
  console.log("Watching spec/ and redocly.yaml. Press Ctrl-C to stop.");
}

try {
  const { values } = parseArgs({ options });
  if (values.watch && values.check) throw new Error("--check writes nothing, so that --watch cannot go with it.");
  if (values.help) console.log(HELP);
  else if (values.watch) await generateOnChange();
  else process.exitCode = values.check ? await check() : await generateOnce();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  process.exitCode = 2;
}
