/**
 * `npm run generate`: makes `generated/` from the description in `spec/`, so that nothing downstream restates it.
 * With --check it writes nothing, prints what would change, and fails if anything would.
 */
import { execFileSync } from "node:child_process";
import { type FSWatcher, mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HELP = `Makes generated/ from the description in spec/.

  npm run generate                 write generated/
  npm run generate -- --watch      and again at every change in spec/, until Ctrl-C
  npm run check:generated          write nothing; print what would change and fail if anything would

Exit status: 0 done (or nothing to change), 1 generated/ is out of date, 2 the description could not be read.`;

const options = {
  watch: { type: "boolean" },
  check: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "generated");

async function once(): Promise<number> {
  const started = performance.now();
  try {
    const { generate, write } = await import("./generate/generate-files.js");
    const files = await generate(root);
    await write(target, files);
    console.log(`generated/: ${files.size} files in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

async function check(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "generated-"));
  try {
    const { generate, write } = await import("./generate/generate-files.js");
    await write(folder, await generate(root));
    execFileSync("git", ["diff", "--no-index", "--stat", "--patch", target, folder], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    console.log("generated/ is what the description makes.");
    return 0;
  } catch (error) {
    if ((error as { status?: number }).status === 1) {
      console.error("\ngenerated/ is out of date: run `npm run generate` and commit the result.");
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

async function watching(): Promise<void> {
  let running = false;
  let again = false;
  const run = async () => {
    again = true;
    if (running) return;
    running = true;
    while (again) {
      again = false;
      follow();
      await once();
    }
    running = false;
  };
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    // An editor saves in several steps: the last one counts.
    timer = setTimeout(run, 50);
  };
  let watchers: FSWatcher[] = [];
  // Folders are watched, one by one: a watcher of a file, or on Linux a recursive one, loses a file that is replaced.
  const follow = () => {
    const before = watchers;
    watchers = foldersBelow(join(root, "spec")).map((folder) => watch(folder, changed));
    watchers.push(watch(root, (_event, name) => name === "redocly.yaml" && changed()));
    for (const watcher of before) watcher.close();
  };
  await run();
  console.log("Watching spec/ and redocly.yaml. Ctrl-C ends.");
}

try {
  const { values } = parseArgs({ options });
  if (values.help) console.log(HELP);
  else if (values.watch) await watching();
  else process.exitCode = values.check ? await check() : await once();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  process.exitCode = 2;
}
