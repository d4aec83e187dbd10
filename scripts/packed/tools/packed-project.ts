import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { install } from "./npm.js";
import type { Packages } from "./pack.js";

/** Both packages, packed as they are published. */
export function packedPackages(): Packages {
  return inject("packages");
}

/**
 * Makes an empty project and installs packages into it. It is removed at the end of the run.
 *
 * @param packages specifiers as npm takes them: the path of a tarball, or `NAME@VERSION`
 * @returns the path of the project
 * @throws {Error} if npm fails
 */
export async function installedProject(packages: readonly string[]): Promise<string> {
  const path = await mkdtemp(join(inject("projectsFolder"), "project-"));
  await install(path, packages);
  return path;
}

export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The `package.json` in a folder. */
export async function readManifest(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(path, "package.json"), "utf8")) as Manifest;
}
