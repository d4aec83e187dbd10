import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { install } from "./npm.js";
import type { Packages } from "./pack.js";

/** Longer than packing or installing takes where everything is busy, in milliseconds. */
export const TIMEOUT_MS = 180_000;

/** Both packages, as users get them. */
export async function packed(): Promise<Packages> {
  const response = await fetch(inject("packing").address);
  if (!response.ok) throw new Error(`The packages could not be packed. ${await response.text()}`);
  return (await response.json()) as Packages;
}

/**
 * An empty project, with packages installed. It goes when the run is over.
 *
 * @param packages as npm takes them: tarballs, or names with versions
 * @returns its path
 */
export async function project(packages: readonly string[]): Promise<string> {
  const path = await mkdtemp(join(inject("packing").folder, "project-"));
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
