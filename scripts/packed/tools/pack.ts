import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFiles } from "../../repository/list-files.js";
import { npm, root } from "./npm.js";

/** A packed package. */
export interface Tarball {
  readonly path: string;
  /** Paths relative to the root of the package. */
  readonly files: readonly string[];
  /** In bytes. */
  readonly size: number;
  /** In bytes. */
  readonly unpackedSize: number;
}

export interface Packages {
  readonly client: Tarball;
  readonly suite: Tarball;
}

/** A package in the output of `npm pack --json`. */
interface PackOutput {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
  readonly size: number;
  readonly unpackedSize: number;
}

const CACHE = join(root, "node_modules/.cache/packed");
const DAY_MS = 86_400_000;

/** The files that the packages are made from. A change in one of them packs both again. */
const SOURCES = /^(src|generated|conformance)\/|^scripts\/build-packages\.ts$|^[^/]+$/;
const NOT_PUBLISHED = /\.(test|bench)\.ts$|\/testing\//;

/**
 * Packs both packages as they are published. It compiles a copy of the sources, so the `dist/` folders of the repository stay as
 * they are. The tarballs are cached in node_modules/.cache/packed until a source changes.
 *
 * @throws {Error} with the output of the compiler or npm
 */
export async function pack(): Promise<Packages> {
  const sources = listSources();
  const folder = join(CACHE, await contentKey(sources));
  const list = join(folder, "packages.json");
  if (!existsSync(list)) await packInto(folder, sources);
  return JSON.parse(await readFile(list, "utf8")) as Packages;
}

function listSources(): string[] {
  return listFiles(root).filter((file) => SOURCES.test(file) && !NOT_PUBLISHED.test(file));
}

async function contentKey(sources: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of sources) hash.update(`${file}\0`).update(await readFile(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

/** Packs into a temporary folder and renames it, so that `folder` is complete even if two processes pack or one is stopped. */
async function packInto(folder: string, sources: readonly string[]): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  await removeOldTarballs();
  const copy = await mkdtemp(join(tmpdir(), "webpubsub-sources-"));
  const unfinished = await mkdtemp(join(CACHE, "unfinished-"));
  try {
    for (const file of sources) await cp(join(root, file), join(copy, file));
    await linkDependencies(copy);
    const { stdout } = await npm(copy, "pack", ".", "./conformance", "--json", "--pack-destination", unfinished);
    const [client, suite] = (JSON.parse(stdout) as PackOutput[]).map(({ filename, files, size, unpackedSize }) => ({
      path: join(folder, filename),
      files: files.map(({ path }) => path),
      size,
      unpackedSize,
    }));
    await writeFile(join(unfinished, "packages.json"), JSON.stringify({ client, suite }));
    await rename(unfinished, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    // The compiler writes its errors to standard output.
    const { message, stdout = "" } = error as Error & { stdout?: string };
    throw new Error(`Could not pack the packages: ${message}\n${stdout}`, { cause: error });
  } finally {
    await Promise.all([copy, unfinished].map((each) => rm(each, { recursive: true, force: true })));
  }
}

async function removeOldTarballs(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const path = join(CACHE, name);
    if (Date.now() - (await stat(path)).mtimeMs > DAY_MS) await rm(path, { recursive: true, force: true });
  }
}

/** Links the installed dependencies into a copy of the sources; both packages themselves resolve to the copy. */
async function linkDependencies(copy: string): Promise<void> {
  const ownPackages: Record<string, string> = { "webpubsub-fetch": ".", "webpubsub-conformance": "conformance" };
  const modules = join(copy, "node_modules");
  await mkdir(modules);
  for (const name of await readdir(join(root, "node_modules"))) {
    const target = ownPackages[name] === undefined ? join(root, "node_modules", name) : join(copy, ownPackages[name]);
    await symlink(target, join(modules, name));
  }
}
