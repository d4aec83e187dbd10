/**
 * `npm run build [-- client|suite]`: compiles the packages as they are published, into `dist/` and `conformance/dist/`, and copies the
 * descriptions into `openapi/`.
 *
 * The suite is compiled against the types of the client, so the client comes first. `suite` alone is for `npm pack` and
 * `npm publish`, which build each package by itself: it takes the client as it was built, and builds it where it is missing.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { apiVersions } from "../generated/versions.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const PACKAGES = ["client", "suite"];

function compile(project: string): void {
  // By path: which compiler `tsc` is depends on what else is installed.
  execFileSync(process.execPath, ["node_modules/ts7/bin/tsc", "-p", project], { cwd: root, stdio: "inherit" });
}

function buildClient(): void {
  rmSync(`${root}/dist`, { recursive: true, force: true });
  compile("src/tsconfig.json");
  rmSync(`${root}/openapi`, { recursive: true, force: true });
  mkdirSync(`${root}/openapi`);
  for (const version of apiVersions) {
    writeCompact(`generated/${version}/openapi.json`, `openapi/${version}.json`);
    writeCompact(`generated/${version}/openapi-3.0.json`, `openapi/${version}-3.0.json`);
  }
}

/** Copies a document without the spaces that only people need. */
function writeCompact(from: string, to: string): void {
  const document = JSON.parse(readFileSync(`${root}/${from}`, "utf8")) as unknown;
  writeFileSync(`${root}/${to}`, JSON.stringify(document));
}

function buildSuite(): void {
  rmSync(`${root}/conformance/dist`, { recursive: true, force: true });
  compile("conformance/tsconfig.json");
  for (const entry of readdirSync(`${root}/generated`, { withFileTypes: true })) {
    if (entry.isDirectory()) copyToSuite(`generated/${entry.name}/openapi.json`);
  }
  for (const path of ["cli/expectations", "report/html/page/page.html", "report/html/page/page.css"]) {
    copyToSuite(`conformance/${path}`);
  }
}

function copyToSuite(path: string): void {
  cpSync(`${root}/${path}`, `${root}/conformance/dist/${path}`, { recursive: true });
}

const [only, ...others] = process.argv.slice(2);
if (others.length > 0 || (only !== undefined && !PACKAGES.includes(only))) {
  console.error(`Unknown arguments "${process.argv.slice(2).join(" ")}": pass client, suite or nothing.`);
  process.exit(2);
}
try {
  if (only !== "suite" || !existsSync(`${root}/dist/src/index.d.ts`)) buildClient();
  if (only !== "client") buildSuite();
} catch (error) {
  // Where the compiler failed, it has printed why.
  const { status } = error as { status?: number | null };
  if (status === undefined || status === null) throw error;
  process.exitCode = status;
}
