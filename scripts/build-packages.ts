/**
 * `npm run build`: compiles both packages as they are published. The client first, because the suite is compiled
 * against its types; then the suite, with the files that it reads: the bundled descriptions, the expectations and the page
 * of its HTML report.
 */
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
// By path, because `tsc` is the compiler of whichever package was installed last.
const compile = (project: string) =>
  execFileSync(process.execPath, ["node_modules/ts7/bin/tsc", "-p", project], { cwd: root, stdio: "inherit" });

try {
  for (const folder of ["dist", "conformance/dist"]) rmSync(`${root}/${folder}`, { recursive: true, force: true });
  compile("src/tsconfig.json");
  compile("conformance/tsconfig.json");
  for (const name of readdirSync(`${root}/generated`, { withFileTypes: true })) {
    if (!name.isDirectory()) continue;
    const file = `generated/${name.name}/openapi.json`;
    cpSync(`${root}/${file}`, `${root}/conformance/dist/${file}`);
  }
  const files = ["cli/expectations", "report/html/page/page.html", "report/html/page/page.css"];
  for (const file of files) {
    cpSync(`${root}/conformance/${file}`, `${root}/conformance/dist/conformance/${file}`, { recursive: true });
  }
} catch (error) {
  // The compiler has printed its errors.
  process.exitCode = (error as { status?: number }).status ?? 1;
  if (process.exitCode === 1 && !("status" in (error as object))) console.error(error);
}
