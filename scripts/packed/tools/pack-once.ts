/**
 * The `globalSetup` of the vitest projects that test the packages: packs both once for all test files, and makes a folder for the
 * projects that they are installed into.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type Packages, pack } from "./pack.js";

declare module "vitest" {
  export interface ProvidedContext {
    packages: Packages;
    projectsFolder: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide("packages", await pack());
  const folder = await mkdtemp(join(tmpdir(), "packed-"));
  project.provide("projectsFolder", folder);
  // Watch mode calls `setup` only once.
  project.onTestsRerun(async () => project.provide("packages", await pack()));
  return () => rm(folder, { recursive: true, force: true });
}
