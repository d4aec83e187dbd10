/** `npm run release -- minor|patch`: makes a release of both packages and prints the commands that publish it. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { release } from "./release/make-release.js";

const HELP = `Makes a release of both packages: runs every check, sets both versions and the peer range, dates the changelog, commits
and tags. The changelog must name each operation whose description breaks callers of the last release (npm run drift
-- git:TAG lists them). It publishes nothing: it prints the commands that do.

  npm run release -- minor             0.1.0 → 0.2.0
  npm run release -- patch             0.1.0 → 0.1.1
  npm run release -- minor --dry-run   checks versions, changelog and tag without changing anything

Exit status: 0 released, 1 the release failed, 2 wrong arguments.`;

const root = fileURLToPath(new URL("..", import.meta.url));

async function main(): Promise<0 | 1 | 2> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "dry-run": { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
  });
  const [increment, ...others] = positionals;
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if ((increment !== "minor" && increment !== "patch") || others.length > 0) {
    const given = positionals.length === 0 ? "" : `, not "${positionals.join(" ")}"`;
    console.error(`Pass minor or patch${given}.\n\n${HELP}`);
    return 2;
  }
  try {
    await release({
      root,
      increment,
      isDryRun: values["dry-run"],
      date: new Date().toISOString().slice(0, 10),
      verify: () => void execFileSync("npm", ["run", "--silent", "verify"], { cwd: root, stdio: "inherit" }),
      print: console.log,
    });
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
