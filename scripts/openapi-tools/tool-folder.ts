import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installOnce, root } from "../packed/tools/npm.js";
import { findTool, type Tool } from "./tools.js";

const CACHE = join(root, "node_modules/.cache/openapi-tools");

/** The folder of the project that has the tool installed. */
export function toolFolder({ name, version, with: others = [] }: Tool): string {
  const key = createHash("sha256")
    .update(JSON.stringify([version, others]))
    .digest("hex")
    .slice(0, 8);
  return join(CACHE, `${name.replace("/", "+")}@${version ?? "repository"}-${key}`);
}

/** Installs a tool from npm if it is missing. @throws {Error} if npm fails */
export async function installTool(tool: Tool): Promise<void> {
  const { name, version, with: others = [] } = tool;
  await installOnce(toolFolder(tool), version === null ? [] : [`${name}@${version}`, ...others]);
}

/** The installed version of a tool. */
export function installedVersion(tool: Tool): string {
  if (tool.version !== null) return tool.version;
  return (createRequire(join(root, "package.json"))(`${tool.name}/package.json`) as { version: string }).version;
}

/**
 * Imports a tool as a program in its project does.
 *
 * @param entry the file in the package to import, for a package that does not let `require` find it
 */
export async function importTool<Module>(name: string, entry?: string): Promise<Module> {
  const folder = toolFolder(findTool(name));
  const path =
    entry === undefined
      ? createRequire(join(folder, "package.json")).resolve(name)
      : join(folder, "node_modules", name, entry);
  return (await import(pathToFileURL(path).href)) as Module;
}
