import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedReadme, NOTICE } from "./generated-readme.js";
import { openapi30 } from "./openapi-30.js";
import { operationFunctions } from "./operation-functions.js";
import { operationTable, requestTable } from "./operation-tables.js";
import { type Description, readDescriptions } from "./read-descriptions.js";
import { toolDocument } from "./tool-document.js";

/**
 * Generates the files of `generated/` from the description, without writing them. The same description always gives the
 * same text.
 *
 * @param root the folder that has redocly.yaml and `spec/`
 * @returns the text of each file by its path in `generated/`
 * @throws {Error} with file and line, if the description cannot be read
 */
export async function generate(root: string): Promise<Map<string, string>> {
  const descriptions = await readDescriptions(root);
  const versions = descriptions.filter(({ isApiVersion }) => isApiVersion);
  const { text: requests, enumTypes } = requestTable(versions);
  const files = await Promise.all(descriptions.map(descriptionFiles));
  const names = descriptions.map(({ name }) => name);
  return new Map([
    ...files.flat(),
    ["operation.ts", await readFile(fileURLToPath(new URL("operation.ts", import.meta.url)), "utf8")],
    ["requests.ts", requests],
    ["functions.ts", operationFunctions((versions[0] as Description).document)],
    ...versionModules(
      versions.map(({ name }) => name),
      enumTypes,
    ),
    ["descriptions.ts", descriptionsModule(names)],
    ["README.md", generatedReadme()],
  ]);
}

/** Writes the files into `folder` and removes all else there. A file whose text is the same is not touched. */
export async function write(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const folders = new Set([...files.keys()].flatMap(foldersOf));
  const present = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of present) {
    const path = join(entry.parentPath, entry.name);
    const kept = entry.isDirectory() ? folders : files;
    if (!kept.has(relative(folder, path).replaceAll(sep, "/"))) await rm(path, { recursive: true, force: true });
  }
  for (const [path, text] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    // Watchers of an unchanged file must not start again.
    if ((await readFile(target, "utf8").catch(() => undefined)) !== text) await writeFile(target, text);
  }
}

/** `a/b/c.ts` → `a`, `a/b`. */
function foldersOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

type File = readonly [path: string, text: string];

async function descriptionFiles({ name, isApiVersion, document }: Description): Promise<File[]> {
  const bundle = toolDocument(document);
  const files: File[] = [
    [`${name}/openapi.json`, json(bundle)],
    [`${name}/operations.ts`, operationTable(document)],
  ];
  if (!isApiVersion) return files;
  // Imported late, because it loads a compiler, which takes a second: mistakes in the description are reported before.
  const { types } = await import("./types-file.js");
  return [...files, [`${name}/openapi-3.0.json`, json(openapi30(bundle))], [`${name}/types.ts`, await types(document)]];
}

const json = (document: object) => `${JSON.stringify(document, null, 1)}\n`;

const identifier = (name: string) => `v${name.replaceAll("-", "_")}`;

/**
 * The modules that name the api-versions. Everything else reads them from here.
 *
 * @param versions newest first
 * @param enumTypes the types in `requests.ts` that the client exports
 */
function versionModules(versions: readonly string[], enumTypes: readonly string[]): File[] {
  const [latest = ""] = versions;
  const lines = (line: (version: string) => string) => versions.map((version) => `${line(version)}\n`).join("");
  const types = ["OperationId", ...enumTypes].toSorted().map((type) => `type ${type}, `);
  return [
    [
      "versions.ts",
      `${NOTICE}
/** The api-versions, oldest first. */
export const apiVersions = ${JSON.stringify(versions.toReversed()).replaceAll(",", ", ")} as const;
export type ApiVersion = (typeof apiVersions)[number];

/** The newest api-version. */
export const latestApiVersion = "${latest}";
export type LatestApiVersion = typeof latestApiVersion;
`,
    ],
    [
      "index.ts",
      `${NOTICE}${lines((version) => `import type { paths as ${identifier(version)} } from "./${version}/types.js";`)}
export { ${types.join("")}requests } from "./requests.js";
export { apiVersions, latestApiVersion, type LatestApiVersion } from "./versions.js";

/** The paths of each api-version. */
export interface ApiVersions {
${lines((version) => `  "${version}": ${identifier(version)};`)}}
`,
    ],
    [
      "operations.ts",
      `${NOTICE}export { type OperationId, operations, parameters } from "./${latest}/operations.js";\n`,
    ],
    ["types.ts", `${NOTICE}export type { components, operations, paths } from "./${latest}/types.js";\n`],
  ];
}

/** The module with everything that can be mocked and replayed: the api-versions, newest first, and the overlays. */
function descriptionsModule(names: readonly string[]): string {
  const lines = (line: (name: string) => string) => names.map((name) => `${line(name)}\n`).join("");
  return `${NOTICE}import type { Operation } from "./operation.js";
${lines((name) => `import { operations as ${identifier(name)} } from "./${name}/operations.js";`)}
export type DescriptionName = ${names.map((name) => `"${name}"`).join(" | ")};

/** The operations of each description, by operationId. The bundled document is \`<name>/openapi.json\` next to this file. */
export const descriptions: { readonly [name in DescriptionName]: { readonly [id: string]: Operation } } = {
${lines((name) => `  "${name}": ${identifier(name)},`)}};
`;
}
