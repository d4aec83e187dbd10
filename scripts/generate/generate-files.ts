import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Document } from "./openapi-document.js";
import { operationTables } from "./operation-tables.js";
import { bundle } from "./redocly.js";

type Apis = Record<string, { root: string }>;
interface Config {
  apis?: Apis;
}
interface Overlay {
  extends?: string;
}

/**
 * Everything that is made from the description below `root`: file path inside `generated/` → text. Writes nothing.
 * The same description gives the same text. Throws when the description does not parse, with the place.
 */
export async function generate(root: string): Promise<Map<string, string>> {
  const apis = (await readYaml<Config>(root, "redocly.yaml"))?.apis;
  if (apis === undefined) throw new Error("redocly.yaml: there are no `apis`.");
  const versions = Object.keys(apis);
  const overlays = await overlaysOf(root, apis);
  const files = new Map<string, string>();
  const made = await Promise.all([
    ...versions.map(async (version) => apiFiles(version, await bundle(root, version), true)),
    ...overlays.map(async ({ name, version, path }) => apiFiles(name, await bundle(root, version, [path]), false)),
  ]);
  for (const [path, text] of made.flat()) files.set(path, text);
  files.set("operation.ts", await readFile(fileURLToPath(new URL("operation.ts", import.meta.url)), "utf8"));
  files.set("index.ts", index(versions));
  files.set("descriptions.ts", descriptions([...versions, ...overlays.map(({ name }) => name)]));
  return files;
}

/** Writes the files into `folder` and removes whatever else is there. */
export async function write(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const present = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of present) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(relative(folder, path))) await rm(path);
  }
  for (const [path, text] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    // A file that is the same is left alone: whoever watches it need not start again.
    if ((await readFile(target, "utf8").catch(() => undefined)) !== text) await writeFile(target, text);
  }
}

async function readYaml<T>(root: string, path: string): Promise<T | null> {
  const text = await readFile(join(root, path), "utf8");
  try {
    return parse(text) as T | null;
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function overlaysOf(root: string, apis: Apis) {
  const folder = join(root, "spec/overlays");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".yaml")).sort();
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const target = join(folder, (await readYaml<Overlay>(root, `spec/overlays/${name}`))?.extends ?? "");
      const version = Object.keys(apis).find((candidate) => join(root, apis[candidate]?.root ?? "") === target);
      if (version === undefined)
        throw new Error(`spec/overlays/${name} extends a description that redocly.yaml does not list.`);
      return { name: basename(name, ".yaml"), version, path };
    }),
  );
}

async function apiFiles(name: string, document: Document, withTypes: boolean): Promise<[string, string][]> {
  if (document.paths === undefined) throw new Error(`${name}: the description has no \`paths\`.`);
  const { requests, operations } = operationTables(document);
  const files: [string, string][] = [
    [`${name}/openapi.json`, `${JSON.stringify(document, null, 1)}\n`],
    [`${name}/requests.ts`, requests],
    [`${name}/operations.ts`, operations],
  ];
  if (!withTypes) return files;
  // The compiler that writes types takes a second to load: not before there is a description to make them from.
  const { types } = await import("./types-file.js");
  return [...files, [`${name}/types.ts`, await types(document)]];
}

const NOTICE = "// Made by `npm run generate` from redocly.yaml. Do not edit.\n";

const identifier = (name: string) => `v${name.replaceAll("-", "_")}`;

/** What the client knows of each api-version. */
function index(versions: readonly string[]): string {
  const lines = (line: (version: string) => string) => versions.map((version) => `${line(version)}\n`).join("");
  return (
    NOTICE +
    'import type { OperationRequest } from "./operation.js";\n' +
    lines((version) => `import { requests as ${identifier(version)} } from "./${version}/requests.js";`) +
    lines((version) => `import type { paths as Paths_${identifier(version)} } from "./${version}/types.js";`) +
    `\n/** The api-versions that are described, with their paths. */\nexport interface ApiVersions {\n${lines((version) => `  "${version}": Paths_${identifier(version)};`)}}\n\n` +
    `/** The newest of them. */\nexport type LatestApiVersion = "${versions.toSorted().at(-1)}";\n` +
    `export const latestApiVersion: LatestApiVersion = "${versions.toSorted().at(-1)}";\n\n` +
    `/** The operations of each api-version, by operationId. */\nexport const requestsOf: { readonly [version in keyof ApiVersions]: { readonly [id: string]: OperationRequest } } = {\n${lines((version) => `  "${version}": ${identifier(version)},`)}};\n`
  );
}

/** Everything that can be mocked and replayed: the api-versions, and what the overlays make of them. */
function descriptions(names: readonly string[]): string {
  const lines = (line: (name: string) => string) => names.map((name) => `${line(name)}\n`).join("");
  return (
    NOTICE +
    'import type { Operation } from "./operation.js";\n' +
    lines((name) => `import { operations as ${identifier(name)} } from "./${name}/operations.js";`) +
    `\nexport type DescriptionName = ${names.map((name) => `"${name}"`).join(" | ")};\n\n` +
    `/** The operations of each description, by operationId. Its bundled document is \`<name>/openapi.json\` beside this file. */\n` +
    `export const descriptions: { readonly [name in DescriptionName]: { readonly [id: string]: Operation } } = {\n${lines((name) => `  "${name}": ${identifier(name)},`)}};\n`
  );
}
