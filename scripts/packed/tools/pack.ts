import { rm } from "node:fs/promises";
import { join } from "node:path";
import { npm, root } from "./npm.js";

/** A packed package, as `npm pack` tells of it. */
export interface Tarball {
  /** Its path. */
  readonly path: string;
  /** Those of its files, from its root. */
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

interface Told {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
  readonly size: number;
  readonly unpackedSize: number;
}

/** Packs both packages as they are published. @param folder where the tarballs go */
export async function pack(folder: string): Promise<Packages> {
  // Packing has to build them: what was built before is not to be taken for it.
  for (const built of ["dist", "conformance/dist"]) await rm(join(root, built), { recursive: true, force: true });
  const { stdout } = await npm(root, "pack", ".", "./conformance", "--json", "--pack-destination", folder);
  const [client, suite] = (JSON.parse(stdout) as Told[]).map(({ filename, files, size, unpackedSize }) => ({
    path: join(folder, filename),
    files: files.map(({ path }) => path),
    size,
    unpackedSize,
  }));
  if (client === undefined || suite === undefined) throw new Error(`npm packed less than two packages: ${stdout}`);
  return { client, suite };
}
